// SPDX-License-Identifier: Apache-2.0

import Kindred

extension FilmQuery {
  static var quotations: FilmQuery {
    let joined = FilmLink.all.join(Film.self) { $0.fromID == $1.id }
      .join(Film.self) { $0.toID == $2.id }
      .join(FilmKeyword.self) { $3.filmID == $1.id }
      .join(FilmKeyword.self) { $4.filmID == $2.id && $4.keywordID == $3.keywordID }
      .join(FilmCompany.self) { $5.filmID == $1.id }
    let found = joined.where { link, film, first, keyword, other, company in
      link.kind == "reference" && keyword.keyword.word == "love" && other.keyword.word == "love"
        && company.company.country.name == "Country 0" && film.country.name == "Country 0"
        && first.country.name == "Country 0" && film.year >= first.year
    }
    return FilmQuery(
      "love films and what they quote",
      relations: 12,
      found.order { link, _, _, _, _, company in (link.id.ascending, company.id.ascending) }
        .select { _, film, first, _, _, company in
          (film.title, first.title, company.company.name)
        },
      """
      SELECT f.title, t.title, co.name
      FROM filmLinks l, films f, films t, filmKeywords fk, filmKeywords tk, keywords k,
        keywords j, filmCompanies fc, companies co, countries cc, countries c, countries tc
      WHERE l.fromID = f.id AND l.toID = t.id AND fk.filmID = f.id AND tk.filmID = t.id
        AND tk.keywordID = fk.keywordID AND fk.keywordID = k.id AND tk.keywordID = j.id
        AND fc.filmID = f.id AND fc.companyID = co.id AND co.countryID = cc.id
        AND f.countryID = c.id AND t.countryID = tc.id AND l.kind = 'reference' AND k.word = 'love'
        AND j.word = 'love' AND cc.name = 'Country 0' AND c.name = 'Country 0'
        AND tc.name = 'Country 0' AND f.year >= t.year
      ORDER BY l.id, fc.id
      """
    )
  }

  static var nominatedStars: FilmQuery {
    let joined = Nomination.all.join(Film.self) { $0.filmID == $1.id }
      .join(Credit.self) { $2.filmID == $1.id && $2.personID == $0.personID }
      .join(FilmCompany.self) { $3.filmID == $1.id }
      .join(FilmInfo.self) { $4.filmID == $1.id }
      .join(FilmKeyword.self) { $5.filmID == $1.id }
    let found = joined.where { nomination, film, credit, company, info, keyword in
      nomination.award.name == "Award 0" && credit.person.gender == "f"
        && credit.person.country.name == "Country 0" && company.part == "distribution"
        && company.company.country.name == "Country 0" && info.kind == "votes"
        && info.value > 200 && keyword.keyword.word == "love" && film.year > 1980
    }
    return FilmQuery(
      "actresses nominated for an award",
      relations: 12,
      found.group { _, _, credit, _, _, _ in (credit.personID, credit.person.name) }
        .order { _, id, _ in id.ascending }
        .select { g, _, name in (name, g.count, g.min { _, film, _, _, _, _ in film.title }) },
      """
      SELECT p.name, count(*), min(f.title)
      FROM nominations n, awards a, films f, credits c, people p, countries pc,
        filmCompanies fc, companies co, countries cc, filmInfos i, filmKeywords fk, keywords k
      WHERE n.filmID = f.id AND n.awardID = a.id AND c.filmID = f.id AND c.personID = n.personID
        AND c.personID = p.id AND p.countryID = pc.id AND fc.filmID = f.id
        AND fc.companyID = co.id AND co.countryID = cc.id AND i.filmID = f.id
        AND fk.filmID = f.id AND fk.keywordID = k.id AND a.name = 'Award 0'
        AND p.gender = 'f' AND pc.name = 'Country 0' AND fc.part = 'distribution'
        AND cc.name = 'Country 0' AND i.kind = 'votes' AND i.value > 200 AND k.word = 'love'
        AND f.year > 1980
      GROUP BY p.id, p.name ORDER BY p.id
      """
    )
  }

