// SPDX-License-Identifier: Apache-2.0

import Kindred

/// The rows of the film schema: the same at each run for a number of films.
///
/// Skewed (a few films have most credits, a few people most roles, a few keywords most films) and
/// correlated (people, companies and languages go with a film's country, keywords with its genre, awards
/// with its fame), so that estimates from counts alone are wrong by orders of magnitude.
struct FilmData {
  var countries: [Country] = []
  var languages: [Language] = []
  var people: [Person] = []
  var roles: [Role] = []
  var companies: [Company] = []
  var keywords: [Keyword] = []
  var genres: [Genre] = []
  var awards: [Award] = []
  var films: [Film] = []
  var credits: [Credit] = []
  var filmCompanies: [FilmCompany] = []
  var filmKeywords: [FilmKeyword] = []
  var filmGenres: [FilmGenre] = []
  var filmInfos: [FilmInfo] = []
  var nominations: [Nomination] = []
  var filmLinks: [FilmLink] = []
  private let filmCount: Int
  private var random = Skew(seed: 1895)

  init(films count: Int) {
    filmCount = count
    addNames()
    addPeopleAndCompanies()
    for _ in 0..<count { addFilm() }
    for _ in 0..<count / 2 { addLink() }
  }

  private mutating func addNames() {
    countries = (0..<40).map { Country(id: ID($0 + 1), name: "Country \($0)") }
    languages = (0..<25).map { Language(id: ID($0 + 1), name: "Language \($0)") }
    roles = ["actor", "actress", "producer", "writer", "director", "composer", "editor", "guest"]
      .enumerated().map { Role(id: ID($0.offset + 1), name: $0.element) }
    genres = [
      "Drama", "Comedy", "Documentary", "Romance", "Action", "Crime", "Horror", "Family",
      "Adventure", "Mystery", "War", "Western",
    ].enumerated().map { Genre(id: ID($0.offset + 1), name: $0.element) }
    awards = (0..<12).map { Award(id: ID($0 + 1), name: "Award \($0)") }
    let words = ["love", "murder", "family", "novel", "blood", "war", "friendship", "ghost"]
    keywords = (0..<max(200, filmCount / 10)).map {
      Keyword(id: ID($0 + 1), word: $0 < words.count ? words[$0] : "keyword \($0)")
    }
  }

  private mutating func addPeopleAndCompanies() {
    for index in 0..<filmCount {
      people.append(
        Person(
          id: ID(index + 1),
          name: "Person \(index)",
          gender: random.chance(60) ? "m" : random.chance(80) ? "f" : nil,
          born: random.chance(70) ? 1880 + random.next(below: 130) : nil,
          countryID: random.skewedElement(of: countries).id
        )
      )
    }
    for index in 0..<max(60, filmCount / 20) {
      let country = random.skewedElement(of: countries).id
      companies.append(Company(id: ID(index + 1), name: "Company \(index)", countryID: country))
    }
  }

  private mutating func addFilm() {
    let country = random.skewedElement(of: countries).id
    let language = random.chance(90) ? country.raw % languages.count : random.next(below: 25)
    let kind = random.skewedElement(of: ["movie", "episode", "short", "series"])
    let film = Film(
      id: ID(films.count + 1),
      title: "\(random.element(of: ["The", "A", "One", "Last"])) Film \(films.count % 977)",
      kind: kind,
      year: 2025 - random.skewed(below: 120),
      minutes: random.chance(80) ? (kind == "short" ? 15 : 90) + random.next(below: 60) : nil,
      countryID: country,
      languageID: languages[language].id
    )
    films.append(film)
    // By rank: the first film has some hundreds of everything, most have a few.
    let fame = filmCount / (1 + random.next(below: filmCount))
    let genre = addGenres(of: film)
    addKeywords(of: film, genre, count: random.next(below: 4) + min(40, fame / 4))
    addCredits(of: film, count: 2 + random.next(below: 5) + min(120, fame))
    addCompanies(of: film, count: 1 + random.next(below: 2) + min(8, fame / 10))
    addInfos(of: film, fame)
    if fame > 4 { addNominations(of: film, count: 1 + min(12, fame / 10)) }
  }

