// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Lowering {
  mutating func planSetOperation(
    _ source: SourceID,
    _ operation: SetOperation,
    _ left: LogicalPlan,
    _ right: LogicalPlan,
    _ demand: Demand
  ) throws(KindredError) -> PhysicalPlan {
    var domain = KeyDomain.general
    if case .row(_, let table)? = left.output.first { domain = .rows(table) }
    let first = try operand(left, demand)
    // Of the right side, only which rows there are.
    let seesOrder = demand.keepsOrder && (operation == .union || operation == .unionAll)
    let second = try operand(right, Demand(keepsOrder: seesOrder, isClosed: true))
    return estimated(.setOperation(source, operation, domain, first, second))
  }

  private mutating func operand(
    _ plan: LogicalPlan,
    _ demand: Demand
  ) throws(KindredError) -> PhysicalOperation.Operand {
    let planned = try self.plan(plan, Demand(keepsOrder: demand.keepsOrder, isClosed: true))
    return PhysicalOperation.Operand(planned, plan.output.map { replaced($0.expression) })
  }
}
