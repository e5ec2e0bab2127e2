// SPDX-License-Identifier: Apache-2.0

import Kindred

/// What is known of a database of people: plain arrays.
struct NaivePeople {
  var people: [Person]
  var posts: [Post]
  var friendships: [Friendship]
  var follows: [Follow]

  init(_ s: Session) throws {
    people = try Person.all.rows(s)
    posts = try Post.all.rows(s)
    friendships = try Friendship.all.rows(s)
    follows = try Follow.all.rows(s)
  }

  /// The related people, in the order of their rows.
  func related(_ step: PersonStep, to person: Person) -> [Person] {
    people.filter { other in
      switch step {
      case .manager: other.id == person.managerID
      case .reports: other.managerID == person.id
      case .friends: friendships.contains { $0.personID == person.id && $0.friendID == other.id }
      case .follows: follows.contains { $0.fromID == person.id && $0.toID == other.id }
      case .followers: follows.contains { $0.toID == person.id && $0.fromID == other.id }
      }
    }
  }

  func posts(of person: Person) -> [Post] { posts.filter { $0.writerID == person.id } }
}

/// The relations between people.
enum PersonStep: String, CaseIterable { case manager, reports, friends, follows, followers }

/// What to load with people, and with those in turn.
struct PersonLoads: CustomStringConvertible {
  struct Branch {
    let step: PersonStep
    let strategy: LoadStrategy
    /// By name, descending; else by row.
    let isOrdered: Bool
    let loads: PersonLoads
  }

  struct Window: Hashable {
    let offset: Int
    let limit: Int
  }

  let branches: [Branch]
  let posts: Bool
  /// The latest so many posts, after some.
  let window: Window?

  var description: String {
    var parts = branches.map {
      "\($0.step) \($0.strategy)\($0.isOrdered ? " ordered" : "") [\($0.loads)]"
    }
    if posts { parts.append("posts") }
    if let window { parts.append("posts \(window.offset)+\(window.limit)") }
    return parts.joined(separator: ", ")
  }

  /// How many statements the loads take below the people; joined lists are not told in advance.
  func statements(_ people: [Person], _ data: NaivePeople) -> Int {
    if people.isEmpty { return 0 }
    var count = (posts ? 1 : 0) + (window == nil ? 0 : 1)
    for branch in branches {
      let reached = data.people.filter { other in
        people.contains { person in
          data.related(branch.step, to: person).contains { $0.id == other.id }
        }
      }
      let isJoined = branch.step == .manager && branch.strategy != .batch
      if !isJoined, branch.step != .manager || !reached.isEmpty { count += 1 }
      count += branch.loads.statements(reached, data)
    }
    return count
  }
}

/// A row of the arrays, to be drawn as what the library loads is.
struct NaivePerson: PersonNode {
  let person: Person
  let data: NaivePeople

  var leaf: Leaf { Leaf(person.id, person.name) }

  func people(_ branch: PersonLoads.Branch) -> [NaivePerson] {
    var related = data.related(branch.step, to: person)
    if branch.isOrdered { related = related.stablySorted { $0.name > $1.name } }
    return related.map { NaivePerson(person: $0, data: data) }
  }

  func posts() -> [Leaf] { data.posts(of: person).map { Leaf($0.id, $0.text) } }

  func posts(_ window: PersonLoads.Window, _ slot: Slot<Person, Post>) -> [Leaf] {
    data.posts(of: person).stablySorted { $0.day > $1.day }
      .dropFirst(window.offset).prefix(window.limit).map { Leaf($0.id, $0.text) }
  }
}

extension Array {
  /// Sorted, what is equal as it was.
  fileprivate func stablySorted(_ precedes: (Element, Element) -> Bool) -> [Element] {
    enumerated().sorted { left, right in
      if precedes(left.element, right.element) { return true }
      if precedes(right.element, left.element) { return false }
      return left.offset < right.offset
    }.map(\.element)
  }
}
