// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// What a workload came to: how many rows, and their checksum.
struct Answer: Equatable, Sendable {
  let rows: Int
  let checksum: UInt64

  /// An answer with a checksum the workload computes itself.
  init(rows: Int, checksum: Int) {
    self.rows = rows
    self.checksum = UInt64(truncatingIfNeeded: checksum)
  }

  /// An answer from the table of expected ones.
  init(rows: Int, hexadecimal checksum: UInt64) {
    self.rows = rows
    self.checksum = checksum
  }

  /// The answer a list of rows amounts to.
  init<Row: AnswerRow>(_ rows: [Row], ordered: Bool) {
    var sum = RowsChecksum(ordered: ordered)
    for row in rows {
      row.addFields(to: &sum)
      sum.endRow()
    }
    self.rows = rows.count
    checksum = sum.total
  }
}

extension Answer: CustomStringConvertible {
  var description: String {
    "\(rows) rows, checksum \(String(checksum, radix: 16))"
  }
}

/// A typed row of a question, in the field order the checksum wants.
protocol AnswerRow {
  /// Adds every field, in order; the caller ends the row.
  func addFields(to sum: inout RowsChecksum)
}
