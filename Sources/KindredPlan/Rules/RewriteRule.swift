// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// One way to say the same thing better.
///
/// The contract: the replacement yields the same rows with the same multiplicity, in an order that is
/// at least as determined, as the same output columns (the optimizer checks the last). It never
/// makes a query fail that did not fail before: an expression that can fail is not moved to where it
/// would see more rows. A rule looks at one node and what is below it; the driver walks the tree.
package protocol RewriteRule: Sendable {
  /// The kinds of nodes that the rule looks at.
  var roots: PlanFeatures { get }
  /// What a plan must have somewhere for the rule to be tried at all.
  var needs: PlanFeatures { get }

  /// - Returns: The replacement of the node, or nil to leave it alone.
  func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan?
}

extension RewriteRule {
  /// What the rule is called in traces and where it is switched off.
  package var name: String { "\(Self.self)" }
  package var needs: PlanFeatures { [] }
}

/// The state of one optimisation.
package final class Rewriting {
  package let schema: Schema
  private var nextSource: Int

  package init(_ plan: LogicalPlan, schema: Schema) {
    self.schema = schema
    self.nextSource = plan.largestNumbers.source + 1
  }

  /// A source that the plan does not have yet.
  package func freshSource() -> SourceID {
    defer { nextSource += 1 }
    return SourceID(nextSource)
  }
}

/// The kinds of nodes and subqueries a plan has: most rules need not look at most plans.
package struct PlanFeatures: OptionSet, Sendable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  package static let scan = PlanFeatures(rawValue: 1)
  package static let filter = PlanFeatures(rawValue: 2)
  package static let project = PlanFeatures(rawValue: 4)
  package static let innerJoin = PlanFeatures(rawValue: 8)
  package static let leftJoin = PlanFeatures(rawValue: 16)
  package static let semiJoin = PlanFeatures(rawValue: 32)
  package static let antiJoin = PlanFeatures(rawValue: 64)
  package static let aggregate = PlanFeatures(rawValue: 128)
  package static let distinct = PlanFeatures(rawValue: 256)
  package static let sort = PlanFeatures(rawValue: 512)
  package static let limit = PlanFeatures(rawValue: 1024)
  package static let subquery = PlanFeatures(rawValue: 2048)
  package static let firstPerKey = PlanFeatures(rawValue: 4096)
  package static let setOperation = PlanFeatures(rawValue: 8192)
  package static let fullJoin = PlanFeatures(rawValue: 16_384)

  package static let joins: PlanFeatures = [
    .innerJoin, .leftJoin, .fullJoin, .semiJoin, .antiJoin,
  ]
  /// The nodes above which only what they compute is visible.
  package static let closing: PlanFeatures = [.project, .aggregate]
}

extension LogicalPlan {
  /// The kind of this node.
  package var feature: PlanFeatures {
    switch self {
    case .scan: .scan
    case .filter: .filter
    case .project: .project
    case .join(.inner, _, _, _): .innerJoin
    case .join(.left, _, _, _): .leftJoin
    case .join(.full, _, _, _): .fullJoin
    case .join(.semi, _, _, _): .semiJoin
    case .join(.anti, _, _, _): .antiJoin
    case .aggregate: .aggregate
    case .distinct: .distinct
    case .sort: .sort
    case .limit: .limit
    case .firstPerKey: .firstPerKey
    case .setOperation: .setOperation
    }
  }

  /// The kinds of all nodes, those of subqueries included.
  package var features: PlanFeatures {
    var found = feature
    forEachInput { found.formUnion($0.features) }
    forEachExpression { expression in
      expression.forEachSubplan { found.formUnion($0.features.union(.subquery)) }
    }
    return found
  }
}
