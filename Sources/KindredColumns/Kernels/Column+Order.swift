// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

extension Column {
  /// Negative, zero or positive as the value of a row sorts before, with or after that of another.
  ///
  /// NULL sorts first and with NULL; text by its bytes; -0.0 with 0.0.
  @inline(__always)
  package func compare(_ row: Int, otherRow: Int) -> Int {
    if let nulls {
      let (isNull, isOtherNull) = (nulls[row], nulls[otherRow])
      if isNull || isOtherNull { return (isNull ? 0 : 1) - (isOtherNull ? 0 : 1) }
    }
    switch cells {
    case .integers(let cells):
      let (left, right) = (cells[row], cells[otherRow])
      return left < right ? -1 : left > right ? 1 : 0
    case .reals(let cells):
      let (left, right) = (cells[row], cells[otherRow])
      return left < right ? -1 : left > right ? 1 : 0
    case .texts(let handles, let pool): return pool.compare(handles[row], handles[otherRow])
    }
  }

  /// The same with a value of the column's class, or NULL.
  @inline(__always)
  package func compare(_ row: Int, _ value: Value) -> Int {
    if isNull(row) || value.isNull { return (isNull(row) ? 0 : 1) - (value.isNull ? 0 : 1) }
    switch (cells, value) {
    case (.integers(let cells), .integer(let right)):
      let left = cells[row]
      return left < right ? -1 : left > right ? 1 : 0
    case (.reals(let cells), .real(let right)):
      let left = cells[row]
      return left < right ? -1 : left > right ? 1 : 0
    case (.texts(let handles, let pool), .text(let right)):
      return Text.compare(pool[handles[row]], right)
    case (.integers, _), (.reals, _), (.texts, _):
      preconditionFailure("a column was compared with a value of another class")
    }
  }

  /// Negative, zero or positive as the text of a row sorts before, begins with, or sorts after a text.
  package func compare(_ row: Int, textPrefix: String) -> Int {
    if isNull(row) { return -1 }
    guard case .texts(let handles, let pool) = cells else {
      preconditionFailure("a number has no text prefix")
    }
    return Text.compare(pool[handles[row]], prefix: textPrefix)
  }
}

extension StringPool {
  /// Negative, zero or positive as one text sorts before, with or after another.
  fileprivate func compare(_ left: Int32, _ right: Int32) -> Int {
    if left == right { return 0 }
    let (leftPrefix, rightPrefix) = (prefix(left), prefix(right))
    if leftPrefix != rightPrefix { return leftPrefix < rightPrefix ? -1 : 1 }
    return Text.compare(self[left], self[right])
  }
}

extension Text {
  /// Negative, zero or positive as a text sorts before, begins with, or sorts after a prefix.
  static func compare(_ text: String, prefix: String) -> Int {
    var text = text
    var prefix = prefix
    return text.withUTF8 { text in
      prefix.withUTF8 { prefix in
        let order = unsafe compareBytes(text, prefix, count: min(text.count, prefix.count))
        return order != 0 ? order : text.count < prefix.count ? -1 : 0
      }
    }
  }
}

/// A column of a table, and in which direction rows are ordered by it.
package struct OrderedColumn: Sendable {
  package let column: Column
  package let isDescending: Bool

  package init(_ column: Column, isDescending: Bool) {
    self.column = column
    self.isDescending = isDescending
  }

  /// The rows in the order of the columns, ties as they are.
  ///
  /// NULLs first ascending, last descending. A radix sort of packed codes, as `ORDER BY` does it.
  package static func sorted(_ rows: RowVector, by columns: [OrderedColumn]) -> [RowID] {
    var words: [SortCodes] = []
    for part in columns {
      let vector = part.column.values(at: rows, isPadded: false)
      if vector.nulls != nil {
        begin(&words, bits: 1, rows.count)
        words[words.count - 1].placeNulls(
          vector.nulls,
          count: rows.count,
          at: 0,
          first: !part.isDescending
        )
      }
      part.place(vector, &words)
    }
    guard let least = words.popLast() else { return rows.ids }
    var permutation = RadixSort.permutation(least.codes, bits: least.bits)
    for word in words.reversed() {
      RadixSort.sort(&permutation, by: word.codes, bits: word.bits)
    }
    return rows.gathered(permutation).ids
  }

  private func place(_ vector: Vector, _ words: inout [SortCodes]) {
    if vector.storageClass == .text {
      let ranks = TextRanks(vector)
      guard ranks.bits > 0 else { return }
      Self.begin(&words, bits: ranks.bits, vector.count)
      words[words.count - 1].place(ranks, isDescending: isDescending)
      return
    }
    var bounds = SortBounds()
    bounds.add(vector)
    guard bounds.bits > 0 else { return }
    Self.begin(&words, bits: bounds.bits, vector.count)
    words[words.count - 1].place(vector, at: 0, bounds, isDescending: isDescending)
  }

  private static func begin(_ words: inout [SortCodes], bits: Int, _ count: Int) {
    if words.last?.hasRoom(for: bits) != true { words.append(SortCodes(count: count)) }
    words[words.count - 1].begin(bits: bits)
  }
}
