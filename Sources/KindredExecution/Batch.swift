// SPDX-License-Identifier: Apache-2.0

import KindredColumns

/// The number of rows that an operator hands on at a time, at most.
let batchCapacity = chunkCapacity

/// A few rows in flight: for each table source their row ids, for each computed column its values.
///
/// What the vectors mean is said by the ``Layout`` of the operator that made the batch. A batch that
/// an operator hands on is never empty.
struct Batch {
  var count: Int
  var rows: [RowVector]
  var vectors: [Vector]

  init(count: Int, rows: [RowVector] = [], vectors: [Vector] = []) {
    self.count = count
    self.rows = rows
    self.vectors = vectors
  }

  /// The rows at the positions, which are all valid.
  func gathered(_ positions: [Int32]) -> Batch {
    Batch(
      count: positions.count,
      rows: rows.map { $0.gathered(positions) },
      vectors: vectors.map { $0.gathered(positions) }
    )
  }

  /// The rows at the positions; all NULL where a position is -1.
  func gatheredPadding(_ positions: [Int32]) -> Batch {
    Batch(
      count: positions.count,
      rows: rows.map { $0.gatheredPadding(positions) },
      vectors: vectors.map { $0.gatheredPadding(positions) }
    )
  }

  /// The rows at the positions, in their order; the batch itself if that is all of them.
  func keeping(_ positions: [Int32]) -> Batch {
    positions.count == count ? self : gathered(positions)
  }

  func slice(_ range: Range<Int>) -> Batch {
    if range == 0..<count { return self }
    return Batch(
      count: range.count,
      rows: rows.map { $0.slice(range) },
      vectors: vectors.map { $0.slice(range) }
    )
  }

  /// Both sides of as many joined rows.
  func joined(_ right: Batch) -> Batch {
    Batch(count: count, rows: rows + right.rows, vectors: vectors + right.vectors)
  }
}
