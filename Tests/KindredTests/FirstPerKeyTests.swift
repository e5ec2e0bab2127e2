// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

private struct Page: Entity {
  var id: ID<Page> = .new
  var document: Int?
  var version: Int
  var text: String
  static let table = Table("pages", Page.init)
}

/// The first rows of each key: distinct by key, the latest of each parent, the best few of each.
@Suite struct `First rows per key` {
  private let database: Database
  private let session: Session

  init() throws {
    let db = try Database(Page.self, Shelf.self)
    try db.write { s in
      try s.insert([
        Page(document: 1, version: 1, text: "d"), Page(document: 2, version: 7, text: "c"),
        Page(document: 1, version: 3, text: "b"), Page(document: nil, version: 2, text: "a"),
        Page(document: 1, version: 3, text: "e"), Page(document: 2, version: 5, text: "f"),
        Page(document: nil, version: 9, text: "g"),
      ])
      try s.insert([3, 1, 2].map { Shelf(id: $0, kind: "x") })
    }
    database = db
    session = db.session()
  }

  /// Whose rows are not in the order of their keys.
  private struct Shelf: Entity {
    var id: Int
    var kind: String
    static let table = Table("shelves", Shelf.init).primaryKey(\.id)
  }

  private func texts(_ query: Query<Page>) throws -> [String] {
    try query.rows(session).map(\.text)
  }

  private let latest = Page.all.distinct({ $0.document }, picking: { $0.version.descending })

  @Test func `F19 distinct by key picks by its own order, and the output has another`() throws {
    #expect(try texts(latest) == ["c", "b", "g"])
    #expect(try texts(latest.order { $0.text.descending }) == ["g", "c", "b"])
    #expect(
      try texts(
        Page.all.order { $0.text.ascending }.distinct(
          { $0.document },
          picking: { $0.version.ascending }
        )
      )
        == ["a", "d", "f"]
    )
  }

  @Test func `F19 ties go by the primary key, and so does a pick without an order`() throws {
    #expect(try texts(Page.all.distinct { $0.document }) == ["d", "c", "a"])
    let shelf = try Shelf.all.distinct({ $0.kind }, picking: { $0.kind.ascending }).rows(session)
    #expect(shelf.map(\.id) == [1])
    #expect(try Shelf.all.distinct { $0.kind }.rows(session).map(\.id) == [1])
  }

  @Test func `F19 several keys, expressions and no key at all`() throws {
    #expect(
      try texts(Page.all.distinct({ ($0.document, $0.version) }, picking: { $0.text.ascending }))
        == ["d", "c", "b", "a", "f", "g"]
    )
    #expect(
      try texts(
        Page.all.distinct(
          { $0.version > 3 },
          picking: { ($0.version.descending, $0.text.ascending) }
        )
      )
        == ["b", "g"]
    )
  }

  @Test func `F19 what follows sees the picked rows only`() throws {
    #expect(try texts(latest.where { $0.version < 9 }) == ["c", "b"])
    #expect(try texts(latest.where { $0.text == "e" }).isEmpty)
    #expect(try texts(latest.limit(2)) == ["c", "b"])
    #expect(try latest.count(session) == 3)
    #expect(
      try texts(latest.distinct({ $0.version > 5 }, picking: { $0.version.ascending })) == [
        "c", "b",
      ]
    )
  }

  @Test func `F19 the picked rows stand in IN and EXISTS`() throws {
    let ids = latest.select { $0.id }
    #expect(try texts(Page.where { $0.id.in(ids) }) == ["c", "b", "g"])
    #expect(try texts(Page.where { !$0.id.in(ids) }) == ["d", "a", "e", "f"])
    let isLatest = Page.where { page in
      Page.where { $0.document == page.document }
        .distinct({ $0.document }, picking: { $0.version.descending })
        .any { $0.id == page.id }
    }
    #expect(try texts(isLatest) == ["c", "b"])
  }

  @Test func `F25 F43 the first few of each key, after some`() throws {
    let two = Page.all.first(2, per: { $0.document }, order: { $0.version.descending })
    #expect(try texts(two) == ["c", "b", "a", "e", "f", "g"])
    let second = Page.all.first(1, after: 1, per: { $0.document }, order: { $0.version.descending })
    #expect(try texts(second) == ["a", "e", "f"])
    #expect(
      try texts(Page.all.first(0, per: { $0.document }, order: { $0.version.ascending })).isEmpty
    )
    #expect(throws: KindredError.self) {
      try Page.all.first(-1, per: { $0.document }, order: { $0.version.ascending }).rows(session)
    }
  }

  @Test func `F26 rows of a limited query are limited before`() throws {
    let four = Page.all.limit(4).distinct({ $0.document }, picking: { $0.version.descending })
    #expect(try texts(four) == ["c", "b", "a"])
  }

  @Test func `F25 the text numbers the rows of each key`() throws {
    let sql = try latest.sql(session)
    #expect(sql.contains("row_number() OVER (PARTITION BY"), "\(sql)")
    let plan = try latest.explain(session).plan
    #expect(plan.contains("First per key by hash: 1; per pages.document"), "\(plan)")
  }

  @Test func `F19 picked rows are updated and deleted`() throws {
    try database.write { s throws in
      #expect(try latest.update(s) { $0.text = "new" } == 3)
      #expect(try Page.all.rows(s).map(\.text) == ["d", "new", "new", "a", "e", "f", "new"])
      #expect(try latest.delete(s).count == 3)
    }
  }
}
