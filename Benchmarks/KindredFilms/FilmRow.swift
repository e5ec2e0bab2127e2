// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredSQLite

/// A row that SQLite gets as well.
protocol FilmRow: Entity {
  var values: [SQLiteValue] { get }
}

extension SQLiteValue {
  fileprivate init(_ value: Int?) { self = value.map { .integer(Int64($0)) } ?? .null }
  fileprivate init(_ value: String?) { self = value.map { .text($0) } ?? .null }
  fileprivate init<T: Entity>(_ value: ID<T>?) where T.Key == Int { self.init(value?.raw) }
}

extension Country: FilmRow {
  var values: [SQLiteValue] { [.init(id), .init(name)] }
}

extension Language: FilmRow {
  var values: [SQLiteValue] { [.init(id), .init(name)] }
}

extension Role: FilmRow {
  var values: [SQLiteValue] { [.init(id), .init(name)] }
}

extension Genre: FilmRow {
  var values: [SQLiteValue] { [.init(id), .init(name)] }
}

extension Award: FilmRow {
  var values: [SQLiteValue] { [.init(id), .init(name)] }
}

extension Keyword: FilmRow {
  var values: [SQLiteValue] { [.init(id), .init(word)] }
}

extension Film: FilmRow {
  var values: [SQLiteValue] {
    [
      .init(id), .init(title), .init(kind), .init(year), .init(minutes), .init(countryID),
      .init(languageID),
    ]
  }
}

extension Person: FilmRow {
  var values: [SQLiteValue] {
    [.init(id), .init(name), .init(gender), .init(born), .init(countryID)]
  }
}

extension Credit: FilmRow {
  var values: [SQLiteValue] {
    [.init(id), .init(filmID), .init(personID), .init(roleID), .init(billing)]
  }
}

extension Company: FilmRow {
  var values: [SQLiteValue] { [.init(id), .init(name), .init(countryID)] }
}

extension FilmCompany: FilmRow {
  var values: [SQLiteValue] { [.init(id), .init(filmID), .init(companyID), .init(part)] }
}

extension FilmKeyword: FilmRow {
  var values: [SQLiteValue] { [.init(filmID), .init(keywordID)] }
}

extension FilmGenre: FilmRow {
  var values: [SQLiteValue] { [.init(filmID), .init(genreID)] }
}

extension FilmInfo: FilmRow {
  var values: [SQLiteValue] { [.init(id), .init(filmID), .init(kind), .init(value)] }
}

extension Nomination: FilmRow {
  var values: [SQLiteValue] {
    [
      .init(id), .init(awardID), .init(filmID), .init(personID), .init(year), .init(won ? 1 : 0),
    ]
  }
}

extension FilmLink: FilmRow {
  var values: [SQLiteValue] { [.init(id), .init(fromID), .init(toID), .init(kind)] }
}
