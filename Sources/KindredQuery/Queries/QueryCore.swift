// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// A query without its types: what the typed queries are views of, and what is lowered to a plan.
///
/// Clauses apply in SQL's order, whatever the order of the calls: sources and joins, conditions,
/// computed columns, conditions on those, grouping, distinct, order, limit, selection.
package struct QueryCore: Sendable {
  /// Where rows come from.
  ///
  /// The first is the table that was asked for, then joined tables, rows along to-one paths, and
  /// computed columns, in the order in which they were first mentioned.
  package var slots: [SourceSlot]
  /// What the rows of the first slot are.
  var origin: RowOrigin = .table
  /// The tables joined to the first, in order.
  var joins: [JoinClause] = []
  /// The row of another query whose related rows these are.
  package var correlation: Correlation?
  var conditions: [Term] = []
  /// Computed columns, and the slot that stands for them.
  var annotations: [Term] = []
  var annotationSlot: Int?
  /// Conditions that may mention the computed columns.
  var annotatedConditions: [Term] = []
  var grouping: Grouping?
  var perKey: PerKeyLimit?
  var isDistinct = false
  var order: [Ordering] = []
  var limit: Int?
  var offset = 0
  /// What the query yields; nil for whole rows.
  var selection: [Term]?
  /// The types of what is selected.
  var selectedTypes: [ColumnType] = []
  /// To-many relations whose rows come with those of the query, each from the row of an earlier slot.
  package internal(set) var expansions: [Expansion] = []
  /// The slots whose whole rows the query yields when it selects nothing else.
  package var rowSlots: [Int] = [0]
  /// The closure calls whose parameters are this query's rows.
  var aliases: [Alias] = []
  package private(set) var depth = 0
  /// The values of a prepared query's parameters, and what it was then.
  var binding: QueryBinding?
  var preparedShape: Shape?
  private(set) var fault: KindredError?

  package init(root: TableNumber) { slots = [.table(root)] }

  /// The rows that other queries yield.
  init(_ first: SourceSlot, _ origin: RowOrigin) {
    slots = [first]
    self.origin = origin
  }

  package var root: TableNumber {
    guard case .table(let table) = slots[0] else {
      preconditionFailure("the first source of a query is a table")
    }
    return table
  }
}

/// Where a source of a query's rows comes from.
package enum SourceSlot: Sendable, Hashable {
  case table(TableNumber)
  /// The one row that a to-one relation leads to, or none.
  case path(PathStep)
  /// Computed columns.
  case computed

  var path: PathStep? {
    if case .path(let step) = self { step } else { nil }
  }
}

/// A to-one step from the row of another slot.
package struct PathStep: Sendable, Hashable {
  package let from: Int
  package let link: Link
}

/// A to-many relation whose rows a query yields with its own.
package struct Expansion: Sendable {
  let path: RelationPath
  /// The slot of the row that it starts from.
  package let from: Int
  /// The slot of the related row; those of the tables between come before it.
  package let last: Int
}

/// A table joined by a condition.
struct JoinClause: Sendable {
  var form: JoinForm
  var slot: Int
  var condition: Term
}

/// Which rows a join keeps without a partner: none, those before, those of the joined table, or both.
enum JoinForm: Sendable {
  case inner
  case left
  case right
  case full

  /// Whether the rows before may be missing after it.
  var padsRowsBefore: Bool { self == .right || self == .full }
}

/// The row, of a query around this one, whose related rows a query is about.
package struct Correlation: Sendable {
  let path: RelationPath
  let alias: Alias
  let slot: Int
}

/// Groups, their aggregates and the conditions on them.
struct Grouping: Sendable {
  var keys: [Term]
  var aggregates: [AggregateTerm] = []
  /// The slots of the rows that are grouped.
  var tables: [Int]
  /// Stands for the keys, then the aggregates.
  var slot: Int
  var conditions: [Term] = []
}

extension QueryCore {
  /// Begins a call of a closure.
  mutating func open() -> Scope { Scope(self) }

  /// Takes over what the call of a closure mentioned.
  mutating func close(_ scope: Scope, depth: Int) {
    aliases.append(scope.alias)
    scope.close()
    slots = scope.slots
    grouping?.aggregates = scope.aggregates
    noteDepth(max(depth, scope.depth))
    if let problem = scope.fault { fail(problem) }
  }

  /// Whether walking the query's plan goes deep: into nested conditions, or a join for each source.
  @inline(__always)
  var isDeep: Bool { depth + slots.count > DeepStack.callersDepth }

  mutating func noteDepth(_ depth: Int) {
    self.depth = max(self.depth, depth + 1)
    if self.depth > QueryLimits.depth { fail(QueryLimits.tooDeep) }
  }

  /// Keeps the first mistake, to be thrown when the query is run.
  mutating func fail(_ error: KindredError) {
    if fault == nil { fault = error }
  }

  mutating func fail(_ message: String) { fail(KindredError(.query, message)) }
}
