// SPDX-License-Identifier: Apache-2.0

extension StringPool {
  /// Whether so much of the pool may be unused that it is worth making another of what is used.
  ///
  /// Making one takes the time of a look at each row, never that of copying a text. So the unused part
  /// may be as large as the used one, or as what the column's cells take anyway; then it must have been
  /// written, which cost more.
  ///
  /// - Parameters:
  ///   - rowCount: How many rows point to the pool.
  ///   - slack: How many unused strings are never too many.
  /// - Returns: Whether it is.
  package func isWasteful(rowCount: Int, slack: Int) -> Bool {
    let added = byteCount - usedByteCount
    return reservedCount > 2 * (rowCount + slack)
      || added > max(Self.byteSlack, usedByteCount, rowCount * Self.byteSlackPerRow)
  }

  /// Unused bytes that are never too many.
  private static var byteSlack: Int { 16 << 20 }
  /// The same for each row: what a look at a row may cost is a small part of what writing so many does.
  private static var byteSlackPerRow: Int { 256 }
}
