// SPDX-License-Identifier: Apache-2.0

import KindredPlan

/// Text is compared by its UTF-8 bytes; NULL gives NULL.
extension Expr where V.Base == String {
  /// Whether the text begins with these very bytes.
  ///
  /// Nothing in the argument is special.
  public func hasPrefix(_ prefix: String) -> Condition { matches(.hasPrefix, prefix) }

  /// Whether the text ends with these very bytes.
  public func hasSuffix(_ suffix: String) -> Condition { matches(.hasSuffix, suffix) }

  /// Whether these very bytes occur in the text.
  public func contains(_ text: String) -> Condition { matches(.contains, text) }

  /// SQL's LIKE: `%` is any text, `_` any code point; ASCII letters match without regard to case.
  ///
  /// - Parameters:
  ///   - pattern: The pattern.
  ///   - escape: Makes the `%`, `_` or itself after it an ordinary character.
  /// - Returns: The condition; unknown for NULL.
  public func like(_ pattern: String, escape: Unicode.Scalar? = nil) -> Condition {
    matches(.like(escape: escape), pattern)
  }

  /// SQLite's GLOB, in which case counts: `*` is any text, `?` any code point, `[a-z]` one of a set, `[^a-z]`
  /// one that is not in it.
  public func glob(_ pattern: String) -> Condition { matches(.glob, pattern) }

  /// The text with its ASCII letters in lower case.
  public var lowercased: Expr { Expr(.function(.lower, [term]), depth: depth + 1) }

  /// The text with its ASCII letters in upper case.
  public var uppercased: Expr { Expr(.function(.upper, [term]), depth: depth + 1) }

  /// The text with another after it; NULL if one is.
  @_disfavoredOverload
  public func appending<W: ColumnValue>(_ other: Expr<W>) -> Expr<String?> where W.Base == String {
    Expr<String?>(
      .function(.concatenate, [term, other.term]),
      depth: max(depth, other.depth) + 1
    )
  }

  /// The text with another after it.
  public func appending(_ text: String) -> Expr {
    Expr(.function(.concatenate, [term, Expr<String>.literal(text)]), depth: depth + 1)
  }

  private func matches(_ match: TextMatch, _ pattern: String) -> Condition {
    matches(match, Expr<String>(pattern))
  }

  func matches<W: ColumnValue>(_ match: TextMatch, _ pattern: Expr<W>) -> Condition {
    Condition(.textMatch(match, term, pattern: pattern.term), depth: max(depth, pattern.depth) + 1)
  }
}

extension Expr where V == String {
  /// The number of code points.
  public var length: Expr<Int> { Expr<Int>(.function(.length, [term]), depth: depth + 1) }

  /// The text with another after it.
  public func appending(_ other: Expr<String>) -> Expr<String> {
    Expr<String>(.function(.concatenate, [term, other.term]), depth: max(depth, other.depth) + 1)
  }
}

extension Expr where V == String? {
  /// The number of code points.
  public var length: Expr<Int?> { Expr<Int?>(.function(.length, [term]), depth: depth + 1) }
}
