// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kindred
import KindredSQLite
import Testing

/// The SQL of tables and writes runs on SQLite and means the same there.
@Suite struct `SQL text of writes` {
  let library = Result { try SQLiteLibrary.load() }

  private func connection(_ db: Database) throws -> SQLiteConnection {
    let connection = try SQLiteConnection(library.get())
    try connection.execute("PRAGMA foreign_keys = ON")
    try connection.execute(db.schemaSQL)
    return connection
  }

  /// Writes to both: the log's SQL, literal or bound, brings SQLite to the same rows.
  @Test(arguments: [true, false])
  func `of every kind of write brings SQLite to the same rows`(isBound: Bool) throws {
    let db = try Database(Shelf.self, Volume.self, Note.self)
    let sqlite = try connection(db)
    func follow(_ session: Session, _ body: () throws -> Void) throws {
      let (_, log) = try session.counting(body)
      for statement in log.statements where statement.kind == .write {
        if isBound {
          for part in statement.boundSQL { _ = try sqlite.rows(part) }
        } else {
          try sqlite.execute(statement.sql)
        }
      }
      let volumes = try sqlite.rows(Volume.all.boundSQL(session))
      let own = try Volume.all.rows(session)
      #expect(volumes.map { "\($0)" } == own.map { "\($0.cells)" })
      let notes = try sqlite.rows(Note.all.boundSQL(session))
      #expect(notes.map { "\($0)" } == (try Note.all.rows(session)).map { "\($0.cells)" })
    }
    try db.write { s in
      try follow(s) { try s.insert([Shelf(name: "it's"), Shelf(name: "b\u{0}c")]) }
      try follow(s) {
        try s.insert(
          (1...6).map { Volume(shelfID: ID($0 % 2 + 1), title: "V\($0)", price: Double($0) / 4) }
        )
      }
      try follow(s) {
        try s.insert([
          Note(volumeID: 1, place: 1, text: nil), Note(volumeID: 2, place: 5, text: "x"),
        ])
      }
      try follow(s) {
        try Volume.where { $0.shelf.name == "it's" }.update(s) {
          $0.price = $0.price * 2
          $0.title = $0.title.appending("!")
          $0.blob = Data([0, 255])
        }
      }
      try follow(s) {
        try Note.where { $0.place > 2 }.update(s) {
          $0.text = nil; $0.place = $0.place + 1
        }
      }
      try follow(s) {
        try Volume.all.order { $0.price.descending }.limit(2).update(s) { $0.price = 0.1 }
      }
      try follow(s) {
        try s.insert(
          [
            Volume(id: 2, shelfID: 1, title: "again", price: 9),
            Volume(id: 40, shelfID: 1, title: "new"),
          ],
          onConflict: .update(\.id) { stored, new in
            stored.price = stored.price + new.price
            stored.title = new.title.appending(stored.title)
          }
        )
      }
      try follow(s) { try s.insert([Volume(id: 2, shelfID: 1, title: "no")], onConflict: .ignore) }
      try follow(s) {
        let volumes = try Volume.all.fetch(s)
        volumes[0].title = "changed"
        volumes[1].price = -0.5
        try s.flush()
      }
      try follow(s) { try Note.where { $0.volume.price < 0 || $0.place == 6 }.delete(s) }
      try follow(s) { try Volume.where { $0.notes.isEmpty && $0.title.like("v%") }.delete(s) }
      #expect(try Volume.all.count(s) > 1)
    }
  }

  @Test func `of the tables has keys, checks and indexes`() throws {
    let db = try Database(Shelf.self, Volume.self, Note.self)
    let sqlite = try connection(db)
    #expect(throws: SQLiteError.self) {
      try sqlite.execute("INSERT INTO volumes(shelfID, title, price) VALUES (9, 'a', 1)")
    }
    try sqlite.execute("INSERT INTO shelves(name) VALUES ('a')")
    try sqlite.execute("INSERT INTO volumes(shelfID, title, price) VALUES (1, 'a', 1)")
    #expect(throws: SQLiteError.self) {
      try sqlite.execute("INSERT INTO volumes(shelfID, title, price) VALUES (1, 'a', -9)")
    }
    #expect(db.schemaSQL.contains("CREATE INDEX"))
  }
}

private struct Shelf: Entity {
  var id: ID<Shelf> = .new
  var name: String
  static let table = Table("shelves", Shelf.init).unique(\.name)
}

private struct Volume: Entity {
  var id: ID<Volume> = .new
  var shelfID: ID<Shelf>
  var title: String
  var price: Double = 0
  var blob: Data? = nil
  static let shelf = toOne(\.shelfID)
  static let notes = toMany(\Note.volumeID)
  static let table = Table("volumes", Volume.init).index(\.price)
    .check("price") { $0.price > -1 }.foreignKey(\.shelfID, onDelete: .cascade)

  /// As SQLite reads the row.
  var cells: [SQLiteValue] {
    [
      .integer(Int64(id.raw)), .integer(Int64(shelfID.raw)), .text(title), .real(price),
      blob.map { .bytes(Array($0)) } ?? .null,
    ]
  }
}

/// Without an id: its key has two columns.
private struct Note: Entity {
  var volumeID: ID<Volume>
  var place: Int
  var text: String? = nil
  static let volume = toOne(\.volumeID)
  static let table = Table("notes", Note.init).primaryKey(\.volumeID, \.place)
    .foreignKey(\.volumeID, onDelete: .cascade)

  var cells: [SQLiteValue] {
    [.integer(Int64(volumeID.raw)), .integer(Int64(place)), text.map { .text($0) } ?? .null]
  }
}
