// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kindred
import Testing

private struct Word: Entity {
  typealias Key = String
  var id: ID<Word>
  var text: String
  static let uses = toMany(\WordUse.wordID)
  static let table = Table("words", Word.init).unique(\.text)
}

private struct WordUse: Entity {
  var id: ID<WordUse> = .new
  var wordID: ID<Word>
  static let word = toOne(\.wordID)
  static let table = Table("uses", WordUse.init)
}

private struct Clashing: Entity {
  var id: ID<Clashing> = .new
  var firstID: ID<Word>? = nil
  var otherID: ID<Clashing>? = nil
  var anotherID: ID<Clashing>? = nil
  static let others = toMany(\Clashing.otherID)
  static let more = toMany(\Clashing.anotherID)
  static let named = toMany(\Clashing.anotherID, name: "named")
  static let table = Table("clashing", Clashing.init)
}

private struct Cased: Entity {
  var id: ID<Cased> = .new
  var name: String
  var Name: String
  static let table = Table("Words", Cased.init).unique(\.name).unique(\.name)
}

/// "é" as one code point and as two: equal to Swift's `==`, two values to SQL.
@Suite struct `Text in two forms` {
  let composed = "\u{E9}"
  let decomposed = "e\u{301}"
  let db: Database

  init() throws {
    db = try Database(Word.self, WordUse.self)
    try db.write { [composed, decomposed] s in
      try s.insert([composed, decomposed].map { Word(id: ID($0), text: $0) })
      try s.insert([composed, decomposed, decomposed].map { WordUse(wordID: ID($0)) })
    }
  }

  @Test func `X01 is two values to compare, sort, group, join and keep distinct`() throws {
    try db.read { s in
      let found = try Word.where { $0.text == composed }.select { $0.text }.fetch(s)
      #expect(found.map { Array($0.utf8) } == [[0xC3, 0xA9]])
      #expect(try Word.where { $0.text.in([composed, "x"]) }.count(s) == 1)
      #expect(try Word.where { $0.text < "f" }.count(s) == 1)
      let sorted = try Word.all.order { $0.text.ascending }.select { $0.text }.fetch(s)
      #expect(sorted.map { $0.utf8.count } == [3, 2])
      let groups = try WordUse.all.group { $0.wordID }.select { g, _ in g.count }.fetch(s)
      #expect(groups == [1, 2])
      #expect(try WordUse.all.select { $0.wordID }.distinct().fetch(s).count == 2)
      let pairs = try Word.all.join(WordUse.self) { w, u in u.wordID == w.id }.rows(s)
      #expect(pairs.count == 3)
      #expect(try Word.where { $0.uses.count == 2 }.count(s) == 1)
    }
  }

  @Test func `X01 is two keys, two objects and two lists`() throws {
    try db.read { s in
      let first = try Word.find(s, ID(composed))
      let second = try Word.find(s, ID(decomposed))
      #expect(first !== second)
      let uses = try Word.all.with(\.uses).fetch(s).map { try $0.uses.count }
      #expect(uses == [1, 2])
      let words = try WordUse.all.fetch(s).map { try $0.word }
      #expect(words[0] === first && words[1] === second && words[2] === second)
    }
    let error = #expect(throws: KindredError.self) {
      try db.write { s in try s.insert([Word(id: "x", text: decomposed)]) }
    }
    #expect(error?.kind == .unique)
  }

  @Test func `X01 is a change when one form replaces the other`() throws {
    try db.write { s in
      let word = try Word.find(s, ID(composed))
      word.text = "x"
      try s.flush()
      try Word.find(s, ID(decomposed)).text = composed
      try s.flush()
    }
    let texts = try db.read { s in try Word.all.select { $0.text }.fetch(s) }
    #expect(texts.map { $0.utf8.count } == [1, 2])
  }
}

@Suite struct `Names` {
  @Test func `two relations of one name are an error that says where they are`() throws {
    let db = try Database(Clashing.self, Word.self)
    try db.read { s in
      let none = try Clashing.where { $0.others.exists }.count(s)
      #expect(none == 0)
      let error = #expect(throws: KindredError.self) {
        try Clashing.where { $0.more.exists }.count(s)
      }
      #expect(error?.message.contains("two relations of Clashing are called \"clashing\"") == true)
      #expect(try Clashing.where { $0.named.exists }.count(s) == 0)
    }
  }

  @Test func `that differ in case only, and keys declared twice, are faults`() {
    let error = #expect(throws: KindredError.self) { try Database(Cased.self, Word.self) }
    let message = error?.message ?? ""
    #expect(message.contains("Words has two columns named \"Name\""), "\(message)")
    #expect(message.contains("two tables are named"), "\(message)")
    #expect(message.contains("Words.name is declared unique twice"), "\(message)")
  }
}
