// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

extension LogicalPlan {
  /// Visits the inputs, left to right, without building an array of them.
  package func forEachInput(_ body: (LogicalPlan) -> Void) {
    switch self {
    case .scan: break
    case .filter(_, let input), .project(_, _, let input), .aggregate(_, _, _, let input),
      .distinct(let input), .sort(_, let input), .limit(_, _, let input),
      .firstPerKey(_, _, _, _, let input):
      body(input)
    case .join(_, let left, let right, _), .setOperation(_, _, let left, let right):
      body(left)
      body(right)
    }
  }

  /// Visits the expressions that stand directly in this node.
  package func forEachExpression(_ body: (Expression) -> Void) {
    switch self {
    case .scan, .distinct, .limit, .setOperation: break
    case .filter(let condition, _), .join(_, _, _, on: let condition): body(condition)
    case .project(_, let expressions, _): for expression in expressions { body(expression) }
    case .aggregate(_, let keys, let aggregates, _):
      for key in keys { body(key) }
      for aggregate in aggregates {
        if let argument = aggregate.argument { body(argument) }
        if let filter = aggregate.filter { body(filter) }
      }
    case .sort(let keys, _): for key in keys { body(key.expression) }
    case .firstPerKey(let keys, let order, _, _, _):
      for key in keys { body(key) }
      for key in order { body(key.expression) }
    }
  }

  /// The sources whose columns a node above may mention.
  package var visible: SourceSet {
    switch self {
    case .scan(let source, _), .aggregate(let source, _, _, _), .setOperation(let source, _, _, _):
      return SourceSet(source)
    case .filter(_, let input), .distinct(let input), .sort(_, let input), .limit(_, _, let input),
      .firstPerKey(_, _, _, _, let input), .join(.semi, let input, _, _),
      .join(.anti, let input, _, _):
      return input.visible
    case .join(.inner, let left, let right, _), .join(.left, let left, let right, _),
      .join(.full, let left, let right, _):
      return left.visible.union(right.visible)
    case .project(let source, let expressions, _):
      var found = SourceSet()
      for expression in expressions {
        if case .row(let kept) = expression { found.insert(kept) } else { found.insert(source) }
      }
      return found
    }
  }

  /// The sources mentioned inside that no node inside introduces: those of an enclosing query.
  package var freeSources: SourceSet {
    var mentioned = SourceSet()
    var introduced = SourceSet()
    collectSources(mentioned: &mentioned, introduced: &introduced)
    return mentioned.subtracting(introduced)
  }

  private func collectSources(mentioned: inout SourceSet, introduced: inout SourceSet) {
    switch self {
    case .scan(let source, _), .project(let source, _, _), .aggregate(let source, _, _, _),
      .setOperation(let source, _, _, _):
      introduced.insert(source)
    case .filter, .join, .distinct, .sort, .limit, .firstPerKey: break
    }
    forEachExpression { $0.collectSources(into: &mentioned) }
    forEachInput { $0.collectSources(mentioned: &mentioned, introduced: &introduced) }
  }

  /// The table that a visible source scans; nil for computed columns and for sources not visible.
  package func table(of source: SourceID) -> TableID? {
    switch self {
    case .scan(source, let table): return table
    case .scan, .aggregate: return nil
    case .filter(_, let input), .distinct(let input), .sort(_, let input), .limit(_, _, let input),
      .firstPerKey(_, _, _, _, let input), .join(.semi, let input, _, _),
      .join(.anti, let input, _, _):
      return input.table(of: source)
    case .setOperation(let own, _, let left, _):
      guard own == source, case .row(_, let table)? = left.output.first else { return nil }
      return table
    case .project(_, let expressions, let input):
      let isKept = expressions.contains { $0 == .row(source) }
      return isKept ? input.table(of: source) : nil
    case .join(.inner, let left, let right, _), .join(.left, let left, let right, _),
      .join(.full, let left, let right, _):
      return left.table(of: source) ?? right.table(of: source)
    }
  }

  /// Maps the expressions of this node; nil when `rewrite` leaves all of them alone.
  package func mapOwnExpressionsIfChanged(_ rewrite: (Expression) -> Expression?) -> LogicalPlan? {
    var position = 0
    var changes: [(position: Int, expression: Expression)] = []
    forEachExpression { expression in
      if let changed = rewrite(expression) { changes.append((position, changed)) }
      position += 1
    }
    guard !changes.isEmpty else { return nil }
    position = 0
    var next = 0
    return mapOwnExpressions { expression in
      defer { position += 1 }
      guard next < changes.count, changes[next].position == position else { return expression }
      defer { next += 1 }
      return changes[next].expression
    }
  }
}
