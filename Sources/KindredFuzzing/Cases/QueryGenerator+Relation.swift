// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension QueryGenerator {
  /// A table, a derived table, or a join of several.
  func relation(joins: Int, depth: Int, budget: Int, outer: [GeneratedColumn]) -> Relation {
    choices.span {
      var relation = operand(depth: depth, budget: budget, outer: outer)
      _ = choices.many(joins, percent: 40) { _ in
        join(&relation, depth: depth, budget: budget, outer: outer)
      }
      return relation
    }
  }

  private func operand(depth: Int, budget: Int, outer: [GeneratedColumn]) -> Relation {
    guard depth > 0 else { return scan() }
    let derived = choices.optional(12) {
      derivedTable(depth: depth - 1, budget: budget, outer: outer)
    }
    return filtered(derived ?? scan(), percent: 8, budget: budget, outer: outer, nesting: 1)
  }

  private func scan() -> Relation {
    let table = TableID(choices.draw(schema.tables.count))
    let source = freshSource()
    return Relation(
      plan: .scan(source, table),
      columns: columns(of: source, table),
      tables: [(source, table)],
      rows: rowCounts[table.index]
    )
  }

  func columns(of source: SourceID, _ table: TableID) -> [GeneratedColumn] {
    schema[table].columns.enumerated().map { index, column in
      GeneratedColumn(reference: ColumnReference(source, index, column.type), isStored: true)
    }
  }

  /// A whole query as a table: projected, grouped, without duplicates, or limited.
  private func derivedTable(depth: Int, budget: Int, outer: [GeneratedColumn]) -> Relation {
    var relation = relation(joins: 1, depth: depth, budget: budget, outer: outer)
    relation = filtered(relation, percent: 50, budget: budget, outer: outer, nesting: 1)
    relation = shaped(relation, budget: budget, outer: outer)
    if choices.chance(25) { relation.plan = .distinct(relation.plan) }
    if choices.chance(25) { relation.plan = limited(totallySorted(relation)) }
    if choices.chance(15) { relation = combined(relation, depth: 1, outer: outer) }
    if choices.chance(15) { relation = firstPerKey(relation, budget: budget, outer: outer) }
    return relation
  }

  /// Sorted by all columns, so that a limit above picks certain rows.
  func totallySorted(_ relation: Relation) -> LogicalPlan {
    .sort(relation.columns.map { sortKey($0.expression) }, relation.plan)
  }

  /// Joins one more operand; nil when that would be too many rows.
  private func join(
    _ relation: inout Relation,
    depth: Int,
    budget: Int,
    outer: [GeneratedColumn]
  ) -> Bool? {
    let right = operand(depth: depth, budget: budget, outer: outer)
    let rows = relation.rows * max(1, right.rows)
    guard rows <= budget else { return nil }
    // Inner, left, right (a left join with the sides exchanged), or full.
    let form = choices.weighted([60, 30, 10, 10])
    let kind: JoinKind = form == 0 ? .inner : form == 3 ? .full : .left
    // Outer joins with subqueries over both sides are slow in all engines, so they are less frequent.
    let nesting = kind == .inner || choices.chance(40) ? 1 : 0
    let condition = choices.span {
      joinCondition(relation, right, rows, budget, outer, nesting: nesting)
    }
    let (first, second) = form == 2 ? (right, relation) : (relation, right)
    relation = Relation(
      plan: .join(kind, first.plan, second.plan, on: condition),
      columns: first.columns + second.columns,
      tables: first.tables + second.tables,
      rows: form < 2 ? rows : rows + right.rows
    )
    return true
  }

  private func joinCondition(
    _ left: Relation,
    _ right: Relation,
    _ rows: Int,
    _ budget: Int,
    _ outer: [GeneratedColumn],
    nesting: Int
  ) -> Expression {
    var merged = left
    merged.columns += right.columns
    merged.rows = rows
    let scope = scope(merged, budget: budget, outer: outer, nesting: nesting)
    let keys = foreignKeyConditions(left, right)
    let foreignKey = { keys.isEmpty ? self.equality(left, right) : self.choices.pick(keys) }
    switch choices.weighted([60, 15, 5, 20]) {
    case 0: return foreignKey() ?? predicate(scope, depth: 0)
    case 1: return equality(left, right) ?? .true
    case 2: return predicate(scope, depth: 2)
    case _:
      let condition = predicate(scope, depth: 2)
      return .all([foreignKey(), condition].compactMap(\.self))
    }
  }

  /// For each foreign key between the two, the child's columns equal to the parent's.
  func foreignKeyConditions(_ left: Relation, _ right: Relation) -> [Expression] {
    left.tables.flatMap { left in
      right.tables.flatMap { right in
        foreignKeys(child: right, parent: left) + foreignKeys(child: left, parent: right)
      }
    }
  }

  private func foreignKeys(
    child: (source: SourceID, table: TableID),
    parent: (source: SourceID, table: TableID)
  ) -> [Expression] {
    let definition = schema[child.table]
    return definition.foreignKeys.filter { $0.parent == parent.table }.map { key in
      .all(
        zip(key.columns, key.parentColumns).map { column, target in
          let type = definition.columns[column].type
          return .comparison(
            .equal,
            .column(ColumnReference(child.source, column, type)),
            .column(ColumnReference(parent.source, target, type))
          )
        }
      )
    }
  }

  /// Some column of the one equal to some column of the other.
  private func equality(_ left: Relation, _ right: Relation) -> Expression? {
    let column = choices.pick(left.columns)
    let partners = right.columns.filter { $0.type == column.type }
    guard !partners.isEmpty else { return nil }
    let comparison: ComparisonOperator = choices.chance(15) ? .identical : .equal
    return .comparison(comparison, column.expression, choices.pick(partners).expression)
  }
}
