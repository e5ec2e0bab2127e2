// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

private struct Node: Entity {
  var code: String
  var parent: String? = nil
  static let table = Table<Node>("nodes", Node.init)
    .primaryKey(\.code)
    .foreignKey(\.parent, references: \Node.code, onUpdate: .setNull)
}

@Suite struct `A row that refers to itself` {
  @Test func `K06 keeps a reference to the key that the same update gives it`() throws {
    let db = try Database(Node.self)
    try db.write { s in
      try s.insert([Node(code: "k"), Node(code: "b", parent: "k")])
      try Node.where { $0.code == "k" }.update(s) {
        $0.parent = "a"
        $0.code = "a"
      }
      let nodes = try Node.all.rows(s)
      #expect(nodes.map(\.parent) == ["a", nil])
    }
  }
}
