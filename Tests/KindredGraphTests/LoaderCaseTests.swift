// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

@Suite struct `The loader's table of cases` {
  private static let library = Result { try Library.filled() }
  private static let zoo = Result { try Zoo.filled() }

  /// Loads with reads of unloaded relations forbidden, and draws without a further statement.
  @Test(arguments: libraryCases + personCases + keyCases + policyCases)
  func `F35 F38 F41 F47 F48 the graph, its statements and its instances are as expected`(
    _ loader: LoaderCase
  ) throws {
    let db = try (loader.fixture == .library ? Self.library : Self.zoo).get()
    try db.read { s in
      s.notLoaded = .forbid
      let picture = Picture()
      let (drawn, log) = try s.counting { try loader.request(s, picture) }
      #expect(drawn == loader.expected)
      #expect(log.count == loader.statements, "\(log)")
      #expect(picture.instanceCount == loader.instances)
    }
  }

  @Test func `F41 there are at least 64 cases, each with a name of its own`() {
    let cases = libraryCases + personCases + keyCases + policyCases
    #expect(cases.count >= 64)
    #expect(Set(cases.map(\.name)).count == cases.count)
  }
}

private let libraryCases: [LoaderCase] = [
  LoaderCase("roots alone", .library, 1, 3, "Anne Alice Bob") { s, p in
    try p.all(try Author.all.fetch(s), \.name)
  },
  LoaderCase("no roots", .library, 1, 0, "") { s, p in
    try p.all(try Author.where { $0.name == "no" }.with(\.books).fetch(s), \.name)
  },
  LoaderCase("to-many", .library, 2, 6, "Anne(A B) Alice(C) Bob()") { s, p in
    try p.all(try Author.all.with(\.books).fetch(s), \.name) { try p.all($0.books, \.short) }
  },
  LoaderCase("to-many joined", .library, 1, 6, "Anne(A B) Alice(C) Bob()") { s, p in
    try p.all(try Author.all.with(\.books, .join).fetch(s), \.name) { try p.all($0.books, \.short) }
  },
  LoaderCase("to-many of one root", .library, 2, 3, "Anne(A B)") { s, p in
    try p.all([try Author.where { $0.name == "Anne" }.with(\.books).one(s)], \.name) {
      try p.all($0.books, \.short)
    }
  },
  LoaderCase("to-many of the first", .library, 2, 3, "Anne(A B)") { s, p in
    try p.all([try #require(try Author.all.with(\.books).first(s))], \.name) {
      try p.all($0.books, \.short)
    }
  },
  LoaderCase("to-many ordered", .library, 2, 6, "Anne(B A) Alice(C) Bob()") { s, p in
    try p.all(
      try Author.all.with(\.books) { $0.order { $0.year.descending } }.fetch(s),
      \.name
    ) { try p.all($0.books, \.short) }
  },
  LoaderCase("roots ordered", .library, 2, 6, "Bob() Anne(A B) Alice(C)") { s, p in
    try p.all(
      try Author.all.order { $0.name.descending }.with(\.books).fetch(s),
      \.name
    ) { try p.all($0.books, \.short) }
  },
  LoaderCase("roots limited", .library, 2, 5, "Anne(A B) Alice(C)") { s, p in
    try p.all(try Author.all.limit(2).with(\.books).fetch(s), \.name) {
      try p.all($0.books, \.short)
    }
  },
  LoaderCase("roots limited, joined", .library, 1, 5, "Anne(A B) Alice(C)") { s, p in
    try p.all(try Author.all.limit(2).with(\.books, .join).fetch(s), \.name) {
      try p.all($0.books, \.short)
    }
  },
  LoaderCase("to-one, null keys", .library, 1, 6, "A(Anne) B(Anne) C(Alice) D(-)") { s, p in
    try p.all(try Book.all.with(\.author).fetch(s), \.short) { try p.one($0.author, \.name) }
  },
  LoaderCase("to-one batched", .library, 2, 6, "A(Anne) B(Anne) C(Alice) D(-)") { s, p in
    try p.all(try Book.all.with(\.author, .batch).fetch(s), \.short) {
      try p.one($0.author, \.name)
    }
  },
  LoaderCase("to-one of null keys only, batched", .library, 1, 1, "D(-)") { s, p in
    try p.all(
      try Book.where { $0.authorID == nil }.with(\.author, .batch).fetch(s),
      \.short
    ) { try p.one($0.author, \.name) }
  },
  LoaderCase("two to-ones", .library, 1, 8, "A(Anne novels) B(Anne root) C(Alice -) D(- -)") {
    s,
    p in
    try p.all(try Book.all.with(\.author).with(\.category).fetch(s), \.short) {
      try p.one($0.author, \.name) + " " + p.one($0.category, \.name)
    }
  },
  LoaderCase("to-one of to-one", .library, 1, 6, "A(novels(root)) B(root(-)) C(-) D(-)") { s, p in
    try p.all(try Book.all.with(\.category) { $0.with(\.parent) }.fetch(s), \.short) {
      try p.one($0.category, \.name) { try p.one($0.parent, \.name) }
    }
  },
  LoaderCase("to-one of batched to-one", .library, 2, 6, "A(novels(root)) B(root(-)) C(-) D(-)") {
    s,
    p in
    try p.all(try Book.all.with(\.category, .batch) { $0.with(\.parent) }.fetch(s), \.short) {
      try p.one($0.category, \.name) { try p.one($0.parent, \.name) }
    }
  },
  LoaderCase("batched to-ones", .library, 3, 6, "A(novels(root)) B(root(-)) C(-) D(-)") { s, p in
    try p.all(
      try Book.all.with(\.category, .batch) { $0.with(\.parent, .batch) }.fetch(s),
      \.short
    ) { try p.one($0.category, \.name) { try p.one($0.parent, \.name) } }
  },
  LoaderCase("to-many of to-one", .library, 2, 6, "A(Anne(A B)) B(Anne(A B)) C(Alice(C)) D(-)") {
    s,
    p in
    try p.all(try Book.all.with(\.author) { $0.with(\.books) }.fetch(s), \.short) {
      try p.one($0.author, \.name) { try p.all($0.books, \.short) }
    }
  },
  LoaderCase("parents of children", .library, 2, 6, "Anne(A(Anne) B(Anne)) Alice(C(Alice)) Bob()") {
    s,
    p in
    try p.all(try Author.all.with(\.books) { $0.with(\.author) }.fetch(s), \.name) {
      try p.all($0.books, \.short) { try p.one($0.author, \.name) }
    }
  },
  LoaderCase(
    "parents need no loading",
    .library,
    2,
    6,
    "Anne(A(Anne) B(Anne)) Alice(C(Alice)) Bob()"
  ) {
    s,
    p in
    try p.all(try Author.all.with(\.books).fetch(s), \.name) {
      try p.all($0.books, \.short) { try p.one($0.author, \.name) }
    }
  },
  LoaderCase("one-to-one", .library, 1, 4, "Anne(writes) Alice(-) Bob(-)") { s, p in
    try p.all(try Author.all.with(\.profile).fetch(s), \.name) { try p.one($0.profile, \.bio) }
  },
  LoaderCase("one-to-one batched", .library, 2, 4, "Anne(writes) Alice(-) Bob(-)") { s, p in
    try p.all(try Author.all.with(\.profile, .batch).fetch(s), \.name) {
      try p.one($0.profile, \.bio)
    }
  },
  LoaderCase("one-to-one from the other side", .library, 1, 2, "writes(Anne)") { s, p in
    try p.all(try Profile.all.with(\.author).fetch(s), \.bio) { try p.one($0.author, \.name) }
  },
  LoaderCase("one-to-one and back", .library, 1, 4, "Anne(writes(Anne)) Alice(-) Bob(-)") { s, p in
    try p.all(try Author.all.with(\.profile) { $0.with(\.author) }.fetch(s), \.name) {
      try p.one($0.profile, \.bio) { try p.one($0.author, \.name) }
    }
  },
  LoaderCase(
    "one-to-one behind to-one",
    .library,
    1,
    7,
    "A(Anne(writes)) B(Anne(writes)) C(Alice(-)) D(-)"
  ) {
    s,
    p in
    try p.all(try Book.all.with(\.author) { $0.with(\.profile) }.fetch(s), \.short) {
      try p.one($0.author, \.name) { try p.one($0.profile, \.bio) }
    }
  },
  LoaderCase("many-to-many", .library, 2, 6, "A(swift rust) B() C(swift) D()") { s, p in
    try p.all(try Book.all.with(\.tags).fetch(s), \.short) { try p.all($0.tags, \.label) }
  },
  LoaderCase("many-to-many joined", .library, 1, 6, "A(swift rust) B() C(swift) D()") { s, p in
    try p.all(try Book.all.with(\.tags, .join).fetch(s), \.short) { try p.all($0.tags, \.label) }
  },
  LoaderCase("many-to-many ordered", .library, 2, 6, "A(rust swift) B() C(swift) D()") { s, p in
    try p.all(try Book.all.with(\.tags) { $0.order { $0.label.ascending } }.fetch(s), \.short) {
      try p.all($0.tags, \.label)
    }
  },
  LoaderCase("many-to-many from the other side", .library, 2, 4, "swift(A C) rust(A)") { s, p in
    try p.all(try Tag.all.with(\.books).fetch(s), \.label) { try p.all($0.books, \.short) }
  },
  LoaderCase(
    "many-to-many and back",
    .library,
    3,
    4,
    "swift(A(swift rust) C(swift)) rust(A(swift rust))"
  ) {
    s,
    p in
    try p.all(try Tag.all.with(\.books) { $0.with(\.tags) }.fetch(s), \.label) {
      try p.all($0.books, \.short) { try p.all($0.tags, \.label) }
    }
  },
  LoaderCase("a joined chain behind to-one", .library, 1, 6, "writes(Anne(A(swift rust) B()))") {
    s,
    p in
    try p.all(
      try Profile.all
        .with(\.author) { $0.with(\.books, .join) { $0.with(\.tags, .join) } }.fetch(s),
      \.bio
    ) {
      try p.one($0.author, \.name) { try p.all($0.books, \.short) { try p.all($0.tags, \.label) } }
    }
  },
  LoaderCase("siblings", .library, 3, 11, "A(swift rust/5) B(/0) C(swift/0) D(/0)") { s, p in
    try p.all(try Book.all.with(\.tags).with(\.reviews).fetch(s), \.short) {
      _ = try p.all($0.reviews) { "\($0.stars)" }
      return try p.all($0.tags, \.label) + "/\(try $0.reviews.count)"
    }
  },
  LoaderCase("three levels", .library, 3, 11, "Anne(A(1 2 3 4 5) B()) Alice(C()) Bob()") { s, p in
    try p.all(try Author.all.with(\.books) { $0.with(\.reviews) }.fetch(s), \.name) {
      try p.all($0.books, \.short) { try p.all($0.reviews) { "\($0.stars)" } }
    }
  },
  LoaderCase(
    "three levels ordered in each",
    .library,
    3,
    11,
    "Bob() Anne(B() A(5 4 3 2 1)) Alice(C())"
  ) {
    s,
    p in
    try p.all(
      try Author.all.order { $0.name.descending }.with(\.books) {
        $0.order { $0.year.descending }.with(\.reviews) { $0.order { $0.stars.descending } }
      }.fetch(s),
      \.name
    ) { try p.all($0.books, \.short) { try p.all($0.reviews) { "\($0.stars)" } } }
  },
  LoaderCase("empty second level", .library, 2, 1, "Bob()") { s, p in
    try p.all(
      try Author.where { $0.name == "Bob" }.with(\.books) { $0.with(\.reviews) }.fetch(s),
      \.name
    ) { try p.all($0.books, \.short) { try p.all($0.reviews, \.text) } }
  },
  LoaderCase("empty third level", .library, 3, 2, "Alice(C())") { s, p in
    try p.all(
      try Author.where { $0.name == "Alice" }.with(\.books) { $0.with(\.reviews) }.fetch(s),
      \.name
    ) { try p.all($0.books, \.short) { try p.all($0.reviews, \.text) } }
  },
  LoaderCase("a slot of some", .library, 2, 5, "Anne(B) Alice(C) Bob()") { s, p in
    let good = Slot<Author, Book>()
    return try p.all(
      try Author.all.with(\.books, as: good) { $0.where { $0.rating > 4 } }.fetch(s),
      \.name
    ) { try p.all($0[good], \.short) }
  },
  LoaderCase("a slot beside the relation", .library, 3, 6, "Anne(A B/B) Alice(C/C) Bob(/)") {
    s,
    p in
    let newest = Slot<Author, Book>()
    return try p.all(
      try Author.all.with(\.books).with(\.books, as: newest) {
        $0.order { $0.year.descending }.limit(1)
      }.fetch(s),
      \.name
    ) { try p.all($0.books, \.short) + "/" + p.all($0[newest], \.short) }
  },
  LoaderCase("a slot past its end", .library, 2, 4, "Anne(A) Alice() Bob()") { s, p in
    let second = Slot<Author, Book>()
    return try p.all(
      try Author.all.with(\.books, as: second) {
        $0.order { $0.year.descending }.offset(1).limit(5)
      }.fetch(s),
      \.name
    ) { try p.all($0[second], \.short) }
  },
  LoaderCase("a slot that nests", .library, 3, 7, "Anne(A(swift rust)) Alice(C(swift)) Bob()") {
    s,
    p in
    let published = Slot<Author, Book>()
    return try p.all(
      try Author.all.with(\.books, as: published) {
        $0.where { $0.status == .published }.with(\.tags)
      }.fetch(s),
      \.name
    ) { try p.all($0[published], \.short) { try p.all($0.tags, \.label) } }
  },
  LoaderCase("a slot by a condition on relations", .library, 2, 4, "Anne(A) Alice() Bob()") {
    s,
    p in
    let reviewed = Slot<Author, Book>()
    return try p.all(
      try Author.all.with(\.books, as: reviewed) { $0.where { $0.reviews.count > 2 } }.fetch(s),
      \.name
    ) { try p.all($0[reviewed], \.short) }
  },
  LoaderCase("a slot of a limit of none", .library, 2, 3, "Anne() Alice() Bob()") { s, p in
    let none = Slot<Author, Book>()
    return try p.all(
      try Author.all.with(\.books, as: none) { $0.limit(0) }.fetch(s),
      \.name
    ) { try p.all($0[none], \.short) }
  },
  LoaderCase("roots of a condition on relations", .library, 2, 3, "Anne(A B)") { s, p in
    try p.all(
      try Author.where { $0.books.any { $0.reviews.count > 2 } }.with(\.books).fetch(s),
      \.name
    ) { try p.all($0.books, \.short) }
  },
  LoaderCase("children of a category", .library, 2, 2, "root(novels) novels()") { s, p in
    try p.all(try Category.all.with(\.children).fetch(s), \.name) { try p.all($0.children, \.name) }
  },
  LoaderCase("loaded later", .library, 2, 6, "Anne(A B) Alice(C) Bob()") { s, p in
    let authors = try Author.all.fetch(s)
    try s.load(\Author.Type.books, for: authors)
    return try p.all(authors, \.name) { try p.all($0.books, \.short) }
  },
  LoaderCase("loaded later, in part loaded", .library, 4, 6, "Anne(A B) Alice(C) Bob()") { s, p in
    _ = try Author.where { $0.name == "Anne" }.with(\.books).fetch(s)
    let authors = try Author.all.fetch(s)
    try s.load(\Author.Type.books, for: authors)
    try s.load(\Author.Type.books, for: authors)
    return try p.all(authors, \.name) { try p.all($0.books, \.short) }
  },
  LoaderCase("loaded later, in an order", .library, 3, 6, "Anne(B A) Alice(C) Bob()") { s, p in
    let authors = try Author.all.with(\.books).fetch(s)
    try s.load(\Author.Type.books, for: authors) { $0.order { $0.year.descending } }
    return try p.all(authors, \.name) { try p.all($0.books, \.short) }
  },
  LoaderCase("loaded twice by two queries", .library, 4, 6, "Anne(A B) Alice(C) Bob()") { s, p in
    let first = try Author.all.with(\.books).fetch(s)
    let second = try Author.all.with(\.books).fetch(s)
    _ = try p.all(first, \.name) { try p.all($0.books, \.short) }
    return try p.all(second, \.name) { try p.all($0.books, \.short) }
  },
]

private let personCases: [LoaderCase] = [
  LoaderCase("managers", .zoo, 1, 5, "Ann(-) Ben(Ann) Cid(Ann) Dot(Cid) Eve(-)") { s, p in
    try p.all(try Person.all.with(\.manager).fetch(s), \.name) { try p.one($0.manager, \.name) }
  },
  LoaderCase("managers to depth 3", .zoo, 1, 3, "Dot(Cid(Ann(-)))") { s, p in
    try p.all(
      try Person.where { $0.name == "Dot" }
        .with(\.manager) { $0.with(\.manager) { $0.with(\.manager) } }.fetch(s),
      \.name
    ) {
      try p.one($0.manager, \.name) {
        try p.one($0.manager, \.name) { try p.one($0.manager, \.name) }
      }
    }
  },
  LoaderCase("reports to depth 3", .zoo, 4, 4, "Ann(Ben() Cid(Dot()))") { s, p in
    try p.all(
      try Person.where { $0.name == "Ann" }
        .with(\.reports) { $0.with(\.reports) { $0.with(\.reports) } }.fetch(s),
      \.name
    ) {
      try p.all($0.reports, \.name) {
        try p.all($0.reports, \.name) { try p.all($0.reports, \.name) }
      }
    }
  },
  LoaderCase("reports to depth 3, joined", .zoo, 1, 4, "Ann(Ben() Cid(Dot()))") { s, p in
    try p.all(
      try Person.where { $0.name == "Ann" }
        .with(\.reports, .join) { $0.with(\.reports, .join) { $0.with(\.reports, .join) } }.fetch(
          s
        ),
      \.name
    ) {
      try p.all($0.reports, \.name) {
        try p.all($0.reports, \.name) { try p.all($0.reports, \.name) }
      }
    }
  },
  LoaderCase("friends", .zoo, 2, 5, "Ann(Ben Cid) Ben(Ann) Cid(Ann) Dot() Eve()") { s, p in
    try p.all(try Person.all.with(\.friends).fetch(s), \.name) { try p.all($0.friends, \.name) }
  },
  LoaderCase("friends of friends", .zoo, 3, 3, "Ben(Ann(Ben Cid))") { s, p in
    try p.all(
      try Person.where { $0.name == "Ben" }.with(\.friends) { $0.with(\.friends) }.fetch(s),
      \.name
    ) { try p.all($0.friends, \.name) { try p.all($0.friends, \.name) } }
  },
  LoaderCase("followed twice is followed once", .zoo, 2, 3, "Ann(Ben Cid)") { s, p in
    try p.all(try Person.where { $0.name == "Ann" }.with(\.follows).fetch(s), \.name) {
      try p.all($0.follows, \.name)
    }
  },
  LoaderCase("followed twice, joined", .zoo, 1, 3, "Ann(Ben Cid)") { s, p in
    try p.all(try Person.where { $0.name == "Ann" }.with(\.follows, .join).fetch(s), \.name) {
      try p.all($0.follows, \.name)
    }
  },
  LoaderCase("followers and followed", .zoo, 3, 3, "Ann(Ben Cid/Ben) Ben(Ann/Ann)") { s, p in
    try p.all(
      try Person.where { $0.id <= 2 }.with(\.follows).with(\.followers).fetch(s),
      \.name
    ) { try p.all($0.follows, \.name) + "/" + p.all($0.followers, \.name) }
  },
  LoaderCase("posts of friends over hops", .zoo, 2, 5, "Ann(b3 b1 c2 b2)") { s, p in
    try p.all(try Person.where { $0.name == "Ann" }.with(\.friendsPosts).fetch(s), \.name) {
      try p.all($0.friendsPosts, \.text)
    }
  },
  LoaderCase("posts over hops in an order", .zoo, 2, 5, "Ann(b1 c2 b2 b3)") { s, p in
    try p.all(
      try Person.where { $0.name == "Ann" }
        .with(\.friendsPosts) { $0.order { $0.day.ascending } }.fetch(s),
      \.name
    ) { try p.all($0.friendsPosts, \.text) }
  },
  LoaderCase("posts over hops, joined", .zoo, 1, 5, "Ann(b3 b1 c2 b2)") { s, p in
    try p.all(try Person.where { $0.name == "Ann" }.with(\.friendsPosts, .join).fetch(s), \.name) {
      try p.all($0.friendsPosts, \.text)
    }
  },
  LoaderCase("a named shaped relation", .zoo, 2, 8, "Ann() Ben(b3 b2) Cid(c2) Dot() Eve()") {
    s,
    p in
    try p.all(try Person.all.with(\.latestPosts).fetch(s), \.name) {
      try p.all($0.latestPosts, \.text)
    }
  },
  LoaderCase("a shaped relation that nests", .zoo, 2, 5, "Ben(b3(Ben) b2(Ben)) Cid(c2(Cid))") {
    s,
    p in
    try p.all(
      try Person.where { !$0.posts.isEmpty }.with(\.latestPosts) { $0.with(\.writer) }.fetch(s),
      \.name
    ) { try p.all($0.latestPosts, \.text) { try p.one($0.writer, \.name) } }
  },
  LoaderCase("ties in a limit go by row", .zoo, 2, 2, "Ben(b3)") { s, p in
    let one = Slot<Person, Post>()
    return try p.all(
      try Person.where { $0.name == "Ben" }
        .with(\.posts, as: one) { $0.order { $0.writerID.ascending }.limit(1) }.fetch(s),
      \.name
    ) { try p.all($0[one], \.text) }
  },
]

private let keyCases: [LoaderCase] = [
  LoaderCase("composite keys", .zoo, 2, 6, "A1(y z) A2() B1(x)") { s, p in
    try p.all(try Shelf.all.with(\.boxes).fetch(s), \.code) { try p.all($0.boxes, \.label) }
  },
  LoaderCase("composite keys, joined", .zoo, 1, 6, "A1(y z) A2() B1(x)") { s, p in
    try p.all(try Shelf.all.with(\.boxes, .join).fetch(s), \.code) { try p.all($0.boxes, \.label) }
  },
  LoaderCase("composite keys to one", .zoo, 1, 6, "x(B1) y(A1) z(A1) nowhere(-)") { s, p in
    try p.all(try Box.all.with(\.shelf).fetch(s), \.label) { try p.one($0.shelf, \.code) }
  },
  LoaderCase("composite keys to one, batched", .zoo, 2, 6, "x(B1) y(A1) z(A1) nowhere(-)") { s, p in
    try p.all(try Box.all.with(\.shelf, .batch).fetch(s), \.label) { try p.one($0.shelf, \.code) }
  },
  LoaderCase("hops over composite keys", .zoo, 2, 6, "A1(pen cup ink) A2() B1()") { s, p in
    try p.all(try Shelf.all.with(\.items).fetch(s), \.code) { try p.all($0.items, \.name) }
  },
  LoaderCase("hops and back", .zoo, 2, 8, "A1(pen(y(A1)) cup(z(A1)) ink(y(A1))) A2() B1()") {
    s,
    p in
    try p.all(
      try Shelf.all.with(\.items) { $0.with(\.box) { $0.with(\.shelf) } }.fetch(s),
      \.code
    ) { try p.all($0.items, \.name) { try p.one($0.box, \.label) { try p.one($0.shelf, \.code) } } }
  },
  LoaderCase("unique text keys", .zoo, 2, 5, "chess(Ann Ben) go(Ann) empty()") { s, p in
    try p.all(try Club.all.with(\.members).fetch(s), \.code) { try p.all($0.members, \.name) }
  },
  LoaderCase(
    "columns of the table between",
    .zoo,
    2,
    8,
    "chess(2001(Ann) 2002(Ben)) go(2003(Ann)) empty()"
  ) {
    s,
    p in
    try p.all(try Club.all.with(\.memberships) { $0.with(\.person) }.fetch(s), \.code) {
      try p.all($0.memberships) {
        "\($0.since)"
      } _: {
        try p.one($0.person, \.name)
      }
    }
  },
  LoaderCase("one-to-one without a foreign key", .zoo, 1, 7, "Ann(2) Ben(1) Cid(-) Dot(-) Eve(-)") {
    s,
    p in
    try p.all(try Person.all.with(\.badge).fetch(s), \.name) {
      try p.one($0.badge) { "\($0.id.raw)" }
    }
  },
  LoaderCase("to-one without a foreign key", .zoo, 2, 4, "1(Ben) 2(Ann)") { s, p in
    try p.all(try Badge.all.with(\.holder, .batch).fetch(s)) {
      "\($0.id.raw)"
    } _: {
      try p.one($0.holder, \.name)
    }
  },
]

private let policyCases: [LoaderCase] = [
  LoaderCase("peers, to-many", .library, 2, 6, "Anne(A B) Alice(C) Bob()") { s, p in
    try p.all(try Author.all.notLoaded(.peers).fetch(s), \.name) { try p.all($0.books, \.short) }
  },
  LoaderCase("peers, to-one", .library, 2, 6, "A(Anne) B(Anne) C(Alice) D(-)") { s, p in
    try p.all(try Book.all.notLoaded(.peers).fetch(s), \.short) { try p.one($0.author, \.name) }
  },
  LoaderCase("peers, nested", .library, 3, 8, "Anne(A(swift rust) B()) Alice(C(swift)) Bob()") {
    s,
    p in
    try p.all(try Author.all.notLoaded(.peers).fetch(s), \.name) {
      try p.all($0.books, \.short) { try p.all($0.tags, \.label) }
    }
  },
  LoaderCase("one by one, to-many", .library, 4, 6, "Anne(A B) Alice(C) Bob()") { s, p in
    try p.all(try Author.all.notLoaded(.one).fetch(s), \.name) { try p.all($0.books, \.short) }
  },
  LoaderCase("one by one, to-one", .library, 3, 6, "A(Anne) B(Anne) C(Alice) D(-)") { s, p in
    try p.all(try Book.all.notLoaded(.one).fetch(s), \.short) { try p.one($0.author, \.name) }
  },
  LoaderCase("forbidden", .library, 1, 3, "Anne(notLoaded) Alice(notLoaded) Bob(notLoaded)") {
    s,
    p in
    try p.all(try Author.all.fetch(s), \.name) {
      do { return try p.all($0.books, \.short) } catch let error as KindredError {
        return "\(error.kind)"
      }
    }
  },
  LoaderCase("forbidden behind what is loaded", .library, 2, 3, "Alice(C(notLoaded)) Bob()") {
    s,
    p in
    try p.all(try Author.where { $0.id > 1 }.with(\.books).fetch(s), \.name) {
      try p.all($0.books, \.short) {
        do { return try p.all($0.tags, \.label) } catch let error as KindredError {
          return "\(error.kind)"
        }
      }
    }
  },
]

extension Live where Model == Book {
  fileprivate var short: String { String(self.title.dropFirst(5)) }
}

extension Live where Model == Shelf {
  fileprivate var code: String { "\(self.room)\(self.number)" }
}
