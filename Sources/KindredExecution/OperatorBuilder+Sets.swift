// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

extension OperatorBuilder {
  func setOperation(
    _ source: SourceID,
    _ operation: SetOperation,
    _ domain: KeyDomain,
    _ left: PhysicalOperation.Operand,
    _ right: PhysicalOperation.Operand
  ) -> Operator {
    let (first, second) = (operand(left), operand(right))
    let layout = combinedLayout(source, domain, left, first, second)
    guard operation.isDistinct else { return UnionAll(layout, first, second) }
    let keys =
      layout.slots.isEmpty
      ? layout.classes.indices.map { BoundExpression.vector($0) } : [.rowID(slot: 0)]
    let expectedRows = left.plan.estimatedRows + right.plan.estimatedRows
    let grouping = Grouping.make(
      keys,
      rowDomain: slotCount(domain),
      layout,
      expectedRows: expectedRows
    )
    return switch operation {
    case .union, .unionAll: Distinct(grouping, UnionAll(layout, first, second))
    case .intersect: MemberFilter(isKept: true, grouping, layout, first, second)
    case .except: MemberFilter(isKept: false, grouping, layout, first, second)
    }
  }

  private func operand(_ operand: PhysicalOperation.Operand) -> SetOperand {
    var needed = SourceSet()
    for output in operand.outputs { output.collectSources(into: &needed) }
    let input = build(operand.plan, needed: needed)
    return SetOperand(input, operand.outputs.map(binder(input.layout).bind))
  }

  /// Rows of the table, or a vector for each output.
  private func combinedLayout(
    _ source: SourceID,
    _ domain: KeyDomain,
    _ left: PhysicalOperation.Operand,
    _ first: SetOperand,
    _ second: SetOperand
  ) -> Layout {
    var layout = Layout()
    switch domain {
    case .rows(let table):
      layout.addRows(source, table, isPadded: first.isPadded || second.isPadded)
    case .general:
      let places = left.outputs.map {
        Layout.Place.vector(layout.addVector($0.type.storageClass))
      }
      layout.addComputed(source, places)
    }
    return layout
  }
}
