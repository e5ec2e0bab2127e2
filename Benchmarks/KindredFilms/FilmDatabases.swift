// SPDX-License-Identifier: Apache-2.0

package import Kindred
package import KindredSQLite

/// The same films in Kindred and in SQLite, with the same indexes.
package struct FilmDatabases {
  package let kindred: Database
  package let sqlite: SQLiteConnection

  /// - Parameter films: How many; the other tables grow with them, to some thirty rows per film.
  /// - Throws: `SQLiteError` where SQLite is missing.
  package init(films: Int) throws {
    kindred = try Database(
      Country.self,
      Language.self,
      Role.self,
      Genre.self,
      Award.self,
      Keyword.self,
      Person.self,
      Company.self,
      Film.self,
      Credit.self,
      FilmCompany.self,
      FilmKeyword.self,
      FilmGenre.self,
      FilmInfo.self,
      Nomination.self,
      FilmLink.self
    )
    sqlite = try SQLiteConnection(SQLiteLibrary.load())
    try sqlite.execute(kindred.schemaSQL)
    try fill(FilmData(films: films))
    try sqlite.execute(Self.foreignKeyIndexes + "ANALYZE;")
  }

  private func fill(_ data: FilmData) throws {
    try kindred.write { s in
      try sqlite.execute("BEGIN")
      try insert(data.countries, s)
      try insert(data.languages, s)
      try insert(data.roles, s)
      try insert(data.genres, s)
      try insert(data.awards, s)
      try insert(data.keywords, s)
      try insert(data.people, s)
      try insert(data.companies, s)
      try insert(data.films, s)
      try insert(data.credits, s)
      try insert(data.filmCompanies, s)
      try insert(data.filmKeywords, s)
      try insert(data.filmGenres, s)
      try insert(data.filmInfos, s)
      try insert(data.nominations, s)
      try insert(data.filmLinks, s)
      try sqlite.execute("COMMIT")
    }
  }

  private func insert<Row: FilmRow>(_ rows: [Row], _ session: Session) throws {
    try session.insert(rows)
    guard let first = rows.first else { return }
    let places = first.values.map { _ in "?" }.joined(separator: ",")
    let statement = try sqlite.prepare("INSERT INTO \(Row.table.layout.name) VALUES (\(places))")
    for row in rows {
      for (index, value) in row.values.enumerated() { try statement.bind(index + 1, value) }
      try statement.run()
    }
  }

  /// Kindred has them by itself.
  private static let foreignKeyIndexes = [
    ("films", "countryID"), ("films", "languageID"), ("people", "countryID"),
    ("companies", "countryID"), ("credits", "filmID"), ("credits", "personID"),
    ("credits", "roleID"), ("filmCompanies", "filmID"), ("filmCompanies", "companyID"),
    ("filmKeywords", "keywordID"), ("filmGenres", "genreID"), ("filmInfos", "filmID"),
    ("nominations", "awardID"), ("nominations", "filmID"), ("nominations", "personID"),
    ("filmLinks", "fromID"), ("filmLinks", "toID"),
  ].map { "CREATE INDEX \($0)_by_\($1) ON \($0)(\($1));\n" }.joined()

  /// SQLite's rows, their values separated by bars.
  package func rows(of sql: String) throws -> [String] {
    let statement = try sqlite.prepare(sql)
    var rows: [String] = []
    while try statement.step() {
      rows.append(
        (0..<statement.columnCount).map { index in
          switch statement.value(at: index) {
          case .null: "NULL"
          case .integer(let value): "\(value)"
          case .real(let value): "\(value)"
          case .text(let value): value
          case .bytes(let value): "\(value)"
          }
        }.joined(separator: "|")
      )
    }
    return rows
  }
}
