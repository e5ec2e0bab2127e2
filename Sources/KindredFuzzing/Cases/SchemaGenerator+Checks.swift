// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension SchemaGenerator {
  /// Few and weak conditions, so that most rows pass; what cannot fail, so that the order of evaluation
  /// does not show.
  func checks(of table: TableSchema, _ pool: ValuePool) -> [CheckConstraint] {
    guard choices.chance(25) else { return [] }
    return (0...choices.draw(2)).map { number in
      CheckConstraint("check\(number)", condition(table, pool, depth: 1))
    }
  }

  private func condition(_ table: TableSchema, _ pool: ValuePool, depth: Int) -> Expression {
    let column = choices.draw(table.columns.count)
    let type = table.columns[column].type
    let value = reference(column, table)
    let literal = Expression.literal(pool.value(type, choices), type)
    switch choices.weighted([30, 30, 15, 15, depth * 10]) {
    case 0: return .comparison(.notEqual, value, literal)
    case 1:
      let comparisons: [ComparisonOperator] = [.greaterOrEqual, .lessOrEqual]
      return .or([
        .comparison(choices.pick(comparisons), value, literal),
        .isNull(reference(choices.draw(table.columns.count), table)),
      ])
    case 2:
      let same = table.columns.indices.filter { table.columns[$0].type == type }
      return .comparison(.lessOrEqual, value, reference(choices.pick(same), table))
    case 3: return .not(.inList(value, [pool.value(type, choices), .null]))
    case _:
      return .or((0..<2).map { _ in condition(table, pool, depth: depth - 1) })
    }
  }

  private func reference(_ column: Int, _ table: TableSchema) -> Expression {
    .column(ColumnReference(CheckConstraint.row, column, table.columns[column].type))
  }
}
