// SPDX-License-Identifier: Apache-2.0

import Foundation
import KindredQuery
import KindredSQLite

/// The same files in SQLite, for the answers to be compared with.
struct ChinookOracle {
  private let connection: SQLiteConnection

  /// Loads the files into SQLite by their schema, foreign keys checked.
  init(_ library: SQLiteLibrary, folder: URL, tables: [String]) throws {
    connection = try SQLiteConnection(library)
    try connection.execute("PRAGMA foreign_keys = ON")
    let schema = try String(contentsOf: folder.appending(path: "schema.sql"), encoding: .utf8)
    for statement in schema.split(separator: ";\n") where statement.contains("CREATE") {
      try connection.execute(String(statement))
    }
    try connection.execute("BEGIN")
    for table in tables {
      try load(table, Data(contentsOf: folder.appending(path: "\(table).csv")))
    }
    try connection.execute("COMMIT")
  }

  private func load(_ table: String, _ data: Data) throws {
    var parser = CSVParser([UInt8](data))
    guard let header = try parser.next() else { return }
    let names = header.fields.map(\.text).joined(separator: ", ")
    let marks = header.fields.map { _ in "?" }.joined(separator: ", ")
    let insert = try connection.prepare("INSERT INTO \(table)(\(names)) VALUES (\(marks))")
    while let record = try parser.next() {
      for (index, field) in record.fields.enumerated() {
        let isNull = field.text.isEmpty && !field.isQuoted
        try insert.bind(index + 1, isNull ? SQLiteValue.null : .text(field.text))
      }
      _ = try insert.step()
      insert.reset()
    }
  }

  /// The rows of a statement, each as its values joined by bars; reals with two decimals.
  func rows(_ sql: String) throws -> [String] {
    let statement = try connection.prepare(sql)
    var rows: [String] = []
    while try statement.step() {
      let values = (0..<statement.columnCount).map { index in
        switch statement.value(at: index) {
        case .null: "-"
        case .integer(let value): "\(value)"
        case .real(let value): ChinookTour.money(value)
        case .text(let value): value
        case .bytes(let value): "\(value.count) bytes"
        }
      }
      rows.append(values.joined(separator: " | "))
    }
    return rows
  }
}
