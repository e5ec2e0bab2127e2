// SPDX-License-Identifier: Apache-2.0

extension LogicalPlan {
  /// Whether it is to be walked on a ``DeepStack``.
  ///
  /// Looks no deeper than that takes, so that the answer needs little stack for a plan of any depth.
  package var isDeep: Bool { nests(deeperThan: DeepStack.callersDepth) }

  /// Whether some path through operators and expressions has more than so many nodes.
  fileprivate func nests(deeperThan limit: Int) -> Bool {
    guard limit > 0 else { return true }
    var found = false
    forEachInput { found = found || $0.nests(deeperThan: limit - 1) }
    forEachExpression { found = found || $0.nests(deeperThan: limit - 1) }
    return found
  }
}

extension Expression {
  /// Whether it is to be walked on a ``DeepStack``.
  package var isDeep: Bool { nests(deeperThan: DeepStack.callersDepth) }

  fileprivate func nests(deeperThan limit: Int) -> Bool {
    guard limit > 0 else { return true }
    var found = subplan?.nests(deeperThan: limit - 1) ?? false
    forEachOperand { found = found || $0.nests(deeperThan: limit - 1) }
    return found
  }
}
