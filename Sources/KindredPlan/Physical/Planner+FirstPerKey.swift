// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Lowering {
  /// By the parent's row id where the only key is a foreign key: an array instead of hashing.
  mutating func planFirstPerKey(
    _ keys: [Expression],
    _ order: [SortKey],
    _ count: Int?,
    _ offset: Int,
    _ input: LogicalPlan,
    _ demand: Demand
  ) throws(KindredError) -> PhysicalPlan {
    if count == 0 { return estimated(.empty(input.output)) }
    // The input's order breaks ties.
    var below = try plan(input, Demand(keepsOrder: true, isClosed: demand.isClosed))
    var keys = try lowered(keys, over: &below)
    let order = try lowered(order, over: &below)
    var domain = KeyDomain.general
    if keys.count == 1, let key = foreignKey(keys[0]), isWorthArray(key.id, below) {
      keys = [.parentRowID(key.child, key.id)]
      domain = .rows(schema[key.id].parent)
    }
    return estimated(
      .firstPerKey(keys: keys, order: order, count: count, offset: offset, domain, below)
    )
  }
}
