// SPDX-License-Identifier: Apache-2.0

import Kindred

/// Something that a graph of people is drawn from: an object, a value, or a row of plain arrays.
protocol PersonNode {
  var leaf: Leaf { get }
  func people(_ branch: PersonLoads.Branch) throws -> [Self]
  func posts() throws -> [Leaf]
  func posts(_ window: PersonLoads.Window, _ slot: Slot<Person, Post>) throws -> [Leaf]
}

/// What is drawn, and what makes it the same thing when it is come across again.
struct Leaf {
  let identity: AnyHashable
  let text: String

  init(_ identity: some Hashable, _ text: String) {
    self.identity = AnyHashable(identity)
    self.text = text
  }
}

/// Draws graphs, and counts what they are made of.
struct Drawing {
  let slots: [PersonLoads.Window: Slot<Person, Post>]
  private var met: Set<AnyHashable> = []
  var instanceCount: Int { met.count }

  init(_ request: PeopleRequest) { slots = request.slots }

  mutating func draw(_ people: [some PersonNode], _ loads: PersonLoads) throws -> String {
    var texts: [String] = []
    for person in people {
      var text = "\(draw(person.leaf))("
      for branch in loads.branches {
        text += " \(branch.step): " + (try draw(person.people(branch), branch.loads))
      }
      if loads.posts { text += " posts: " + draw(try person.posts()) }
      if let window = loads.window, let slot = slots[window] {
        text += " latest: " + draw(try person.posts(window, slot))
      }
      texts.append(text + ")")
    }
    return texts.joined(separator: " ")
  }

  private mutating func draw(_ leaf: Leaf) -> String {
    met.insert(leaf.identity)
    return leaf.text
  }

  private mutating func draw(_ leaves: [Leaf]) -> String {
    var texts: [String] = []
    for leaf in leaves { texts.append(draw(leaf)) }
    return texts.joined(separator: " ")
  }
}

extension Live: PersonNode where Model == Person {
  var leaf: Leaf { Leaf(self, row.name) }

  func people(_ branch: PersonLoads.Branch) throws -> [Live<Person>] {
    switch branch.step {
    case .manager: try self.manager.map { [$0] } ?? []
    case .reports: Array(try self.reports)
    case .friends: Array(try self.friends)
    case .follows: Array(try self.follows)
    case .followers: Array(try self.followers)
    }
  }

  func posts() throws -> [Leaf] { try self[dynamicMember: \.posts].map { Leaf($0, $0.row.text) } }

  func posts(_ window: PersonLoads.Window, _ slot: Slot<Person, Post>) throws -> [Leaf] {
    try self[slot].map { Leaf($0, $0.row.text) }
  }
}

extension Plain: PersonNode where Model == Person {
  var leaf: Leaf { Leaf(row.id, row.name) }

  func people(_ branch: PersonLoads.Branch) throws -> [Plain<Person>] {
    switch branch.step {
    case .manager: try self.manager.map { [$0] } ?? []
    case .reports: try self.reports
    case .friends: try self.friends
    case .follows: try self.follows
    case .followers: try self.followers
    }
  }

  func posts() throws -> [Leaf] {
    try self[dynamicMember: \.posts].map { Leaf($0.row.id, $0.row.text) }
  }

  func posts(_ window: PersonLoads.Window, _ slot: Slot<Person, Post>) throws -> [Leaf] {
    try self[slot].map { Leaf($0.row.id, $0.row.text) }
  }
}
