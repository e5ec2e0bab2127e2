// SPDX-License-Identifier: Apache-2.0

import Kindred

struct User: Entity {
  var id: ID<User> = .new
  var email: String
  static let reports = toMany(\Report.userID)
  static let badges = toMany(\Badge.userID)
  static let table = Table("user", User.init)
}

struct Report: Entity {
  var id: ID<Report> = .new
  var userID: ID<User>?
  var kind: String
  var year: Int
  static let user = toOne(\.userID)
  static let table = Table("report", Report.init).foreignKey(\.userID, onDelete: .cascade)
}

struct Badge: Entity {
  var id: ID<Badge> = .new
  var userID: ID<User>
  static let table = Table("badge", Badge.init).foreignKey(\.userID, onDelete: .cascade)
}

/// The data of the feature table.
enum PatternData {
  /// anne has the report R1; alice has R2, R3 and three badges; adam and bob have none; nobody has R4.
  static func users() throws -> Database {
    let db = try Database(User.self, Report.self, Badge.self)
    try db.write { s in
      try s.insert(["anne", "alice", "adam", "bob"].map { User(email: $0) })
      try s.insert([
        Report(userID: 1, kind: "A", year: 2000), Report(userID: 2, kind: "A", year: 2001),
        Report(userID: 2, kind: "B", year: 2000), Report(userID: nil, kind: "A", year: 2000),
      ])
      try s.insert([Badge(userID: 2), Badge(userID: 2), Badge(userID: 2)])
    }
    return db
  }
}
