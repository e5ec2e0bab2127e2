// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// One change that a rule made: its name, and the whole plan after it.
package struct RewriteStep: Sendable, Hashable {
  package let rule: String
  package let plan: LogicalPlan
}

/// Rewrites a logical plan by an ordered list of rules until none applies.
package struct Optimizer: Sendable {
  /// All rules, in the order in which they are tried.
  package static let standardRules: [any RewriteRule] = [
    FoldConstants(),
    SimplifyExists(),
    CountToExists(),
    MergeFilters(),
    MergeProjects(),
    EliminateJoin(),
    EliminateDistinctOnKey(),
    EliminateSort(),
    OuterJoinToInner(),
    LeftJoinIsNullToAntiJoin(),
    PushFilterThroughProject(),
    PushFilterThroughSort(),
    PushFilterThroughDistinct(),
    PushFilterThroughAggregate(),
    PushFilterThroughJoin(),
    PushJoinCondition(),
    OrientJoinCondition(),
    InferKeyConstants(),
    ExistsToSemiJoin(),
    NotExistsToAntiJoin(),
    SimplifySemiJoinInput(),
    PushSemiJoinThroughJoin(),
    DistinctJoinToSemiJoin(),
    PruneProjection(),
    PushLimitThroughProject(),
    DecorrelateScalarAggregate(),
    DecorrelateFirstRow(),
    DecorrelateExists(),
  ]

  /// More changes than any sensible query needs; past it the plan is used as it is, which is right
  /// if not best.
  private static let maximumSteps = 1_000

  private static let standardEntries = standardRules.map(Entry.init)

  private let entries: [Entry]
  private let schema: Schema

  package init(schema: Schema, disabled: Set<String> = []) {
    self.schema = schema
    self.entries =
      disabled.isEmpty
      ? Self.standardEntries : Self.standardEntries.filter { !disabled.contains($0.rule.name) }
  }

  /// Yields the same rows as the plan, usually for less work.
  package func optimize(
    _ plan: LogicalPlan,
    observer: ((RewriteStep) -> Void)? = nil
  ) -> LogicalPlan {
    let rewriting = Rewriting(plan, schema: schema)
    var current = plan
    var features = plan.features
    var steps = 0
    var index = 0
    var settledCount = 0
    // Round after round, until every rule has found nothing to do since the last change.
    while settledCount < entries.count, steps < Self.maximumSteps {
      let entry = entries[index]
      if features.isSuperset(of: entry.needs), !features.isDisjoint(with: entry.roots),
        let next = Self.rewriteFirst(
          current,
          by: entry,
          hasSubqueries: features.contains(.subquery),
          rewriting
        )
      {
        current = next
        features = next.features
        steps += 1
        settledCount = 0
        observer?(RewriteStep(rule: entry.rule.name, plan: next))
      } else {
        settledCount += 1
        index = index + 1 == entries.count ? 0 : index + 1
      }
    }
    return current
  }

  /// Applies the rule where it first applies, top-down, in inputs before subqueries.
  private static func rewriteFirst(
    _ plan: LogicalPlan,
    by entry: Entry,
    hasSubqueries: Bool,
    _ rewriting: Rewriting
  ) -> LogicalPlan? {
    if entry.roots.contains(plan.feature), let next = entry.rule.rewrite(plan, rewriting) {
      precondition(
        next.hasSameOutput(as: plan),
        "the rule \(entry.rule.name) changed a plan's output"
      )
      return next
    }
    let changed = plan.mapFirstInput {
      rewriteFirst($0, by: entry, hasSubqueries: hasSubqueries, rewriting)
    }
    if let changed { return changed }
    guard hasSubqueries else { return nil }
    return plan.mapFirstSubplan {
      rewriteFirst($0, by: entry, hasSubqueries: hasSubqueries, rewriting)
    }
  }
}

/// A rule with what it looks at beside it: that is asked at every node.
private final class Entry: Sendable {
  let rule: any RewriteRule
  let roots: PlanFeatures
  let needs: PlanFeatures

  init(_ rule: any RewriteRule) {
    self.rule = rule
    self.roots = rule.roots
    self.needs = rule.needs
  }
}

extension LogicalPlan {
  fileprivate func hasSameOutput(as other: LogicalPlan) -> Bool { output == other.output }

  /// Replaces the first input that `rewrite` changes; nil when it changes none.
  package func mapFirstInput(_ rewrite: (LogicalPlan) -> LogicalPlan?) -> LogicalPlan? {
    switch self {
    case .scan: nil
    case .filter(let condition, let input): rewrite(input).map { .filter(condition, $0) }
    case .project(let source, let expressions, let input):
      rewrite(input).map { .project(source, expressions, $0) }
    case .join(let kind, let left, let right, let condition):
      rewrite(left).map { .join(kind, $0, right, on: condition) }
        ?? rewrite(right).map { .join(kind, left, $0, on: condition) }
    case .aggregate(let source, let keys, let aggregates, let input):
      rewrite(input).map { .aggregate(source, keys: keys, aggregates: aggregates, $0) }
    case .distinct(let input): rewrite(input).map { .distinct($0) }
    case .sort(let keys, let input): rewrite(input).map { .sort(keys, $0) }
    case .limit(let count, let offset, let input):
      rewrite(input).map { .limit(count: count, offset: offset, $0) }
    case .firstPerKey(let keys, let order, let count, let offset, let input):
      rewrite(input).map {
        .firstPerKey(keys: keys, order: order, count: count, offset: offset, $0)
      }
    case .setOperation(let source, let operation, let left, let right):
      rewrite(left).map { .setOperation(source, operation, $0, right) }
        ?? rewrite(right).map { .setOperation(source, operation, left, $0) }
    }
  }

  /// Replaces the first subquery's plan that `rewrite` changes; nil when it changes none.
  fileprivate func mapFirstSubplan(_ rewrite: (LogicalPlan) -> LogicalPlan?) -> LogicalPlan? {
    var hasSubquery = false
    forEachExpression { hasSubquery = hasSubquery || $0.hasSubquery }
    guard hasSubquery else { return nil }
    var hasChanged = false
    return mapOwnExpressionsIfChanged { expression in
      expression.mapSubplansIfChanged { subplan in
        guard !hasChanged, let changed = rewrite(subplan) else { return nil }
        hasChanged = true
        return changed
      }
    }
  }
}
