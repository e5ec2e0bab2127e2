// SPDX-License-Identifier: Apache-2.0

import Kindred

extension FilmQuery {
  /// Ten questions that join six to twelve tables.
  package static var all: [FilmQuery] {
    [
      murderComedies, directorsAbroad, largeCompanies, olderDirectors, loveStories, quotations,
      nominatedStars, unfollowed, bestKnownWinners, horrorWinners,
    ]
  }

  static var murderComedies: FilmQuery {
    let joined = Film.all.join(FilmKeyword.self) { $1.filmID == $0.id }
      .join(Keyword.self) { $1.keywordID == $2.id }
      .join(FilmGenre.self) { $3.filmID == $0.id }
      .join(Genre.self) { $3.genreID == $4.id }
      .join(Country.self) { $0.countryID == $5.id }
    let found = joined.where { film, _, keyword, _, genre, country in
      keyword.word == "murder" && genre.name == "Comedy" && country.name == "Country 3"
        && film.year > 1990
    }
    return FilmQuery(
      "comedies with a murder",
      relations: 6,
      found.order { film, _, _, _, _, _ in (film.year.descending, film.id.ascending) }
        .select { film, _, _, _, _, _ in (film.title, film.year) },
      """
      SELECT f.title, f.year
      FROM films f, filmKeywords fk, keywords k, filmGenres fg, genres g, countries c
      WHERE fk.filmID = f.id AND fk.keywordID = k.id AND fg.filmID = f.id AND fg.genreID = g.id
        AND f.countryID = c.id AND k.word = 'murder' AND g.name = 'Comedy'
        AND c.name = 'Country 3' AND f.year > 1990
      ORDER BY f.year DESC, f.id
      """
    )
  }

  static var directorsAbroad: FilmQuery {
    let found = Credit.where {
      $0.role.name == "director" && $0.film.kind == "movie" && $0.film.country.name == "Country 1"
        && $0.person.country.name == "Country 0"
    }
    let groups = found.group { $0.film.language.name }
    return FilmQuery(
      "directors abroad, by language",
      relations: 7,
      groups.order { _, language in language.ascending }
        .select { g, language in (language, g.count, g.min { $0.film.title }) },
      """
      SELECT l.name, count(*), min(f.title)
      FROM credits c, roles r, films f, countries fc, languages l, people p, countries pc
      WHERE c.roleID = r.id AND c.filmID = f.id AND f.countryID = fc.id AND f.languageID = l.id
        AND c.personID = p.id AND p.countryID = pc.id AND r.name = 'director'
        AND f.kind = 'movie' AND fc.name = 'Country 1' AND pc.name = 'Country 0'
      GROUP BY l.name ORDER BY l.name
      """
    )
  }

  static var largeCompanies: FilmQuery {
    let joined = FilmCompany.all.join(Film.self) { $0.filmID == $1.id }
      .join(FilmInfo.self) { $2.filmID == $1.id }
      .join(FilmInfo.self) { $3.filmID == $1.id }
    let found = joined.where { own, film, rating, votes in
      own.part == "production" && own.company.country.name == "Country 0"
        && film.country.name == "Country 0" && film.language.name == "Language 1"
        && rating.kind == "rating" && rating.value >= 60 && votes.kind == "votes"
        && votes.value >= 100
    }
    return FilmQuery(
      "companies of well-known films",
      relations: 8,
      found.group { own, _, _, _ in (own.companyID, own.company.name) }
        .order { g, id, _ in (g.count.descending, id.ascending) }
        .limit(10)
        .select { g, _, name in (name, g.count, g.max { _, _, _, votes in votes.value }) },
      """
      SELECT co.name, count(*), max(v.value)
      FROM filmCompanies fc, companies co, countries cc, films f, countries c, languages l,
        filmInfos r, filmInfos v
      WHERE fc.companyID = co.id AND co.countryID = cc.id AND fc.filmID = f.id
        AND f.countryID = c.id AND f.languageID = l.id AND r.filmID = f.id AND v.filmID = f.id
        AND fc.part = 'production' AND cc.name = 'Country 0' AND c.name = 'Country 0'
        AND l.name = 'Language 1' AND r.kind = 'rating' AND r.value >= 60 AND v.kind = 'votes'
        AND v.value >= 100
      GROUP BY co.id, co.name ORDER BY count(*) DESC, co.id LIMIT 10
      """
    )
  }

  static var olderDirectors: FilmQuery {
    let joined = Credit.all.join(Credit.self) { $0.filmID == $1.filmID }
    let found = joined.where { star, maker in
      star.role.name == "actress" && maker.role.name == "director" && star.billing < 5
        && star.film.country.name == "Country 0" && star.person.born > 1980
        && maker.person.born < 1950 && maker.person.country.name == "Country 0"
        && star.person.country.name == "Country 0"
    }
    return FilmQuery(
      "older directors, younger stars",
      relations: 10,
      found.order { star, maker in (star.id.ascending, maker.id.ascending) }
        .select { star, maker in (star.film.title, star.person.name, maker.person.name) },
      """
      SELECT f.title, p.name, q.name
      FROM credits s, credits m, roles sr, roles mr, films f, countries c, people p, people q,
        countries pc, countries qc
      WHERE s.filmID = m.filmID AND s.roleID = sr.id AND m.roleID = mr.id AND s.filmID = f.id
        AND f.countryID = c.id AND s.personID = p.id AND m.personID = q.id
        AND p.countryID = pc.id AND q.countryID = qc.id AND sr.name = 'actress'
        AND mr.name = 'director' AND s.billing < 5 AND c.name = 'Country 0' AND p.born > 1980
        AND q.born < 1950 AND qc.name = 'Country 0' AND pc.name = 'Country 0'
      ORDER BY s.id, m.id
      """
    )
  }

  static var loveStories: FilmQuery {
    let joined = Film.all.join(FilmKeyword.self) { $1.filmID == $0.id }
      .join(FilmGenre.self) { $2.filmID == $0.id }
      .join(FilmCompany.self) { $3.filmID == $0.id }
      .join(Credit.self) { $4.filmID == $0.id }
      .join(FilmInfo.self) { $5.filmID == $0.id }
    let found = joined.where { film, keyword, genre, company, credit, info in
      keyword.keyword.word == "love" && genre.genre.name == "Drama"
        && company.company.name == "Company 0" && credit.role.name == "writer"
        && info.kind == "budget" && info.value > 5
    }
    return FilmQuery(
      "love stories of a company",
      relations: 10,
      found.group { film, _, _, _, _, _ in film.year }
        .order { _, year in year.ascending }
        .select { g, year in (year, g.count, g.max { _, _, _, _, _, info in info.value }) },
      """
      SELECT f.year, count(*), max(i.value)
      FROM films f, filmKeywords fk, keywords k, filmGenres fg, genres g, filmCompanies fc,
        companies co, credits c, roles r, filmInfos i
      WHERE fk.filmID = f.id AND fk.keywordID = k.id AND fg.filmID = f.id AND fg.genreID = g.id
        AND fc.filmID = f.id AND fc.companyID = co.id AND c.filmID = f.id AND c.roleID = r.id
        AND i.filmID = f.id AND k.word = 'love' AND g.name = 'Drama'
        AND co.name = 'Company 0' AND r.name = 'writer' AND i.kind = 'budget' AND i.value > 5
      GROUP BY f.year ORDER BY f.year
      """
    )
  }
}
