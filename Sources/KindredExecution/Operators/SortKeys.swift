// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// A sort key whose expression is bound.
struct BoundSortKey {
  let expression: BoundExpression
  let isDescending: Bool
  let nullsFirst: Bool

  /// The order of the rows of a batch by the keys.
  ///
  /// Stable.
  ///
  /// Trailing keys by which the rows are in order already are dropped, as a stable sort keeps them so;
  /// neighbouring keys are packed into one word while they fit.
  static func permutation(
    _ keys: [BoundSortKey],
    _ batch: Batch
  ) throws(KindredError) -> [Int32] {
    var words = try words(keys, batch)
    guard let least = words.popLast() else { return allPositions(batch.count) }
    var permutation = RadixSort.permutation(least.codes, bits: least.bits)
    for word in words.reversed() {
      RadixSort.sort(&permutation, by: word.codes, bits: word.bits)
    }
    return permutation
  }

  /// A number for each row: rows compare as their numbers do, equal ones as their positions.
  ///
  /// - Returns: nil if the keys do not fit into one word.
  static func codes(
    _ keys: [BoundSortKey],
    _ batch: Batch
  ) throws(KindredError) -> [UInt64]? {
    let words = try words(keys, batch)
    if words.count > 1 { return nil }
    return words.first?.codes ?? [UInt64](repeating: 0, count: batch.count)
  }

  /// The codes of the keys that decide, most significant word first.
  private static func words(
    _ keys: [BoundSortKey],
    _ batch: Batch
  ) throws(KindredError) -> [SortCodes] {
    var values: [KeyValues] = []
    for key in keys { values.append(try KeyValues(key, batch)) }
    while let last = values.last, last.isSorted { values.removeLast() }
    var words: [SortCodes] = []
    for key in values { key.add(to: &words, count: batch.count) }
    return words
  }
}

/// The values of one key of all rows, as far as they must be in memory at once.
private struct KeyValues {
  private enum Source {
    /// Numbers of a column, read in place a chunk at a time.
    case column(Column, start: RowID)
    case vector(Vector)
    case texts(TextRanks, nulls: [UInt8]?)
  }

  private let key: BoundSortKey
  private let source: Source
  private var bounds = SortBounds()

  init(_ key: BoundSortKey, _ batch: Batch) throws(KindredError) {
    self.key = key
    if case .stored(let stored) = key.expression, stored.column.storageClass != .text,
      case .range(let start, let count) = batch.rows[stored.slot]
    {
      source = .column(stored.column, start: start)
      for piece in Self.pieces(count) { bounds.add(values(piece)) }
      return
    }
    let vector = try key.expression.values(batch)
    if vector.storageClass == .text {
      source = .texts(TextRanks(vector), nulls: vector.nulls)
    } else {
      source = .vector(vector)
      bounds.add(vector)
    }
  }

  private static func pieces(_ count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: batchCapacity).map { $0..<min(count, $0 + batchCapacity) }
  }

  private func values(_ piece: Range<Int>) -> Vector {
    guard case .column(let column, let start) = source else {
      preconditionFailure("only columns are read in pieces")
    }
    return column.values(
      at: .range(start: start + RowID(piece.lowerBound), count: piece.count),
      isPadded: false
    )
  }

  var isSorted: Bool {
    switch source {
    case .column, .vector: bounds.isSorted(isDescending: key.isDescending)
    case .texts: false
    }
  }

  private var hasNulls: Bool {
    switch source {
    case .column, .vector: bounds.hasNulls
    case .texts(_, let nulls): nulls != nil
    }
  }

  private var bits: Int {
    switch source {
    case .column, .vector: bounds.bits
    case .texts(let ranks, _): ranks.bits
    }
  }

  /// Packs the key's codes below those of the keys before it: the place of NULLs, then the values.
  func add(to words: inout [SortCodes], count: Int) {
    if hasNulls {
      Self.begin(&words, bits: 1, count)
      placeNulls(&words[words.count - 1], count)
    }
    if bits > 0 {
      Self.begin(&words, bits: bits, count)
      place(&words[words.count - 1], count)
    }
  }

  private static func begin(_ words: inout [SortCodes], bits: Int, _ count: Int) {
    if words.last?.hasRoom(for: bits) != true { words.append(SortCodes(count: count)) }
    words[words.count - 1].begin(bits: bits)
  }

  private func placeNulls(_ codes: inout SortCodes, _ count: Int) {
    switch source {
    case .column:
      for piece in Self.pieces(count) {
        codes.placeNulls(
          values(piece).nulls,
          count: piece.count,
          at: piece.lowerBound,
          first: key.nullsFirst
        )
      }
    case .vector(let vector):
      codes.placeNulls(vector.nulls, count: count, at: 0, first: key.nullsFirst)
    case .texts(_, let nulls):
      codes.placeNulls(nulls, count: count, at: 0, first: key.nullsFirst)
    }
  }

  private func place(_ codes: inout SortCodes, _ count: Int) {
    switch source {
    case .column:
      for piece in Self.pieces(count) {
        codes.place(
          values(piece),
          at: piece.lowerBound,
          bounds,
          isDescending: key.isDescending
        )
      }
    case .vector(let vector):
      codes.place(vector, at: 0, bounds, isDescending: key.isDescending)
    case .texts(let ranks, _): codes.place(ranks, isDescending: key.isDescending)
    }
  }
}
