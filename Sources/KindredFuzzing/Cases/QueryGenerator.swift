// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// Random queries over the tables of a store, as the query builder could have written them.
///
/// Parts: relations (joins), expressions, predicates, subqueries, and here the whole.
final class QueryGenerator {
  let choices: Choices
  let pool: ValuePool
  let schema: Schema
  var rowCounts: [Int]
  private var nextSource = 0

  /// How many pairs of rows a query may look at.
  static let budget = 40_000

  init(_ choices: Choices, _ pool: ValuePool, _ store: ReferenceStore) {
    self.choices = choices
    self.pool = pool
    schema = store.schema
    rowCounts = store.tables.map(\.count)
  }

  func freshSource() -> SourceID {
    nextSource += 1
    return SourceID(nextSource)
  }

  /// A query with its order and its limit.
  func query() -> FuzzCase.Query {
    choices.span {
      var relation = self.relation(joins: 5, depth: 1, budget: Self.budget, outer: [])
      relation = filtered(relation, percent: 70, budget: Self.budget, outer: [])
      if let keys = choices.optional(10, { sortKeys(relation) }) {
        relation.plan = .sort(keys, relation.plan)
        relation = filtered(relation, percent: 50, budget: Self.budget, outer: [])
      }
      if choices.chance(8) { relation = firstPerKey(relation, budget: Self.budget, outer: []) }
      relation = shaped(relation, budget: Self.budget, outer: [])
      if choices.chance(15) { relation.plan = .distinct(relation.plan) }
      if choices.chance(12) { relation = combined(relation, depth: 2, outer: []) }
      return ordered(relation)
    }
  }

  /// A relation and a predicate over it.
  func partition() -> FuzzCase.Partition {
    choices.span {
      let relation = shapedRows(relation(joins: 3, depth: 1, budget: Self.budget, outer: []))
      let scope = scope(relation, budget: Self.budget, outer: [])
      return FuzzCase.Partition(plan: relation.plan, predicate: predicate(scope, depth: 3))
    }
  }

  func scope(_ relation: Relation, budget: Int, outer: [GeneratedColumn], nesting: Int = 3) -> Scope
  {
    Scope(
      local: relation.columns,
      outer: outer,
      subqueryDepth: nesting,
      budget: budget / max(1, relation.rows)
    )
  }

  func filtered(
    _ relation: Relation,
    percent: Int,
    budget: Int,
    outer: [GeneratedColumn],
    nesting: Int = 3
  ) -> Relation {
    var result = relation
    let scope = scope(relation, budget: budget, outer: outer, nesting: nesting)
    if let condition = choices.optional(percent, { predicate(scope, depth: 4) }) {
      result.plan = .filter(condition, relation.plan)
    }
    return result
  }

  // MARK: - Order and limit

  private func ordered(_ relation: Relation) -> FuzzCase.Query {
    choices.span {
      let isOrdered = choices.chance(40)
      let isTotal = isOrdered && choices.chance(60)
      var plan = relation.plan
      var order = FuzzCase.Order.none
      if isOrdered {
        let positions = choices.many(3, percent: 50) { _ in choices.draw(relation.columns.count) }
        var keys = positions.map { sortKey(relation.columns[$0].expression) }
        order = .columns(positions)
        if isTotal {
          keys.insert(contentsOf: choices.optional(30) { sortKeys(relation) } ?? [], at: 0)
          keys += relation.columns.map { sortKey($0.expression) }
          order = .total
        }
        plan = .sort(keys, plan)
      }
      let limit = choices.optional(25) { self.limited(plan) }
      return FuzzCase.Query(
        plan: limit ?? plan,
        order: order,
        unlimited: order == .total || limit == nil ? nil : plan
      )
    }
  }

  func limited(_ plan: LogicalPlan) -> LogicalPlan {
    let count = choices.chance(10) ? nil : choices.pick([1, 2, 3, 0, 5, 100])
    let offset = choices.chance(30) ? choices.pick([1, 2, 5]) : count == nil ? 1 : 0
    return .limit(count: count, offset: offset, plan)
  }

  func sortKeys(_ relation: Relation) -> [SortKey] {
    let scope = Scope(local: relation.columns, subqueryDepth: 1, budget: 100)
    let count = 1 + choices.draw(2)
    return (0..<count).map { _ in
      sortKey(expression(choices.pick(Self.types), scope, depth: 2))
    }
  }

  func sortKey(_ expression: Expression) -> SortKey {
    let isDescending = choices.chance(40)
    let nullsFirst = choices.chance(20) ? isDescending : !isDescending
    return SortKey(expression, isDescending: isDescending, nullsFirst: nullsFirst)
  }

  static let types: [ColumnType] = [.integer, .text, .boolean, .real, .date]
}
