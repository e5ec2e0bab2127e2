// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// One statement as text, with the values to bind to it.
package struct SQLStatement: Sendable, Hashable {
  package var text: String
  /// The values of the literals, in the order of their parameters; empty when they stand in the text.
  package var parameters: [SQLParameter]
  /// How many parameters of the plan come before them: `parameters[0]` is bound as number
  /// `firstParameter + 1`.
  package var firstParameter: Int

  package init(text: String, parameters: [SQLParameter] = [], firstParameter: Int = 0) {
    self.text = text
    self.parameters = parameters
    self.firstParameter = firstParameter
  }
}

/// A value to bind, and what its cell means.
package struct SQLParameter: Sendable, Hashable {
  package var value: Value
  package var type: ColumnType

  package init(_ value: Value, _ type: ColumnType) {
    self.value = value
    self.type = type
  }
}

/// How the values of a plan appear in its SQL.
package enum SQLValues: Sendable, Hashable {
  /// As literals: the statement runs as it stands.
  case inlined
  /// As parameters: the same text for other values, and exact for every real.
  case bound
}

extension SQLText {
  /// The finished statement.
  ///
  /// Parameters of the plan print as `?1`, `?2` …; bound values follow them, as plain `?` when the
  /// plan has none of its own.
  func statement(_ values: SQLValues, _ dialect: SQLDialect) -> SQLStatement {
    var result = SQLStatement(text: "", firstParameter: planParameterCount)
    for piece in pieces {
      switch piece {
      case .text(let text): result.text += text
      case .parameter(let index): result.text += "?\(index + 1)"
      case .value(.null, _): result.text += "NULL"
      case .value(let value, let type):
        guard values == .bound else {
          result.text += dialect.literal(value, type)
          continue
        }
        result.parameters.append(SQLParameter(value, type))
        result.text +=
          result.firstParameter == 0
          ? "?" : "?\(result.firstParameter + result.parameters.count)"
      }
    }
    return result
  }

  private var planParameterCount: Int {
    pieces.reduce(0) { count, piece in
      if case .parameter(let index) = piece { max(count, index + 1) } else { count }
    }
  }
}
