// SPDX-License-Identifier: Apache-2.0

import KindredLibrary
import KindredSQLite

/// R10, R11: look-ups.
extension SQLitePeer {
  private static let allColumns = "SELECT id, author_id, title, year, price, pages FROM book"

  /// R10.
  func lookUpBooks(_ ids: [Int]) throws -> Trial {
    try lookUp(ids, "\(Self.allColumns) WHERE id = ?")
  }

  /// R11.
  func lookUpAuthors(_ ids: [Int]) throws -> Trial {
    try lookUp(ids, "\(Self.allColumns) WHERE author_id = ?")
  }

  private func lookUp(_ ids: [Int], _ sql: String) throws -> Trial {
    let statement = try connection.prepare(sql)
    return .sum {
      var sum = BookSum()
      for id in ids {
        try statement.bind(1, id)
        while try statement.step() { sum.add(statement) }
        statement.reset()
      }
      return sum.answer
    }
  }
}

extension BookSum {
  /// Takes in the statement's current row; SQLite reads a NULL author as 0.
  fileprivate mutating func add(_ row: SQLiteStatement) {
    add(
      id: row.int(at: 0),
      authorID: row.int(at: 1),
      title: row.string(at: 2),
      year: row.int(at: 3),
      price: row.double(at: 4),
      pages: row.int(at: 5)
    )
  }
}