  private mutating func addGenres(of film: Film) -> Int {
    let first = film.kind == "series" ? 1 : random.skewed(below: genres.count)
    filmGenres.append(FilmGenre(filmID: film.id, genreID: genres[first].id))
    let second = random.skewed(below: genres.count)
    if second != first, random.chance(50) {
      filmGenres.append(FilmGenre(filmID: film.id, genreID: genres[second].id))
    }
    return first
  }

  private mutating func addKeywords(of film: Film, _ genre: Int, count: Int) {
    var known: Set<Int> = []
    for _ in 0..<count {
      // Half of them go with the genre: crime and horror with murder and blood, and so on.
      let keyword =
        random.chance(50)
        ? (genre * 7 + random.next(below: 3)) : random.skewed(below: keywords.count)
      if known.insert(keyword).inserted {
        filmKeywords.append(FilmKeyword(filmID: film.id, keywordID: keywords[keyword].id))
      }
    }
  }

  private mutating func addCredits(of film: Film, count: Int) {
    for billing in 0..<count {
      var person = random.skewedElement(of: people)
      for _ in 0..<6 where person.countryID != film.countryID {
        person = random.skewedElement(of: people)
      }
      var role = random.skewed(below: roles.count)
      if person.gender == "f", role == 0 { role = 1 }
      if person.gender == "m", role == 1 { role = 0 }
      credits.append(
        Credit(
          id: ID(credits.count + 1),
          filmID: film.id,
          personID: person.id,
          roleID: roles[role].id,
          billing: role < 2 ? billing : nil
        )
      )
    }
  }

  private mutating func addCompanies(of film: Film, count: Int) {
    for _ in 0..<count {
      var company = random.skewedElement(of: companies)
      for _ in 0..<6 where company.countryID != film.countryID {
        company = random.skewedElement(of: companies)
      }
      filmCompanies.append(
        FilmCompany(
          id: ID(filmCompanies.count + 1),
          filmID: film.id,
          companyID: company.id,
          part: random.chance(60) ? "production" : "distribution"
        )
      )
    }
  }

  private mutating func addInfos(of film: Film, _ fame: Int) {
    func info(_ kind: String, _ value: Int) -> FilmInfo {
      FilmInfo(id: ID(filmInfos.count + 1), filmID: film.id, kind: kind, value: value)
    }
    if fame > 0 { filmInfos.append(info("votes", 5 + fame * 50 + random.next(below: 40))) }
    filmInfos.append(info("rating", min(99, 20 + random.next(below: 60) + min(20, fame))))
    if film.kind == "movie", random.chance(film.countryID.raw == 1 ? 60 : 15) {
      filmInfos.append(info("budget", 1 + random.skewed(below: 200) + min(100, fame)))
    }
  }

  private mutating func addNominations(of film: Film, count: Int) {
    let cast = credits.reversed().prefix { $0.filmID == film.id }.map(\.personID)
    for _ in 0..<count {
      nominations.append(
        Nomination(
          id: ID(nominations.count + 1),
          awardID: random.skewedElement(of: awards).id,
          filmID: film.id,
          personID: random.chance(70) ? random.element(of: cast) : nil,
          year: film.year + 1,
          won: random.chance(25)
        )
      )
    }
  }

  private mutating func addLink() {
    let from = random.element(of: films)
    let to = random.skewedElement(of: films)
    filmLinks.append(
      FilmLink(
        id: ID(filmLinks.count + 1),
        fromID: from.id,
        toID: to.id,
        kind: random.skewedElement(of: ["reference", "sequel", "remake", "spoof"])
      )
    )
  }
}
