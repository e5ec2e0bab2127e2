// SPDX-License-Identifier: Apache-2.0

// README
import Kindred

struct Author: Entity {
  var id: ID<Author> = .new
  var name: String
  var country: String? = nil
  static let books = toMany(\Book.authorID)
  static let table = Table("authors", Author.init)
}

struct Book: Entity {
  var id: ID<Book> = .new
  var authorID: ID<Author>? = nil
  var title: String
  var year: Int
  static let author = toOne(\.authorID)
  static let table = Table("books", Book.init).foreignKey(\.authorID, onDelete: .cascade)
}

func example() throws -> [String] {
  let db = try Database(Author.self, Book.self)
  try db.write { s in
    let anne = try s.add(Author(name: "Anne", country: "NO"))
    _ = try s.add(Author(name: "Bob"))
    try s.insert([
      Book(authorID: anne.id, title: "Fjords", year: 1999),
      Book(authorID: anne.id, title: "More fjords", year: 2004),
    ])
  }

  return try db.read { s in
    // Related rows in a condition: Anne comes out once, however many of her books match.
    let writers = try Author.where { $0.books.any { $0.year >= 1990 } }.fetch(s)
    // None at all. No NOT IN, no NULL trap.
    let idle = try Author.where { $0.books.isEmpty }.fetch(s)
    // A count beside the row, typed as (Live<Author>, Int).
    let counted = try Author.all.annotate { $0.books.count }.order { a, _ in a.name.ascending }
      .fetch(s)
    // A to-one path: a join that you need not write.
    let norwegian = try Book.where { $0.author.country == "NO" }.count(s)
    // An object graph: two statements, for two authors or a million. One instance per row.
    let graph = try Author.all.with(\.books) { $0.order { $0.year.ascending } }.fetch(s)
    let titles = try graph.flatMap { try $0.books }.map(\.title)

    return [
      "writers: \(writers.map(\.name)), idle: \(idle.map(\.name)), counts: \(counted.map { $0.1 })",
      "\(norwegian) books from Norway: \(titles)",
      "the same Anne: \(graph[0] === writers[0])",
    ]
  }
}
