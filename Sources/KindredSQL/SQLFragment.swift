// SPDX-License-Identifier: Apache-2.0

/// How tightly an operator binds, loosest first.
enum SQLPrecedence: Int, Comparable {
  case or, and, not, equality, relation, additive, multiplicative, concatenation, unary, primary

  static func < (left: SQLPrecedence, right: SQLPrecedence) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// An expression as text, and what the printer must know to put it somewhere else.
struct SQLFragment: Hashable {
  var text: SQLText
  var precedence: SQLPrecedence
  /// A column by its qualified name.
  ///
  /// Only such a fragment may move into a subquery or be padded.
  var isColumn = false
  /// Stays the same from row to row.
  var isConstant = false
  /// Is certainly false, and known to be so while the text is parsed.
  var isFalse = false
  var hasAggregate = false
  var hasSubquery = false

  init(_ text: SQLText, _ precedence: SQLPrecedence = .primary) {
    self.text = text
    self.precedence = precedence
  }

  static func column(_ qualifier: String, _ name: String) -> SQLFragment {
    var fragment = SQLFragment("\(qualifier).\(name)")
    fragment.isColumn = true
    return fragment
  }

  /// The text, in parentheses if it binds less tightly than asked.
  func text(atLeast minimum: SQLPrecedence) -> SQLText {
    precedence < minimum ? "(\(text))" : text
  }

  /// Whether repeating it would make the statement run or read worse.
  var isCostly: Bool { hasSubquery || text.pieces.count > 60 }
}
