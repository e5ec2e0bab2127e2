// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredChoices

extension Choices {
  /// A database of few people with many relations.
  func people() throws -> Database {
    let db = try Zoo.empty()
    let count = draw(7)
    func person() -> ID<Person> { ID(draw(count) + 1) }
    try db.write { s in
      try s.insert(
        (0..<count).map { row in
          Person(
            managerID: row > 0 && chance(60) ? ID(draw(row) + 1) : nil,
            email: "\(row)",
            name: pick(["a", "b", "c", "d"])
          )
        }
      )
      if count == 0 { return }
      for _ in 0..<draw(8) {
        try s.insert([Friendship(personID: person(), friendID: person())], onConflict: .ignore)
      }
      try s.insert((0..<draw(8)).map { _ in Follow(fromID: person(), toID: person()) })
      try s.insert((0..<draw(10)).map { Post(writerID: person(), day: draw(4), text: "p\($0)") })
    }
    return db
  }

  /// The relations that a request orders.
  func orderedSteps() -> Set<PersonStep> {
    Set(PersonStep.allCases.filter { $0 != .manager && chance(30) })
  }

  /// Loads to the depth, each relation at most once for one person; no joined lists unless they are wanted.
  ///
  /// An object has one list of a relation, whichever part of a request loaded it: so a relation has one order
  /// in all of it.
  func loads(
    depth: Int,
    joinsLists: Bool,
    ordered: Set<PersonStep>
  ) -> PersonLoads {
    var branches: [PersonLoads.Branch] = []
    for step in PersonStep.allCases where depth > 0 && chance(40) {
      let strategies: [LoadStrategy] =
        step == .manager || joinsLists ? [.auto, .batch, .join] : [.auto, .batch]
      branches.append(
        PersonLoads.Branch(
          step: step,
          strategy: pick(strategies),
          isOrdered: ordered.contains(step),
          loads: loads(depth: depth - 1, joinsLists: joinsLists, ordered: ordered)
        )
      )
    }
    return PersonLoads(
      branches: branches,
      posts: chance(30),
      window: optional(30) { PersonLoads.Window(offset: draw(3), limit: draw(4)) }
    )
  }
}

/// A request for people, as it is put to the library.
struct PeopleRequest {
  let loads: PersonLoads
  /// By the window of the slot, so that a slot never has two shapes.
  let slots: [PersonLoads.Window: Slot<Person, Post>]

  init(_ loads: PersonLoads) {
    self.loads = loads
    var slots: [PersonLoads.Window: Slot<Person, Post>] = [:]
    func visit(_ loads: PersonLoads) {
      if let window = loads.window { slots[window] = slots[window] ?? Slot() }
      for branch in loads.branches { visit(branch.loads) }
    }
    visit(loads)
    self.slots = slots
  }

  func apply<N: Nestable>(_ loads: PersonLoads, to start: N) -> N where N.Row == Person {
    var nestable = start
    for branch in loads.branches {
      let list = { (list: ManyLoad<Person>) in
        apply(branch.loads, to: branch.isOrdered ? list.order { $0.name.descending } : list)
      }
      nestable =
        switch branch.step {
        case .manager: nestable.with(\.manager, branch.strategy) { apply(branch.loads, to: $0) }
        case .reports: nestable.with(\.reports, branch.strategy, list)
        case .friends: nestable.with(\.friends, branch.strategy, list)
        case .follows: nestable.with(\.follows, branch.strategy, list)
        case .followers: nestable.with(\.followers, branch.strategy, list)
        }
    }
    if loads.posts { nestable = nestable.with(\.posts) }
    if let window = loads.window, let slot = slots[window] {
      nestable = nestable.with(\.posts, as: slot) {
        $0.order { $0.day.descending }.offset(window.offset).limit(window.limit)
      }
    }
    return nestable
  }
}

extension PeopleRequest {
  /// Loads a to-many relation, and those behind it, for people who are there already.
  func load(_ branch: PersonLoads.Branch, for people: [Live<Person>], _ s: Session) throws {
    let shape = { (list: ManyLoad<Person>) in
      apply(branch.loads, to: branch.isOrdered ? list.order { $0.name.descending } : list)
    }
    switch branch.step {
    case .manager: try s.load(\.manager, for: people) { apply(branch.loads, to: $0) }
    case .reports: try s.load(\.reports, for: people, shape)
    case .friends: try s.load(\.friends, for: people, shape)
    case .follows: try s.load(\.follows, for: people, shape)
    case .followers: try s.load(\.followers, for: people, shape)
    }
  }
}

extension PersonLoads {
  /// Whether a to-many relation is to be joined, anywhere.
  var joinsLists: Bool {
    branches.contains { ($0.step != .manager && $0.strategy == .join) || $0.loads.joinsLists }
  }

  /// Whether a slot is filled, anywhere.
  var hasWindow: Bool { window != nil || branches.contains(where: \.loads.hasWindow) }
}
