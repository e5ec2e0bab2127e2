// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// A tree of joins taken apart, before any of it is planned.
struct JoinTree {
  struct Input {
    let plan: LogicalPlan
    /// Nil for the rows of an inner join; else what a semi- or anti-join asks of this, its right side.
    var test: (kind: JoinKind, condition: Expression)?
  }

  private(set) var inputs: [Input] = []
  /// The conjuncts of the inner joins' conditions.
  private(set) var conditions: [Expression] = []
  private(set) var shape: JoinGraph.Shape

  /// Nil for a plan that is no join whose inputs may change places.
  ///
  /// A condition that can fail may be shielded by those around it, and a subquery is run on one input: such
  /// joins stay as they are, and so does one with a grouping on its right, which is grouped by the rows on
  /// its left.
  init?(_ plan: LogicalPlan) {
    guard plan.isFreeJoin else { return nil }
    shape = .relation(0)
    shape = take(plan)
  }

  private mutating func take(_ plan: LogicalPlan) -> JoinGraph.Shape {
    guard plan.isFreeJoin, case .join(let kind, let left, let right, let condition) = plan else {
      inputs.append(Input(plan: plan))
      return .relation(inputs.count - 1)
    }
    let first = take(left)
    switch kind {
    case .inner, .left, .full:
      conditions += condition.conjuncts.filter { !$0.isTrueLiteral }
      return .join(first, take(right))
    case .semi, .anti:
      inputs.append(Input(plan: right, test: (kind, condition)))
      return .join(first, .relation(inputs.count - 1))
    }
  }
}

extension LogicalPlan {
  /// Whether this is a join whose condition holds or not for two rows, wherever they are joined.
  fileprivate var isFreeJoin: Bool {
    guard case .join(let kind, let left, let right, let condition) = self,
      !condition.hasSubquery, !condition.canFail
    else { return false }
    switch kind {
    case .left, .full: return false
    case .semi, .anti: return condition.mentions(left.visible)
    case .inner:
      if case .aggregate = right { return false }
      let (first, second) = (left.visible, right.visible)
      return condition.conjuncts.allSatisfy {
        $0.isTrueLiteral || ($0.mentions(first) && $0.mentions(second))
      }
    }
  }

  /// The sources by whose row ids, in turn, the plan's rows are ordered; nil if they are not.
  func orderingSources(_ schema: Schema) -> [SourceID]? {
    switch self {
    case .scan(let source, _): return [source]
    case .filter(_, let input), .distinct(let input), .limit(_, _, let input),
      .firstPerKey(_, _, _, _, let input):
      return input.orderingSources(schema)
    case .project(_, let expressions, let input):
      return input.orderingSources(schema).flatMap { sources in
        sources.allSatisfy { expressions.contains(.row($0)) } ? sources : nil
      }
    case .join(.semi, let left, _, _), .join(.anti, let left, _, _):
      return left.orderingSources(schema)
    case .join(.inner, let left, let right, let condition),
      .join(.left, let left, let right, let condition):
      guard let first = left.orderingSources(schema) else { return nil }
      if right.hasAtMostOneMatch(condition, schema) { return first }
      return right.orderingSources(schema).map { first + $0 }
    case .aggregate, .sort, .setOperation, .join(.full, _, _, _): return nil
    }
  }
}
