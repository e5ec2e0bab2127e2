// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// A piece of a statement in which the values are still values.
///
/// A statement is not written from left to right (a subquery in FROM knows its columns last), so
/// parameters can only be numbered once the whole text is there.
struct SQLText: Hashable {
  enum Piece: Hashable {
    case text(String)
    case value(Value, ColumnType)
    /// A parameter of the plan, counted from 0.
    case parameter(Int)
  }

  var pieces: [Piece]

  init(_ pieces: [Piece] = []) { self.pieces = pieces }
  init(text: String) { pieces = [.text(text)] }

  mutating func append(_ other: SQLText) { pieces += other.pieces }

  static func + (left: SQLText, right: SQLText) -> SQLText { SQLText(left.pieces + right.pieces) }
}

extension SQLText: ExpressibleByStringInterpolation {
  struct StringInterpolation: StringInterpolationProtocol {
    var pieces: [Piece] = []

    init(literalCapacity: Int, interpolationCount: Int) {
      pieces.reserveCapacity(2 * interpolationCount + 1)
    }

    mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { pieces.append(.text(literal)) }
    }

    mutating func appendInterpolation(_ text: SQLText) { pieces += text.pieces }
    mutating func appendInterpolation(_ text: String) { pieces.append(.text(text)) }
    mutating func appendInterpolation(_ number: Int) { pieces.append(.text(String(number))) }
  }

  init(stringLiteral value: String) { self.init(text: value) }
  init(stringInterpolation: StringInterpolation) { self.init(stringInterpolation.pieces) }
}

extension [SQLText] {
  func joined(_ separator: String) -> SQLText {
    var result = SQLText()
    for (index, text) in enumerated() {
      if index > 0 { result.pieces.append(.text(separator)) }
      result.append(text)
    }
    return result
  }
}
