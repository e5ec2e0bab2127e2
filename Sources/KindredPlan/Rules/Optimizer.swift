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
  package static let standardRules = simplifications + decorrelations

  private static let simplifications: [any RewriteRule] = [
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
  ]

  /// Tried where nothing is left to simplify: a subquery may turn out to be a mere EXISTS, or unused.
  private static let decorrelations: [any RewriteRule] = [
    DecorrelateScalarAggregate(),
    DecorrelateFirstRow(),
    DecorrelateExists(),
  ]

  /// More changes than any sensible query needs; past it the plan is used as it is, which is right
  /// if not best.
  private static let maximumSteps = 1_000

  private static let simplifyingEntries = simplifications.map(Entry.init)
  private static let decorrelatingEntries = decorrelations.map(Entry.init)

  private let simplifying: [Entry]
  private let decorrelating: [Entry]
  private let schema: Schema

  package init(schema: Schema, disabled: Set<String> = []) {
    self.schema = schema
    simplifying = Self.simplifyingEntries.without(disabled)
    decorrelating = Self.decorrelatingEntries.without(disabled)
  }

  /// Yields the same rows as the plan, usually for less work.
  package func optimize(
    _ plan: LogicalPlan,
    observer: ((RewriteStep) -> Void)? = nil
  ) -> LogicalPlan {
    var rewrite = Rewrite(plan, Rewriting(plan, schema: schema), observer)
    repeat { settle(&rewrite) } while decorrelating.contains { apply($0, to: &rewrite) }
    return rewrite.plan
  }

  /// Round after round, until every rule has found nothing to do since the last change.
  private func settle(_ rewrite: inout Rewrite) {
    var index = 0
    var settledCount = 0
    while settledCount < simplifying.count {
      if apply(simplifying[index], to: &rewrite) {
        settledCount = 0
      } else {
        settledCount += 1
        index = index + 1 == simplifying.count ? 0 : index + 1
      }
    }
  }

  /// - Returns: Whether the rule changed the plan.
  private func apply(_ entry: Entry, to rewrite: inout Rewrite) -> Bool {
    guard rewrite.steps < Self.maximumSteps, rewrite.features.isSuperset(of: entry.needs),
      !rewrite.features.isDisjoint(with: entry.roots),
      let next = Self.rewriteFirst(
        rewrite.plan,
        by: entry,
        hasSubqueries: rewrite.features.contains(.subquery),
        rewrite.rewriting
      )
    else { return false }
    rewrite.step(to: next, by: entry.rule.name)
    return true
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

/// How far a plan has been rewritten.
private struct Rewrite {
  let rewriting: Rewriting
  let observer: ((RewriteStep) -> Void)?
  private(set) var plan: LogicalPlan
  private(set) var features: PlanFeatures
  private(set) var steps = 0

  init(_ plan: LogicalPlan, _ rewriting: Rewriting, _ observer: ((RewriteStep) -> Void)?) {
    self.plan = plan
    self.rewriting = rewriting
    self.observer = observer
    features = plan.features
  }

  mutating func step(to next: LogicalPlan, by rule: String) {
    plan = next
    features = next.features
    steps += 1
    observer?(RewriteStep(rule: rule, plan: next))
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

extension [Entry] {
  fileprivate func without(_ disabled: Set<String>) -> [Entry] {
    disabled.isEmpty ? self : filter { !disabled.contains($0.rule.name) }
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
