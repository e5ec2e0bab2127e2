// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// Set operations, and the first rows per key.
extension QueryGenerator {
  /// The relation and others of the same columns, combined; also the results of that.
  func combined(_ relation: Relation, depth: Int, outer: [GeneratedColumn]) -> Relation {
    choices.span {
      let left = uniform(relation)
      var right = depth > 1 && choices.chance(25) ? sibling(of: left, outer: outer) : nil
      if let nested = right { right = combined(nested, depth: depth - 1, outer: outer) }
      guard let right = right ?? sibling(of: left, outer: outer) else { return relation }
      let source = freshSource()
      let operation = choices.pick(SetOperation.allCases)
      let plan = LogicalPlan.setOperation(source, operation, left.plan, right.plan)
      var result = Relation(plan: plan, columns: [], rows: left.rows + right.rows)
      switch plan.output.first {
      case .row(let source, let table)?:
        result.columns = columns(of: source, table)
        result.tables = [(source, table)]
      case .column?, nil:
        result.columns = left.columns.enumerated().map { index, column in
          GeneratedColumn(
            reference: ColumnReference(source, index, column.type),
            isStored: column.isStored && right.columns[index].isStored
          )
        }
      }
      return result
    }
  }

  /// Either the rows of one table or columns.
  private func uniform(_ relation: Relation) -> Relation {
    if relation.plan.output.count == 1 { return relation }
    return projection(relation.columns.prefix(4).map(\.expression), relation)
  }

  /// Other rows of the same shape, in rare cases limited.
  ///
  /// Those are not correlated: SQLite does not find an outer column in the ORDER BY of a derived table
  /// of a compound.
  private func sibling(of relation: Relation, outer: [GeneratedColumn]) -> Relation? {
    choices.span {
      let isLimited = choices.chance(10)
      let outer = isLimited ? [] : outer
      if case .row(_, let table)? = relation.plan.output.first {
        let source = freshSource()
        let scan = Relation(
          plan: .scan(source, table),
          columns: columns(of: source, table),
          tables: [(source, table)],
          rows: rowCounts[table.index]
        )
        return limited(
          filtered(scan, percent: 70, budget: 1_000, outer: outer, nesting: 1),
          isLimited
        )
      }
      var rows = self.relation(joins: 1, depth: 0, budget: 1_000, outer: outer)
      rows = filtered(rows, percent: 40, budget: 1_000, outer: outer, nesting: 1)
      let scope = scope(rows, budget: 1_000, outer: outer, nesting: 0)
      return limited(
        projection(relation.columns.map { leaf($0.type, scope) }, rows),
        isLimited
      )
    }
  }

  private func limited(_ relation: Relation, _ isLimited: Bool) -> Relation {
    guard isLimited else { return relation }
    var result = relation
    result.plan = limited(totallySorted(relation))
    return result
  }

  /// Some of the rows of each key, by an order that leaves no choice.
  func firstPerKey(_ relation: Relation, budget: Int, outer: [GeneratedColumn]) -> Relation {
    choices.span {
      let scope = scope(relation, budget: budget, outer: outer, nesting: 1)
      let keys = choices.many(2, percent: 70) { _ in
        choices.optional(15) { expression(choices.pick(Self.types), scope, depth: 1) }
          ?? choices.pick(scope.local).expression
      }
      let order =
        (choices.optional(50) { sortKeys(relation) } ?? [])
        + relation.columns.map { sortKey($0.expression) }
      var result = relation
      result.plan = .firstPerKey(
        keys: keys,
        order: order,
        count: choices.chance(15) ? nil : choices.pick([1, 2, 3]),
        offset: choices.chance(25) ? choices.pick([1, 2]) : 0,
        relation.plan
      )
      return result
    }
  }
}
