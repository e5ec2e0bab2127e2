// SPDX-License-Identifier: Apache-2.0

import Kindred

/// Draws a loaded graph as text, and counts the instances that it comes across.
///
/// `Anne(Book A(swift rust) Book B())`
final class Picture {
  private var instances: Set<ObjectIdentifier> = []
  var instanceCount: Int { instances.count }

  func one<T: Entity>(
    _ object: Live<T>?,
    _ label: (Live<T>) -> String,
    _ parts: ((Live<T>) throws -> String)? = nil
  ) throws -> String {
    guard let object else { return "-" }
    instances.insert(ObjectIdentifier(object))
    return try label(object) + (parts.map { "(\(try $0(object)))" } ?? "")
  }

  func all<T: Entity>(
    _ objects: some Sequence<Live<T>>,
    _ label: (Live<T>) -> String,
    _ parts: ((Live<T>) throws -> String)? = nil
  ) throws -> String {
    try objects.map { try one($0, label, parts) }.joined(separator: " ")
  }
}

/// One request: what it draws, in how many statements, of how many instances.
struct LoaderCase: Sendable, CustomStringConvertible {
  enum Fixture: Sendable { case library, zoo }

  let name: String
  let fixture: Fixture
  let statements: Int
  let instances: Int
  let expected: String
  let request: @Sendable (Session, Picture) throws -> String

  init(
    _ name: String,
    _ fixture: Fixture,
    _ statements: Int,
    _ instances: Int,
    _ expected: String,
    _ request: @escaping @Sendable (Session, Picture) throws -> String
  ) {
    self.name = name
    self.fixture = fixture
    self.statements = statements
    self.instances = instances
    self.expected = expected
    self.request = request
  }

  var description: String { name }
}
