// SPDX-License-Identifier: Apache-2.0

import KindredPlan

/// Parts of texts; NULL with a NULL. Positions count code points and begin at 1, as in SQL.
extension Expr where V.Base == String {
  /// The text without the spaces (U+0020 only) at both ends.
  public var trimmed: Expr { calling(.trim, []) }

  /// The text without the spaces (U+0020 only) it begins with.
  public var trimmedStart: Expr { calling(.trimStart, []) }

  /// The text without the spaces (U+0020 only) it ends with.
  public var trimmedEnd: Expr { calling(.trimEnd, []) }

  /// The code points from a position on, as many as `length` says, or all.
  ///
  /// A negative position counts from the end: -1 is the last. Position 0 is the one before the first, so
  /// one less is left. A negative length takes the code points before the position.
  public func substring(from position: Int, length: Int? = nil) -> Expr {
    let numbers = length.map { [position, $0] } ?? [position]
    return calling(.substring, numbers.map(Expr<Int>.literal))
  }

  /// The text with each occurrence of a text, byte for byte and from left to right, replaced; an empty
  /// text occurs nowhere.
  public func replacing(_ text: String, with replacement: String) -> Expr {
    calling(.replace, [Expr<String>.literal(text), Expr<String>.literal(replacement)])
  }

  fileprivate func calling<R: ColumnValue>(_ function: ScalarFunction, _ others: [Term]) -> Expr<R>
  {
    Expr<R>(.function(function, [term] + others), depth: depth + 1)
  }
}

extension Expr where V == String {
  /// The code point at which the text first occurs, byte for byte: 0 if it does not, 1 for an empty
  /// text.
  public func position(of text: String) -> Expr<Int> {
    calling(.position, [Expr<String>.literal(text)])
  }
}

extension Expr where V == String? {
  /// The code point at which the text first occurs; NULL with NULL.
  public func position(of text: String) -> Expr<Int?> {
    calling(.position, [Expr<String>.literal(text)])
  }
}
