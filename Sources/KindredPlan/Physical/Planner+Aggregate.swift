// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Lowering {
  mutating func planAggregate(
    _ source: SourceID,
    _ keys: [Expression],
    _ aggregates: [Aggregate],
    _ input: LogicalPlan,
    _ demand: Demand
  ) throws(KindredError) -> PhysicalPlan {
    let seesOrder =
      (demand.keepsOrder && !keys.isEmpty) || aggregates.contains(where: \.dependsOnOrder)
    var below = try plan(input, Demand(keepsOrder: seesOrder, isClosed: true))
    let keys = try lowered(keys, over: &below)
    let aggregates = try lowered(aggregates, over: &below)
    if keys.count == 1, let key = foreignKey(keys[0]), isWorthArray(key.id, below) {
      return groupedByParent(source, key, keys[0], aggregates, below)
    }
    let grouped = estimated(
      .aggregate(source, keys: keys, aggregates: aggregates, .general, below)
    )
    guard keys.isEmpty else { return grouped }
    return extremes(source, aggregates, input, insteadOf: grouped) ?? grouped
  }

  /// The foreign key that consists of just this column.
  func foreignKey(_ key: Expression) -> (id: ForeignKeyID, child: SourceID)? {
    guard case .column(let column) = key, let table = estimator.table(of: column.source),
      let index = schema[table].foreignKeys.firstIndex(where: {
        // Rows that refer to no row have a key, but no parent to group them by.
        $0.columns == [column.index] && !$0.isDeferred
      })
    else { return nil }
    return (ForeignKeyID(table: table, index: index), column.source)
  }

  /// Whether an array over all parents is not much larger than the rows to group.
  mutating func isWorthArray(_ key: ForeignKeyID, _ input: PhysicalPlan) -> Bool {
    let parents = estimator.statistics(of: schema[key].parent).slotCount
    return Double(parents) <= 4 * input.estimatedRows + 64
  }

  /// Groups by the parent's row id and takes the key's value from any row of the group: all rows with
  /// one parent have one key, and those without a parent (or with an incomplete key) have NULL.
  private mutating func groupedByParent(
    _ source: SourceID,
    _ key: (id: ForeignKeyID, child: SourceID),
    _ value: Expression,
    _ aggregates: [Aggregate],
    _ input: PhysicalPlan
  ) -> PhysicalPlan {
    let inner = freshSource()
    let grouped = estimated(
      .aggregate(
        inner,
        keys: [.parentRowID(key.child, key.id)],
        aggregates: aggregates + [Aggregate(.minimum, value)],
        .rows(schema[key.id].parent),
        input
      )
    )
    let last = ColumnReference(inner, aggregates.count + 1, value.type)
    let columns = aggregates.indices.map {
      Expression.column(ColumnReference(inner, $0 + 1, aggregates[$0].type))
    }
    return estimated(.project(source, [.column(last)] + columns, grouped))
  }
}
