// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kindred

/// The first closure of a file pays for what the compiler sets up once.
func first() -> Query<Book> { Book.where { $0.year == 1 } }

func conjunctionOf20() -> Query<Book> {
  Book.where {
    $0.year == 1 && $0.year != 2 && $0.year > 3 && $0.year >= 4 && $0.year < 5 && $0.title == "a"
      && $0.title != "b" && $0.title.hasPrefix("c") && $0.title.like("d%") && $0.rating > 1
      && $0.rating <= 2.5 && $0.status == .draft && $0.status != .withdrawn && $0.author.country == nil
      && $0.author.name == "e" && $0.authorID != nil && $0.reviews.count > 1 && $0.reviews.isEmpty
      && $0.year.in([1, 2]) && $0.title.in(["a", "b"])
  }
}

func mixtureOf20() -> Query<Book> {
  Book.where {
    ($0.year == 1 || $0.year == 2) && !($0.title == "a" || $0.title.hasPrefix("b"))
      && ($0.rating > 1 || $0.rating < 0.5 || $0.status == .draft)
      && ($0.author.country == nil || $0.author.country != "NO" && $0.author.name > "x")
      && ($0.reviews.any { $0.stars > 3 } || $0.reviews.none { $0.stars == 1 })
      && ($0.year + 1 > 2 || $0.year * 2 - 3 < 4 || $0.rating / 2 > 1)
      && !$0.title.contains("c") && ($0.added > .distantPast || $0.added.year == 2000)
      && ($0.year.between(1, and: 2) || $0.year.in(5...9))
  }
}

func columnsOf20() -> Query<Book> {
  Book.where { a in
    Book.where { b in
      a.year == b.year && a.title == b.title && a.rating > b.rating && a.authorID == b.authorID
        && a.year + 1 == b.year && a.year < b.year * 2 && a.title != b.title && b.id != a.id
        && (a.year > b.year || a.rating < b.rating) && b.author.country == a.author.country
        && a.author.name == b.author.name && a.added < b.added && 1 < b.year && 2.5 > a.rating
        && "x" == b.title && a.status == b.status && b.year - a.year > 3 && a.year % 2 == b.year % 2
        && a.rating * 2 > b.rating
    }.exists
  }
}

func arithmeticOf12() -> Selection<Int?> {
  Book.all.select {
    $0.year + 1 * $0.year - 3 + $0.year * $0.year - 100 + ($0.year - 2) * 4 + $0.year / 5
  }
}

func groups() -> Selection<Status, Int, Int, Double?, Int?> {
  Book.all.group { $0.status }.having { $0.count > 1 && $0.avg { $0.rating } > 2 }
    .order { g, status in (g.count.descending, status.ascending) }
    .select { g, status in
      (status, g.count, g.count { $0.year < 2000 }, g.avg { $0.rating }, g.max { $0.year })
    }
}

func cases() -> Selection<String, String, Int> {
  Book.all.select {
    (
      ($0.year < 1900).then("old").when($0.year < 2000, then: "modern").else("new"),
      coalesce($0.author.country, $0.author.name.or("-")), $0.title.trimmed.lowercased.length + 1
    )
  }
}

func texts() -> Selection<String> {
  Book.all.select {
    $0.title + " (" + $0.author.name.or("-") + ", " + $0.status.rawValue + ")"
  }
}

func annotationsThatMayBeNil() -> Annotated<Book, String?, Int?> {
  Book.all.annotate { ($0.author.country, $0.reviews.max { $0.stars }) }
    .where { book, country, best in country == "NO" && best == 5 || country == nil }
}

func keysThatMayBeNil() -> Grouped<Ref<Book>, ID<Author>?, String?> {
  Book.all.group { ($0.authorID, $0.author.country) }
    .having { g, author, country in author != nil && country == "NO" && g.count > 1 }
    .order { g, author, country in (g.count.descending, country.ascending) }
}
