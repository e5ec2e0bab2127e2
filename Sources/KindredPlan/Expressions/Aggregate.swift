// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// One aggregate over the rows of a group.
package struct Aggregate: Sendable, Hashable {
  package var function: AggregateFunction
  /// What is aggregated; nil counts rows.
  package var argument: Expression?
  /// Only rows for which this is true take part.
  package var filter: Expression?

  package init(
    _ function: AggregateFunction,
    _ argument: Expression? = nil,
    filter: Expression? = nil
  ) {
    self.function = function
    self.argument = argument
    self.filter = filter
  }

  package var type: ColumnType {
    switch function {
    case .count, .countDistinct: .integer
    case .total, .average: .real
    case .sum, .minimum, .maximum: argument?.type ?? .integer
    case .concatenation: .text
    }
  }

  /// The value over no rows.
  package var emptyValue: Value {
    switch function {
    case .count, .countDistinct: .integer(0)
    case .total: .real(0)
    case .sum, .average, .minimum, .maximum, .concatenation: .null
    }
  }

  package var expressions: [Expression] { [argument, filter].compactMap(\.self) }

  package func mapExpressions(_ rewrite: (Expression) -> Expression) -> Aggregate {
    Aggregate(function, argument.map(rewrite), filter: filter.map(rewrite))
  }
}

/// NULLs are skipped by all but the counting of rows.
package enum AggregateFunction: Sendable, Hashable {
  case count
  case countDistinct
  /// NULL over no rows; an error when the exact total of integers does not fit 64 bits.
  case sum
  /// A real; 0 over no rows.
  case total
  /// A real; NULL over no rows.
  case average
  case minimum
  case maximum
  /// The texts in the order of the rows; NULL over no rows.
  case concatenation(separator: String)

  package var name: String {
    switch self {
    case .count, .countDistinct: "count"
    case .sum: "sum"
    case .total: "total"
    case .average: "average"
    case .minimum: "minimum"
    case .maximum: "maximum"
    case .concatenation: "concatenation"
    }
  }
}
