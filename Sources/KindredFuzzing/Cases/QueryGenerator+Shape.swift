// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// What a query selects: rows, computed columns, or groups.
extension QueryGenerator {
  func shaped(_ relation: Relation, budget: Int, outer: [GeneratedColumn]) -> Relation {
    choices.span {
      switch choices.weighted([35, 35, 30]) {
      case 0: shapedRows(relation)
      case 1: projected(relation, budget: budget, outer: outer)
      case _: grouped(relation, budget: budget, outer: outer)
      }
    }
  }

  /// Whole rows: of all sources, or of one.
  func shapedRows(_ relation: Relation) -> Relation {
    guard !relation.tables.isEmpty, choices.chance(50) else { return relation }
    var result = relation
    let kept = choices.pick(relation.tables)
    let source = freshSource()
    var expressions: [Expression] = [.row(kept.source)]
    result.columns = columns(of: kept.source, kept.table)
    if choices.chance(30) {
      let column = choices.pick(relation.columns)
      expressions.append(column.expression)
      result.columns.append(
        GeneratedColumn(
          reference: ColumnReference(source, 1, column.type),
          isStored: column.isStored
        )
      )
    }
    result.tables = [kept]
    result.plan = .project(source, expressions, relation.plan)
    return result
  }

  private func projected(
    _ relation: Relation,
    budget: Int,
    outer: [GeneratedColumn]
  ) -> Relation {
    let scope = scope(relation, budget: budget, outer: outer, nesting: 2)
    let more = choices.many(4, percent: 50) { _ in item(scope) }
    return projection([item(scope)] + more, relation)
  }

  private func item(_ scope: Scope) -> Expression {
    choices.optional(50) { expression(choices.pick(Self.types), scope, depth: 3) }
      ?? choices.pick(scope.local).expression
  }

  func projection(_ expressions: [Expression], _ relation: Relation) -> Relation {
    let source = freshSource()
    var result = relation
    result.plan = .project(source, expressions, relation.plan)
    result.tables = []
    result.columns = expressions.enumerated().map { index, expression in
      GeneratedColumn(
        reference: ColumnReference(source, index, expression.type),
        isStored: relation.columns.contains { $0.expression == expression && $0.isStored }
      )
    }
    return result
  }

  private func grouped(
    _ relation: Relation,
    budget: Int,
    outer: [GeneratedColumn]
  ) -> Relation {
    let scope = scope(relation, budget: budget, outer: outer, nesting: 1)
    let keys = choices.many(3, percent: 55) { _ in key(scope) }
    var aggregates = choices.many(3, percent: 60) { _ in aggregate(scope) }
    if keys.isEmpty && aggregates.isEmpty { aggregates = [Aggregate(.count)] }
    let source = freshSource()
    let types = keys.map(\.type) + aggregates.map(\.type)
    var result = Relation(
      plan: .aggregate(source, keys: keys, aggregates: aggregates, relation.plan),
      columns: types.enumerated().map {
        GeneratedColumn(
          reference: ColumnReference(source, $0.offset, $0.element),
          isStored: false
        )
      },
      rows: keys.isEmpty ? 1 : relation.rows
    )
    // HAVING.
    result = filtered(result, percent: 30, budget: budget, outer: outer, nesting: 1)
    return choices.optional(30) { projected(result, budget: budget, outer: outer) } ?? result
  }

  private func key(_ scope: Scope) -> Expression {
    choices.optional(25) { expression(choices.pick(Self.types), scope, depth: 2) }
      ?? choices.pick(scope.local).expression
  }

  func aggregate(_ scope: Scope) -> Aggregate {
    let filter = choices.optional(15) { predicate(scope, depth: 1) }
    let functions: [AggregateFunction] = [
      .count, .countDistinct, .sum, .total, .average, .minimum, .maximum,
      .concatenation(separator: choices.pick([",", "", "; "])),
    ]
    let function = choices.pick(functions)
    switch function {
    case .concatenation:
      // SQLite leaves the order of the rows open: all of them have the same text.
      return Aggregate(function, .literal(pool.value(.text, choices), .text), filter: filter)
    case .count:
      let argument = choices.optional(50) { key(scope) }
      return Aggregate(.count, argument, filter: filter)
    case .countDistinct, .minimum, .maximum:
      return Aggregate(function, key(scope), filter: filter)
    case .sum, .total, .average:
      guard let argument = summand(scope, function) else {
        return Aggregate(.count, filter: filter)
      }
      return Aggregate(function, argument, filter: filter)
    }
  }

  /// A number whose sum is the same in any order: integers, or reals that are halves and quarters.
  private func summand(_ scope: Scope, _ function: AggregateFunction) -> Expression? {
    let isReal = choices.chance(30)
    if !isReal {
      guard !pool.hasExtremes || function == .sum else { return nil }
      return expression(.integer, scope, depth: 1)
    }
    let columns = scope.local.filter { $0.type == .real && $0.isStored }
    guard !pool.hasExtremes, !columns.isEmpty else { return nil }
    return choices.pick(columns).expression
  }
}
