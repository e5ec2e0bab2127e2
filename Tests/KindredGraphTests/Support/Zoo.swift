// SPDX-License-Identifier: Apache-2.0

import Kindred

// Models for every kind of relation that the library's seven do not have.

/// Self-references of both kinds: a manager and reports, friends both ways, those one follows.
struct Person: Entity {
  var id: ID<Person> = .new
  var managerID: ID<Person>? = nil
  var email: String
  var name: String
  static let manager = toOne(\.managerID)
  static let reports = toMany(\Person.managerID)
  static let friends = toMany(
    through: \Friendship.personID,
    \.friendID,
    symmetric: true,
    name: "friends"
  )
  static let follows = toMany(through: \Follow.fromID, \.toID, name: "follows")
  static let followers = toMany(through: \Follow.toID, \.fromID, name: "followers")
  static let posts = toMany(\Post.writerID)
  static let friendsPosts = toMany(over: \.friends, \.posts, name: "friendsPosts")
  static let latestPosts = toMany(\Post.writerID, name: "latestPosts") {
    $0.order { $0.day.descending }.limit(2)
  }
  static let clubs = toMany(
    through: \Membership.email,
    from: \Person.email,
    onward: \Membership.club,
    to: \Club.code
  )
  static let badge = hasOne(\Badge.email, from: \Person.email)
  static let table = Table("people", Person.init).unique(\.email)
}

struct Friendship: Entity {
  var personID: ID<Person>
  var friendID: ID<Person>
  static let table = Table("friendships", Friendship.init).primaryKey(\.personID, \.friendID)
    .foreignKey(\.personID, onDelete: .cascade)
    .foreignKey(\.friendID, onDelete: .cascade)
}

/// A table between without a key: the same two may be connected twice.
struct Follow: Entity {
  var id: ID<Follow> = .new
  var fromID: ID<Person>
  var toID: ID<Person>
  static let table = Table("follows", Follow.init)
}

struct Post: Entity {
  var id: ID<Post> = .new
  var writerID: ID<Person>
  var day: Int
  var text: String = ""
  static let writer = toOne(\.writerID)
  static let table = Table("posts", Post.init)
}

/// A code that is unique and not the primary key.
struct Club: Entity {
  var id: ID<Club> = .new
  var code: String
  static let members = toMany(
    through: \Membership.club,
    from: \Club.code,
    onward: \Membership.email,
    to: \Person.email
  )
  static let memberships = toMany(\Membership.club, from: \Club.code)
  static let table = Table("clubs", Club.init).unique(\.code)
}

/// A table between with a column of its own, which connects by unique columns.
struct Membership: Entity {
  var email: String
  var club: String
  var since: Int = 2000
  static let person = toOne(\.email, to: \Person.email, name: "person")
  static let ofClub = toOne(\.club, to: \Club.code, name: "ofClub")
  static let table = Table("memberships", Membership.init).primaryKey(\.email, \.club)
    .foreignKey(\.email, references: \Person.email)
    .foreignKey(\.club, references: \Club.code)
}

/// One per person at most, by a column that no foreign key declares.
struct Badge: Entity {
  var id: ID<Badge> = .new
  var email: String
  static let holder = toOne(\.email, to: \Person.email, name: "holder")
  static let table = Table("badges", Badge.init).unique(\.email)
}

/// A composite key, and rows that refer to it.
struct Shelf: Entity {
  var room: String
  var number: Int
  static let boxes = toMany(\Box.room, \Box.number, from: \Shelf.room, \Shelf.number)
  static let items = toMany(over: \.boxes, \.items)
  static let table = Table("shelves", Shelf.init).primaryKey(\.room, \.number)
}

struct Box: Entity {
  var id: ID<Box> = .new
  var room: String? = nil
  var number: Int? = nil
  var label: String
  static let shelf = toOne(\.room, \.number, to: \Shelf.room, \Shelf.number, name: "shelf")
  static let items = toMany(\Item.boxID)
  static let table = Table("boxes", Box.init)
    .foreignKey(\.room, \.number, references: \Shelf.room, \Shelf.number)
}

struct Item: Entity {
  var id: ID<Item> = .new
  var boxID: ID<Box>
  var name: String
  static let box = toOne(\.boxID)
  static let table = Table("items", Item.init)
}

enum Zoo {
  static func empty() throws -> Database {
    try Database(
      Person.self,
      Friendship.self,
      Follow.self,
      Post.self,
      Club.self,
      Membership.self,
      Badge.self,
      Shelf.self,
      Box.self,
      Item.self
    )
  }

  /// People: Ann manages Ben and Cid, Cid manages Dot; Eve is alone.
  ///
  /// Friends: Ann–Ben, Ann–Cid. Ann follows Ben (twice) and Cid, Ben follows Ann. Posts: three of Ben, one
  /// of Cid. Clubs: chess (Ann 2001, Ben 2002), go (Ann 2003), empty. Badges of Ann and Ben. Shelves: A1
  /// with two boxes, A2 with none, B1 with one, a box on no shelf.
  static func filled() throws -> Database {
    let db = try empty()
    try db.write { s in
      try s.insert([
        Person(email: "ann", name: "Ann"), Person(managerID: 1, email: "ben", name: "Ben"),
        Person(managerID: 1, email: "cid", name: "Cid"),
        Person(managerID: 3, email: "dot", name: "Dot"), Person(email: "eve", name: "Eve"),
      ])
      try s.insert([(1, 2), (2, 1), (1, 3), (3, 1)].map { Friendship(personID: $0, friendID: $1) })
      try s.insert([(1, 2), (1, 3), (1, 2), (2, 1)].map { Follow(fromID: $0, toID: $1) })
      try s.insert([
        Post(writerID: 2, day: 3, text: "b3"), Post(writerID: 2, day: 1, text: "b1"),
        Post(writerID: 3, day: 2, text: "c2"), Post(writerID: 2, day: 2, text: "b2"),
      ])
      try s.insert([Club(code: "chess"), Club(code: "go"), Club(code: "empty")])
      try s.insert([
        Membership(email: "ann", club: "chess", since: 2001),
        Membership(email: "ben", club: "chess", since: 2002),
        Membership(email: "ann", club: "go", since: 2003),
      ])
      try s.insert([Badge(email: "ben"), Badge(email: "ann")])
      try s.insert([
        Shelf(room: "A", number: 1), Shelf(room: "A", number: 2), Shelf(room: "B", number: 1),
      ])
      try s.insert([
        Box(room: "B", number: 1, label: "x"), Box(room: "A", number: 1, label: "y"),
        Box(room: "A", number: 1, label: "z"), Box(label: "nowhere"),
      ])
      try s.insert([
        Item(boxID: 2, name: "pen"), Item(boxID: 3, name: "cup"), Item(boxID: 2, name: "ink"),
      ])
    }
    return db
  }
}
