// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

extension Expression {
  /// The type of the expression's value.
  ///
  /// Queries are typed when they are built, so this cannot fail.
  package var type: ColumnType {
    switch self {
    case .literal(_, let type), .parameter(_, let type): type
    case .column(let reference): reference.type
    case .row, .rowID, .parentRowID: .integer
    case .comparison, .and, .or, .not, .isNull, .truth, .inList, .textMatch, .exists, .inSubquery:
      .boolean
    case .arithmetic(_, let left, _): left.type
    case .negate(let operand): operand.type
    case .function(let function, let arguments): function.type(of: arguments)
    case .coalesce(let operands): operands.first?.type ?? .integer
    case .conditional(_, let otherwise): otherwise.type
    case .scalar(let plan): plan.scalarType
    }
  }

  package static let `true` = Expression.literal(.integer(1), .boolean)
  package static let `false` = Expression.literal(.integer(0), .boolean)
}

extension ScalarFunction {
  fileprivate func type(of arguments: [Expression]) -> ColumnType {
    switch self {
    case .lower, .upper, .concatenate, .trim, .trimStart, .trimEnd, .substring, .replace,
      .text:
      .text
    case .length, .position, .integer, .year, .month, .day, .hour, .minute, .second, .weekday,
      .dayOfYear:
      .integer
    case .absolute, .sign, .minimum, .maximum: arguments.first?.type ?? .integer
    case .real, .round, .floor, .ceiling: .real
    }
  }
}

extension LogicalPlan {
  /// The type of the single value that a scalar subquery yields.
  fileprivate var scalarType: ColumnType {
    for output in self.output {
      switch output {
      case .column(let reference): return reference.type
      case .row: return .integer
      }
    }
    return .integer
  }
}
