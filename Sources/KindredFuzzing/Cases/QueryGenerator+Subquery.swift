// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension QueryGenerator {
  /// EXISTS, IN, or a count compared with a small number; nil where no subquery may stand.
  func subqueryPredicate(_ scope: Scope) -> Expression? {
    guard scope.subqueryDepth > 0, scope.budget > 0 else { return nil }
    return choices.span {
      let shape = choices.weighted([60, 25, 15])
      guard shape != 1 else { return membership(scope) }
      let relation = subquery(scope)
      guard shape == 2 else { return .exists(unordered(relation)) }
      let source = freshSource()
      let count = LogicalPlan.aggregate(
        source,
        keys: [],
        aggregates: [Aggregate(.count)],
        relation.plan
      )
      return .comparison(
        choices.pick([.greater, .equal, .greaterOrEqual, .less]),
        .scalar(count),
        .literal(.integer(Int64(choices.draw(3))), .integer)
      )
    }
  }

  private func membership(_ scope: Scope) -> Expression {
    let relation = subquery(scope)
    let column = choices.pick(relation.columns)
    let inner = Scope(local: relation.columns, subqueryDepth: 0, budget: 0)
    let item = choices.chance(15) ? expression(column.type, inner, depth: 1) : column.expression
    var projection = projection([item], relation)
    if choices.chance(10) { projection.plan = .distinct(projection.plan) }
    if choices.chance(8) { projection.plan = limited(totallySorted(projection)) }
    if choices.chance(8) {
      projection = combined(projection, depth: 1, outer: scope.local + scope.outer)
    }
    let operand =
      column.type == .boolean
      ? leaf(.boolean, scope) : expression(column.type, scope, depth: 1)
    let membership = Expression.inSubquery(operand, projection.plan)
    return choices.chance(50) ? .not(membership) : membership
  }

  /// What EXISTS may find besides plain rows: an order or a limit that mean nothing or little.
  private func unordered(_ relation: Relation) -> LogicalPlan {
    switch choices.weighted([80, 5, 5, 5, 5]) {
    case 0: relation.plan
    case 1: .sort(sortKeys(relation), relation.plan)
    case 2: limited(relation.plan)
    case 3: .distinct(relation.plan)
    case _: projection([choices.pick(relation.columns).expression], relation).plan
    }
  }

  /// A value from a subquery: an aggregate, the first of an order, or of the row with a certain key.
  func scalar(_ type: ColumnType, _ scope: Scope) -> Expression? {
    guard scope.subqueryDepth > 0, scope.budget > 0 else { return nil }
    return choices.span {
      let relation = subquery(scope)
      let shape = choices.weighted([60, 25, 15])
      if shape == 0 { return aggregated(type, relation) }
      let columns = relation.columns.filter { $0.type == type }
      guard !columns.isEmpty else { return nil }
      let column = choices.pick(columns).expression
      if shape == 1 {
        let sorted = LogicalPlan.sort(
          relation.columns.map { sortKey($0.expression) },
          relation.plan
        )
        return .scalar(
          projection([column], replacing(relation, .limit(count: 1, offset: 0, sorted))).plan
        )
      }
      guard let one = unique(relation, scope) else { return nil }
      return .scalar(projection([column], one).plan)
    }
  }

  private func replacing(_ relation: Relation, _ plan: LogicalPlan) -> Relation {
    var result = relation
    result.plan = plan
    return result
  }

  private func aggregated(_ type: ColumnType, _ relation: Relation) -> Expression? {
    let inner = Scope(local: relation.columns, subqueryDepth: 0, budget: 0)
    for _ in 0..<4 {
      let aggregate = aggregate(inner)
      guard aggregate.type == type else { continue }
      let source = freshSource()
      return .scalar(
        .aggregate(source, keys: [], aggregates: [aggregate], relation.plan)
      )
    }
    return nil
  }

  /// At most one row, by a key of the relation's only table.
  private func unique(_ relation: Relation, _ scope: Scope) -> Relation? {
    guard relation.tables.count == 1, let (source, table) = relation.tables.first else {
      return nil
    }
    let definition = schema[table]
    let conditions = definition.primaryKey.map { column -> Expression in
      let type = definition.columns[column].type
      return .comparison(
        .equal,
        .column(ColumnReference(source, column, type)),
        leaf(type, scope)
      )
    }
    return replacing(relation, .filter(.all(conditions), relation.plan))
  }

  /// Rows of other tables, mostly correlated with the enclosing query.
  private func subquery(_ scope: Scope) -> Relation {
    let outer = scope.local + scope.outer
    let budget = min(scope.budget, Self.budget)
    var relation = relation(joins: 2, depth: 0, budget: budget, outer: outer)
    let inner = Scope(
      local: relation.columns,
      outer: outer,
      subqueryDepth: scope.subqueryDepth - 1,
      budget: budget / max(1, relation.rows)
    )
    let link = choices.optional(75) { correlation(relation, scope) } ?? nil
    let condition = choices.optional(40) { predicate(inner, depth: 2) }
    let conditions = [link, condition].compactMap(\.self)
    if !conditions.isEmpty { relation.plan = .filter(.all(conditions), relation.plan) }
    return relation
  }

  /// A column of the subquery compared with one of the same type around it.
  private func correlation(_ relation: Relation, _ scope: Scope) -> Expression? {
    let outer = scope.local + scope.outer
    let keys = keyPairs(relation, outer)
    if !keys.isEmpty && choices.chance(70) { return choices.pick(keys) }
    let column = choices.pick(relation.columns)
    let partners = outer.filter { $0.type == column.type }
    guard !partners.isEmpty else { return nil }
    let comparison: ComparisonOperator =
      choices.chance(80) ? .equal : choices.pick(ComparisonOperator.allCases)
    return .comparison(comparison, column.expression, choices.pick(partners).expression)
  }

  /// Equalities along single-column foreign keys between the relation and columns around it.
  ///
  /// The tables around it are not known here, so this goes by the key columns' types and positions.
  private func keyPairs(_ relation: Relation, _ outer: [GeneratedColumn]) -> [Expression] {
    relation.tables.flatMap { source, table -> [Expression] in
      let definition = schema[table]
      let columns = definition.foreignKeys.filter { $0.columns.count == 1 }.map { $0.columns[0] }
      return columns.flatMap { column -> [Expression] in
        let type = definition.columns[column].type
        let child = Expression.column(ColumnReference(source, column, type))
        return outer.filter { $0.isStored && $0.reference.index == 0 && $0.type == type }.map {
          .comparison(.equal, child, $0.expression)
        }
      }
    }
  }
}
