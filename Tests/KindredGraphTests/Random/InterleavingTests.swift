// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredChoices
import Testing

@Suite struct `Random interleavings` {
  @Test func `F51 loads, changes, rollbacks and refreshes keep one true instance per row`() {
    searchCases { choices in
      let db = try choices.people()
      try db.write { s in
        var interleaving = Interleaving(choices, s)
        for _ in 0..<(2 + choices.draw(14)) {
          try choices.span {
            try interleaving.step()
            if choices.chance(60) { try interleaving.check() }
          }
        }
        try interleaving.check()
      }
    }
  }
}

private struct Oops: Error {}

/// What is done in a session, step by step, and the instances that its rows must have.
private struct Interleaving {
  let choices: Choices
  let s: Session
  /// The instance of each row that was come across.
  var instances: [ID<Person>: Live<Person>] = [:]
  /// Instances whose rows were deleted.
  var ghosts: [Live<Person>] = []

  init(_ choices: Choices, _ s: Session) { (self.choices, self.s) = (choices, s) }

  mutating func step() throws {
    switch choices.draw(13) {
    case 0:
      let loads = choices.loads(depth: 2, joinsLists: true, ordered: choices.orderedSteps())
      for person in try PeopleRequest(loads).apply(loads, to: Person.all).fetch(s) {
        try meet(person)
      }
    case 1: try anyone()?.name = choices.pick(["e", "f"])
    case 2: if let (one, other) = try anyTwo() { one.set(\.manager, to: other) }
    case 3: try anyone()?.managerID = nil
    case 4: if let one = try anyone() { try s.add(Post(writerID: one.id, day: choices.draw(4))) }
    case 5: if let (one, other) = try anyTwo() { try one.add(\.friends, other) }
    case 6: if let (one, other) = try anyTwo() { try one.remove(\.friends, other) }
    case 7: try savepoint()
    case 8: if let one = try anyone() { try s.refresh(one) }
    case 9: try delete()
    case 10: try reinsert()
    case 11:
      if let (one, other) = try anyTwo() { (one.email, other.email) = (other.email, one.email) }
    default: try clash()
    }
  }

  /// The instance of a row, whichever way it is reached.
  private mutating func anyone() throws -> Live<Person>? {
    let ids = try Person.all.rows(s).map(\.id)
    if ids.isEmpty { return nil }
    let id = choices.pick(ids)
    let person =
      choices.chance(50)
      ? try Person.find(s, id) : try Person.where { $0.id == id }.one(s)
    try meet(person)
    return person
  }

  private mutating func anyTwo() throws -> (Live<Person>, Live<Person>)? {
    guard let one = try anyone(), let other = try anyone() else { return nil }
    return (one, other)
  }

  private mutating func meet(_ person: Live<Person>) throws {
    if person.isDeleted { throw Mismatch(description: "dead: \(person) was found") }
    if let known = instances[person.id], known !== person {
      throw Mismatch(description: "instances: \(person) has a second one")
    }
    instances[person.id] = person
  }

  private mutating func savepoint() throws {
    // What is pending is written first, and is not undone.
    try s.flush()
    let before = self
    do {
      try s.savepoint {
        for _ in 0..<choices.draw(4) { try choices.span { try step() } }
        if choices.chance(60) { throw Oops() }
      }
    } catch is Oops {
      let met = instances
      (instances, ghosts) = (before.instances, before.ghosts)
      // A row that was first met in the savepoint keeps its instance if it was there before.
      for (id, person) in met where instances[id] == nil && !person.isDeleted {
        instances[id] = person
      }
    }
  }

  private mutating func delete() throws {
    guard let one = try anyone() else { return }
    // Nobody may refer to the person any more.
    try Post.where { $0.writerID == one.id }.delete(s)
    try Follow.where { $0.fromID == one.id || $0.toID == one.id }.delete(s)
    try Person.where { $0.managerID == one.id }.update(s) { $0.managerID = nil }
    try s.delete(one)
    instances[one.id] = nil
    ghosts.append(one)
  }

  /// Another row under the key of one that was deleted is another instance.
  private mutating func reinsert() throws {
    guard !ghosts.isEmpty else { return }
    let ghost = choices.pick(ghosts)
    let id = ghost.id
    if try Person.where({ $0.id == id || $0.email == ghost.email }).exists(s) { return }
    let person = try s.add(Person(id: id, email: ghost.email, name: "again"))
    if person === ghost { throw Mismatch(description: "ghost: \(ghost) came back") }
    instances[id] = person
  }

  /// A change that cannot be written, and is taken back.
  private mutating func clash() throws {
    guard let (one, other) = try anyTwo(), one !== other else { return }
    try s.flush()
    let email = one.email
    one.email = other.email
    if choices.chance(50) { one.name = "g" }
    do {
      _ = try Post.all.count(s)
      throw Mismatch(description: "clash: \(one) and \(other) were written")
    } catch let error as KindredError {
      try expectEqual(error.kind, .unique, "kind of error")
    }
    if choices.chance(50) { one.email = email } else { try s.refresh(one) }
  }

  /// Every row is the instance that it was, with its values; relations are what the tables say.
  mutating func check() throws {
    let people = try Person.all.fetch(s)
    let data = try NaivePeople(s)
    try expectEqual(people.map { "\($0.row)" }, data.people.map { "\($0)" }, "columns")
    for person in people { try meet(person) }
    for (id, person) in instances where !people.contains(person) {
      throw Mismatch(description: "lost: the instance of \(id), \(person)")
    }
    for ghost in ghosts where !ghost.isDeleted {
      throw Mismatch(description: "ghost: \(ghost) is not deleted")
    }
    for (person, row) in zip(people, data.people) {
      let related = [
        try person.manager.map { [$0] } ?? [], Array(try person.reports),
        Array(try person.friends), Array(try person.follows), Array(try person.followers),
      ]
      for (step, people) in zip(PersonStep.allCases, related) {
        let expected = data.related(step, to: row).map(\.id).sorted()
        try expectEqual(people.map(\.id).sorted(), expected, "\(step) of \(row)")
        for person in people { try meet(person) }
      }
      try expectEqual(try person.posts.map(\.id), data.posts(of: row).map(\.id), "posts of \(row)")
      for post in try person.posts { try expectEqual(try post.writer, person, "writer of \(post)") }
    }
  }
}

extension [ID<Person>] {
  fileprivate func sorted() -> [ID<Person>] { sorted { $0.raw < $1.raw } }
}
