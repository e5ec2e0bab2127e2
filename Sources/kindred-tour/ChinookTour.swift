// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kindred
import KindredSQLite

/// The tour of real data: the Chinook music shop, loaded from CSV, every answer compared with SQLite's.
struct ChinookTour {
  private let folder: URL
  private static let tables = [
    "Artist", "Album", "Genre", "MediaType", "Track", "Playlist", "PlaylistTrack", "Employee",
    "Customer", "Invoice", "InvoiceLine",
  ]

  init(folder: String) { self.folder = URL(filePath: folder) }

  /// Runs the tour.
  ///
  /// - Returns: Whether all answers were SQLite's, as far as SQLite was found.
  func run() throws -> Bool {
    let database = try load()
    let oracle = try oracle()
    return try database.read { s in
      var agrees = true
      for question in Self.questions {
        Stage.heading(question.title)
        let (rows, duration) = try Stage.timed { try question.answer(s) }
        for row in rows.prefix(question.shown) { Stage.line(row) }
        if rows.count > question.shown { Stage.line("… and \(rows.count - question.shown) more") }
        guard let oracle else {
          Stage.row("\(rows.count) rows", duration, "")
          continue
        }
        let isSame = try oracle.rows(question.sql) == rows
        Stage.row("\(rows.count) rows", duration, isSame ? "as SQLite says" : "NOT AS SQLITE SAYS")
        agrees = agrees && isSame
      }
      try graph(s)
      return agrees
    }
  }

  private func load() throws -> Database {
    Stage.heading("The Chinook music shop, from \(Self.tables.count) CSV files")
    let database = try Database(
      Artist.self,
      Album.self,
      Genre.self,
      MediaType.self,
      Track.self,
      Playlist.self,
      PlaylistTrack.self,
      Employee.self,
      Customer.self,
      Invoice.self,
      InvoiceLine.self
    )
    let clock = ContinuousClock()
    var count = 0
    let duration = try clock.measure {
      try database.write { s in
        count += try load(Artist.self, into: s) + load(Album.self, into: s)
        count += try load(Genre.self, into: s) + load(MediaType.self, into: s)
        count += try load(Track.self, into: s) + load(Playlist.self, into: s)
        count += try load(PlaylistTrack.self, into: s) + load(Employee.self, into: s)
        count += try load(Customer.self, into: s) + load(Invoice.self, into: s)
        count += try load(InvoiceLine.self, into: s)
      }
    }
    Stage.row("\(Stage.grouped(count)) rows, every constraint checked", duration, "")
    return database
  }

  private func load<Model: Entity>(_ model: Model.Type, into s: Session) throws -> Int {
    let name = "\(Model.self)"
    let data = try Data(contentsOf: folder.appending(path: "\(name).csv"))
    return try s.importCSV(model, data) { Self.columnName($0, in: name) }
  }

  /// `AlbumId` is the column `id` of Album and `albumID` elsewhere; `UnitPrice` is `unitPrice`.
  private static func columnName(_ header: String, in table: String) -> String {
    if header == "\(table)Id" { return "id" }
    let name = header.prefix(1).lowercased() + header.dropFirst()
    return name.hasSuffix("Id") ? name.dropLast(2) + "ID" : name
  }

  private func oracle() throws -> ChinookOracle? {
    do {
      let library = try SQLiteLibrary.load()
      Stage.line("Answers are compared with those of SQLite \(library.version) on the same files.")
      return try ChinookOracle(library, folder: folder, tables: Self.tables)
    } catch let error as SQLiteError {
      Stage.line("SQLite was not found, so answers are not compared: \(error)")
      return nil
    }
  }

  static func money(_ amount: Double) -> String {
    let cents = Int((amount * 100).rounded())
    return "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
  }
}

// MARK: - The graph

extension ChinookTour {
  private func graph(_ s: Session) throws {
    Stage.heading("A graph: playlists, their tracks, the tracks' albums and artists")
    let ((playlists, log), duration) = try Stage.timed(runs: 1) {
      try s.counting {
        try Playlist.all.with(\.tracks) { $0.with(\.album) { $0.with(\.artist) } }.fetch(s)
      }
    }
    var tracks = 0
    var artists: Set<ObjectIdentifier> = []
    let (_, readLog) = try s.counting {
      for playlist in playlists {
        for track in try playlist.tracks {
          tracks += 1
          if let album = try track.album { artists.insert(ObjectIdentifier(try album.artist)) }
        }
      }
    }
    guard readLog.count == 0 else {
      throw TourFailure(description: "reading the loaded graph ran \(readLog.count) statements")
    }
    Stage.row(
      "\(playlists.count) playlists, \(Stage.grouped(tracks)) entries, \(artists.count) artists",
      duration,
      "\(log.count) statements, no more for reading all of it"
    )
  }
}
