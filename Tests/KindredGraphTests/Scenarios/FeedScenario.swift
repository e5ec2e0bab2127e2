// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

/// A social feed: friends both ways, posts, likes, replies to posts as posts.
@Suite struct `A social feed` {
  struct Member: Entity {
    var id: ID<Member> = .new
    var name: String
    static let friends = toMany(
      through: \Friend.aID,
      \.bID,
      symmetric: true
    )
    static let notes = toMany(\Note.writerID)
    static let liked = toMany(through: \Like.memberID, \.noteID)
    static let friendsNotes = toMany(over: \.friends, \.notes, name: "friendsNotes")
    static let table = Table("members", Member.init)
  }
  struct Friend: Entity {
    var aID: ID<Member>
    var bID: ID<Member>
    static let table = Table("friends", Friend.init).primaryKey(\.aID, \.bID)
      .foreignKey(\.aID, onDelete: .cascade).foreignKey(\.bID, onDelete: .cascade)
  }
  struct Note: Entity {
    var id: ID<Note> = .new
    var writerID: ID<Member>
    var answersID: ID<Note>? = nil
    var day: Int
    var text: String
    static let writer = toOne(\.writerID)
    static let answers = toMany(\Note.answersID, name: "answers")
    static let answered = toOne(\.answersID)
    static let likers = toMany(through: \Like.noteID, \.memberID)
    static let table = Table("notes", Note.init).index(\.day)
      .foreignKey(\.writerID, onDelete: .cascade).foreignKey(\.answersID, onDelete: .setNull)
  }
  struct Like: Entity {
    var memberID: ID<Member>
    var noteID: ID<Note>
    static let table = Table("likes", Like.init).primaryKey(\.memberID, \.noteID)
      .foreignKey(\.memberID, onDelete: .cascade).foreignKey(\.noteID, onDelete: .cascade)
  }

  let db: Database

  init() throws {
    db = try Database(Member.self, Friend.self, Note.self, Like.self)
    try db.write { s in
      let members = try ["Ann", "Ben", "Cid", "Dot"].map { try s.add(Member(name: $0)) }
      try members[0].add(\.friends, members[1], members[2])
      try s.insert([
        Note(writerID: 2, day: 1, text: "b1"), Note(writerID: 2, day: 5, text: "b5"),
        Note(writerID: 3, answersID: 1, day: 6, text: "c6"), Note(writerID: 2, day: 7, text: "b7"),
        Note(writerID: 4, day: 9, text: "d9"), Note(writerID: 1, answersID: 3, day: 8, text: "a8"),
      ])
      try s.insert([(1, 1), (3, 1), (1, 4)].map { Like(memberID: $0, noteID: $1) })
    }
  }

  @Test func `F49 F50 friends' notes of the last week: the condition is for the last step`() throws
  {
    let week = Slot<Member, Note>()
    try db.read { s in
      s.notLoaded = .forbid
      let (members, log) = try s.counting {
        try Member.all.with(\.friends) { friends in
          friends.order { $0.name.descending }
            .with(\.notes, as: week) { $0.where { $0.day >= 5 }.order { $0.day.descending } }
        }.fetch(s)
      }
      #expect(log.count == 3)
      #expect(
        try members.map { try $0.friends.map(\.name) } == [["Cid", "Ben"], ["Ann"], ["Ann"], []]
      )
      let texts = try members[0].friends.map { try $0[week].map(\.text) }
      #expect(texts == [["c6"], ["b7", "b5"]])
      #expect(try members[1].friends[0] === members[0])
    }
  }

  @Test func `F50 the feed: notes of friends with writers, likers and answers, newest first`()
    throws
  {
    try db.read { s in
      s.notLoaded = .forbid
      let ann = ID<Member>(1)
      let (feed, log) = try s.counting {
        try Note.where { $0.writer.friends.any { $0.id == ann } }.order { $0.day.descending }.limit(
          3
        )
        .with(\.writer).with(\.likers).with(\.answers) { $0.with(\.writer) }.fetch(s)
      }
      #expect(log.count == 3)
      let lines = try feed.map { note in
        let answers = try note.answers.map { "\(try $0.writer.name): \($0.text)" }
        return "\(try note.writer.name) \(note.text) \(try note.likers.map(\.name)) \(answers)"
      }
      #expect(lines == [#"Ben b7 ["Ann"] []"#, #"Cid c6 [] ["Ann: a8"]"#, #"Ben b5 [] []"#])
      #expect(try feed[0].writer === feed[2].writer)
    }
  }

  @Test func `F50 friends' notes over two hops are one relation, and a thread nests`() throws {
    try db.read { s in
      s.notLoaded = .forbid
      let (members, log) = try s.counting {
        try Member.all.with(\.friendsNotes) {
          $0.with(\.answers) { $0.with(\.answers) { $0.with(\.answers) } }
        }.fetch(s)
      }
      #expect(log.count == 5)
      #expect(
        try members.map { try $0.friendsNotes.map(\.text) }.prefix(2) == [
          ["b1", "b5", "c6", "b7"], ["a8"],
        ]
      )
      let thread = try members[0].friendsNotes[0]
      #expect(try thread.answers[0].answers[0].text == "a8")
      #expect(try thread.answers[0].answers[0] === members[1].friendsNotes[0])
    }
  }

  @Test func `F48 F50 ending a friendship and leaving show on both sides at once`() throws {
    try db.write { s in
      let members = try Member.all.with(\.friends).with(\.friendsNotes).fetch(s)
      try members[0].remove(\.friends, members[1])
      #expect(try members[1].friends.isEmpty)
      #expect(try members[0].friendsNotes.map(\.text) == ["c6"])
      try s.delete(members[2])
      #expect(try members[0].friends.isEmpty)
      #expect(try members[0].friendsNotes.isEmpty)
      #expect(try Note.where { $0.text == "a8" }.one(s).answersID == nil)
    }
  }
}
