// SPDX-License-Identifier: Apache-2.0

import Kindred

// A film schema of fifteen tables: films with what belongs to them in tables of their own, so that most
// questions join many.

struct Country: Entity {
  var id: ID<Country> = .new
  var name: String
  static let table = Table("countries", Country.init)
}

struct Language: Entity {
  var id: ID<Language> = .new
  var name: String
  static let table = Table("languages", Language.init)
}

struct Film: Entity {
  var id: ID<Film> = .new
  var title: String
  var kind: String
  var year: Int
  var minutes: Int?
  var countryID: ID<Country>
  var languageID: ID<Language>
  static let country = toOne(\.countryID)
  static let language = toOne(\.languageID)
  static let credits = toMany(\Credit.filmID)
  static let keywords = toMany(\FilmKeyword.filmID)
  static let genres = toMany(\FilmGenre.filmID)
  static let companies = toMany(\FilmCompany.filmID)
  static let followers = toMany(\FilmLink.toID)
  static let table = Table("films", Film.init).index(\.year)
}

struct Person: Entity {
  var id: ID<Person> = .new
  var name: String
  var gender: String?
  var born: Int?
  var countryID: ID<Country>
  static let country = toOne(\.countryID)
  static let credits = toMany(\Credit.personID)
  static let nominations = toMany(\Nomination.personID)
  static let table = Table("people", Person.init)
}

struct Role: Entity {
  var id: ID<Role> = .new
  var name: String
  static let table = Table("roles", Role.init)
}

/// What a person did for a film.
struct Credit: Entity {
  var id: ID<Credit> = .new
  var filmID: ID<Film>
  var personID: ID<Person>
  var roleID: ID<Role>
  var billing: Int?
  static let film = toOne(\.filmID)
  static let person = toOne(\.personID)
  static let role = toOne(\.roleID)
  static let table = Table("credits", Credit.init)
}

struct Company: Entity {
  var id: ID<Company> = .new
  var name: String
  var countryID: ID<Country>
  static let country = toOne(\.countryID)
  static let table = Table("companies", Company.init)
}

struct FilmCompany: Entity {
  var id: ID<FilmCompany> = .new
  var filmID: ID<Film>
  var companyID: ID<Company>
  var part: String
  static let film = toOne(\.filmID)
  static let company = toOne(\.companyID)
  static let table = Table("filmCompanies", FilmCompany.init)
}

struct Keyword: Entity {
  var id: ID<Keyword> = .new
  var word: String
  static let table = Table("keywords", Keyword.init).unique(\.word)
}

struct FilmKeyword: Entity {
  var filmID: ID<Film>
  var keywordID: ID<Keyword>
  static let film = toOne(\.filmID)
  static let keyword = toOne(\.keywordID)
  static let table = Table("filmKeywords", FilmKeyword.init).primaryKey(\.filmID, \.keywordID)
}

struct Genre: Entity {
  var id: ID<Genre> = .new
  var name: String
  static let table = Table("genres", Genre.init)
}

struct FilmGenre: Entity {
  var filmID: ID<Film>
  var genreID: ID<Genre>
  static let film = toOne(\.filmID)
  static let genre = toOne(\.genreID)
  static let table = Table("filmGenres", FilmGenre.init).primaryKey(\.filmID, \.genreID)
}

/// A number that is known of a film: votes, rating, budget.
struct FilmInfo: Entity {
  var id: ID<FilmInfo> = .new
  var filmID: ID<Film>
  var kind: String
  var value: Int
  static let film = toOne(\.filmID)
  static let table = Table("filmInfos", FilmInfo.init).index(\.kind, \.value)
}

struct Award: Entity {
  var id: ID<Award> = .new
  var name: String
  static let table = Table("awards", Award.init)
}

struct Nomination: Entity {
  var id: ID<Nomination> = .new
  var awardID: ID<Award>
  var filmID: ID<Film>
  var personID: ID<Person>?
  var year: Int
  var won: Bool
  static let award = toOne(\.awardID)
  static let film = toOne(\.filmID)
  static let person = toOne(\.personID)
  static let table = Table("nominations", Nomination.init)
}

/// A film that follows, remakes or quotes an earlier one.
struct FilmLink: Entity {
  var id: ID<FilmLink> = .new
  var fromID: ID<Film>
  var toID: ID<Film>
  var kind: String
  static let from = toOne(\.fromID)
  static let to = toOne(\.toID)
  static let table = Table("filmLinks", FilmLink.init)
}
