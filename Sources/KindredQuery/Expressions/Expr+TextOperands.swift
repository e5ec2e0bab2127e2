// SPDX-License-Identifier: Apache-2.0

import KindredPlan

/// The same questions about texts that are computed for each row; unknown or NULL if one is.
extension Expr where V.Base == String {
  /// Whether the text begins with the very bytes of the other.
  public func hasPrefix<W: ColumnValue>(_ prefix: Expr<W>) -> Condition where W.Base == String {
    matches(.hasPrefix, prefix)
  }

  /// Whether the text ends with the very bytes of the other.
  public func hasSuffix<W: ColumnValue>(_ suffix: Expr<W>) -> Condition where W.Base == String {
    matches(.hasSuffix, suffix)
  }

  /// Whether the very bytes of the other occur in the text.
  public func contains<W: ColumnValue>(_ text: Expr<W>) -> Condition where W.Base == String {
    matches(.contains, text)
  }

  /// SQL's LIKE with a pattern of the row's own.
  public func like<W: ColumnValue>(
    _ pattern: Expr<W>,
    escape: Unicode.Scalar? = nil
  ) -> Condition where W.Base == String {
    matches(.like(escape: escape), pattern)
  }

  /// SQLite's GLOB with a pattern of the row's own.
  public func glob<W: ColumnValue>(_ pattern: Expr<W>) -> Condition where W.Base == String {
    matches(.glob, pattern)
  }

  /// The code points from a position on, to the end.
  public func substring(from position: Expr<Int>) -> Expr { calling(.substring, position) }

  /// So many code points from a position on.
  public func substring(from position: Expr<Int>, length: Expr<Int>) -> Expr {
    calling(.substring, position, length)
  }

  /// The text with each occurrence of another replaced.
  public func replacing(_ text: Expr<String>, with replacement: Expr<String>) -> Expr {
    calling(.replace, text, replacement)
  }

  private func calling<each W: ColumnValue>(
    _ function: ScalarFunction,
    _ others: repeat Expr<each W>
  ) -> Expr {
    var (operands, depth) = ([term], depth)
    for other in repeat each others {
      operands.append(other.term)
      depth = max(depth, other.depth)
    }
    return Expr(.function(function, operands), depth: depth + 1)
  }
}

extension Expr where V == String {
  /// The code point at which the other text first occurs: 0 if it does not.
  public func position(of text: Expr<String>) -> Expr<Int> {
    Expr<Int>(.function(.position, [term, text.term]), depth: max(depth, text.depth) + 1)
  }
}

extension Expr where V.Base == String {
  /// The code point at which the other text first occurs; NULL if one is.
  @_disfavoredOverload
  public func position<W: ColumnValue>(of text: Expr<W>) -> Expr<Int?> where W.Base == String {
    Expr<Int?>(.function(.position, [term, text.term]), depth: max(depth, text.depth) + 1)
  }
}