  static var unfollowed: FilmQuery {
    let found = Film.where { film in
      film.country.name == "Country 2" && film.language.name == "Language 3"
        && film.credits.any { $0.role.name == "composer" && $0.person.gender == "f" }
        && film.keywords.any { $0.keyword.word == "love" }
        && film.followers.none { $0.kind == "sequel" }
    }
    return FilmQuery(
      "love films that nobody followed",
      relations: 9,
      found.order { ($0.year.ascending, $0.id.ascending) }.select { ($0.title, $0.year) },
      """
      SELECT f.title, f.year FROM films f, countries c, languages l
      WHERE f.countryID = c.id AND f.languageID = l.id AND c.name = 'Country 2'
        AND l.name = 'Language 3'
        AND EXISTS (SELECT * FROM credits cr, roles r, people p
          WHERE cr.filmID = f.id AND cr.roleID = r.id AND cr.personID = p.id
            AND r.name = 'composer' AND p.gender = 'f')
        AND EXISTS (SELECT * FROM filmKeywords fk, keywords k
          WHERE fk.filmID = f.id AND fk.keywordID = k.id AND k.word = 'love')
        AND NOT EXISTS (SELECT * FROM filmLinks WHERE toID = f.id AND kind = 'sequel')
      ORDER BY f.year, f.id
      """
    )
  }

  static var bestKnownWinners: FilmQuery {
    let joined = Nomination.all.join(FilmInfo.self) { $0.filmID == $1.filmID }
    let found = joined.where { nomination, info in
      nomination.won && nomination.award.name == "Award 0" && info.kind == "votes"
        && nomination.film.country.name == "Country 0" && nomination.film.kind == "movie"
        && nomination.film.language.name == "Language 1" && nomination.person.born > 1950
    }
    return FilmQuery(
      "ten best-known winners",
      relations: 7,
      found.order { nomination, info in (info.value.descending, nomination.id.ascending) }
        .limit(10)
        .select { nomination, info in
          (nomination.film.title, nomination.person.name, info.value)
        },
      """
      SELECT f.title, p.name, i.value
      FROM nominations n, awards a, films f, countries c, languages l, people p, filmInfos i
      WHERE n.awardID = a.id AND n.filmID = f.id AND f.countryID = c.id AND f.languageID = l.id
        AND n.personID = p.id AND i.filmID = n.filmID AND n.won AND a.name = 'Award 0'
        AND i.kind = 'votes' AND c.name = 'Country 0' AND f.kind = 'movie'
        AND l.name = 'Language 1' AND p.born > 1950
      ORDER BY i.value DESC, n.id LIMIT 10
      """
    )
  }

  static var horrorWinners: FilmQuery {
    let found = Person.where { person in
      person.country.name == "Country 1" && person.nominations.any { $0.won }
        && person.credits.any { credit in
          credit.role.name == "actor"
            && credit.film.genres.any { $0.genre.name == "Horror" }
        }
    }
    return FilmQuery(
      "winners who once played in a horror film",
      relations: 8,
      found.order { $0.id.ascending }.select { ($0.name, $0.born) },
      """
      SELECT p.name, p.born FROM people p, countries c
      WHERE p.countryID = c.id AND c.name = 'Country 1'
        AND EXISTS (SELECT * FROM nominations WHERE personID = p.id AND won)
        AND EXISTS (SELECT * FROM credits cr, roles r, films f
          WHERE cr.personID = p.id AND cr.roleID = r.id AND r.name = 'actor'
            AND cr.filmID = f.id
            AND EXISTS (SELECT * FROM filmGenres fg, genres g
              WHERE fg.filmID = f.id AND fg.genreID = g.id AND g.name = 'Horror'))
      ORDER BY p.id
      """
    )
  }
}
