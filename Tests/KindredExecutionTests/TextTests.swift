// SPDX-License-Identifier: Apache-2.0

import KindredExecution
import KindredPlan
import KindredSchema
import Testing

@Suite struct `Text predicates` {
  static let samples = [
    "", "a", "A", "a ", "Book", "Book 1", "Bookshelf", "book", "\u{E9}", "e\u{301}", "%", "_",
    "a\0",
    "a\0b", "prefix longer than eight", "prefix longer than nine", "\u{1F468}\u{200D}\u{1F469}",
    "xxbookxx", "line\nbreak", "100%", "ab", "abab", "aab",
  ]

  /// The samples as a dictionary, or among so many distinct texts that it is none.
  private func world(isDictionary: Bool) throws -> World {
    var names = Self.samples
    if !isDictionary { names += (0..<3000).map { "~filler \($0)" } }
    return try World(
      parents: names.enumerated().map { [.integer(Int64($0.offset)), .text($0.element), nil, nil] }
    )
  }

  private func check(_ condition: Expression, _ expected: (String) -> Bool) throws {
    let wanted = Self.samples.filter(expected)
    for isDictionary in [true, false] {
      let world = try world(isDictionary: isDictionary)
      let own = compare(parentID, .less, integer(Int64(Self.samples.count)))
      let found = try world.rows(filter(.and([own, condition]), scanParents), [parentName])
      #expect(found.map { $0[0] } == wanted.map { .text($0) }, "\(condition)")
    }
  }

  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test(arguments: [
    "", "a", "Book", "prefix longer", "prefix l", "a\0", "\u{E9}", "b", "ab", "aab",
  ])
  func `X01 prefix, suffix and substring go by bytes`(pattern: String) throws {
    let wanted = Self.bytes(pattern)
    for operand in [parentName, .coalesce([parentName, text(nil)])] {
      try check(.textMatch(.hasPrefix, operand, pattern: text(pattern))) {
        Self.bytes($0).starts(with: wanted)
      }
      try check(.textMatch(.hasSuffix, operand, pattern: text(pattern))) {
        Self.bytes($0).reversed().starts(with: wanted.reversed())
      }
      try check(.textMatch(.contains, operand, pattern: text(pattern))) {
        let bytes = Self.bytes($0)
        return (0...bytes.count).contains { bytes.dropFirst($0).starts(with: wanted) }
      }
    }
  }

  @Test(arguments: samples)
  func `X01 equality and order are those of the bytes`(constant: String) throws {
    let wanted = Self.bytes(constant)
    try check(compare(parentName, .equal, text(constant))) { Self.bytes($0) == wanted }
    try check(compare(parentName, .notEqual, text(constant))) { Self.bytes($0) != wanted }
    try check(compare(parentName, .less, text(constant))) {
      Self.bytes($0).lexicographicallyPrecedes(wanted)
    }
    try check(compare(parentName, .greaterOrEqual, text(constant))) {
      !Self.bytes($0).lexicographicallyPrecedes(wanted)
    }
    try check(.inList(parentName, [.text(constant), "nothing"])) { Self.bytes($0) == wanted }
  }

  @Test func `X03 LIKE folds ASCII, one code point for _, any run for %`() throws {
    func like(_ pattern: String, _ escape: Unicode.Scalar? = nil) -> Expression {
      .textMatch(.like(escape: escape), parentName, pattern: text(pattern))
    }
    try check(like("book%")) { $0.lowercased().hasPrefix("book") }
    try check(like("%BOOK%")) { $0.lowercased().contains("book") }
    try check(like("_")) { $0.unicodeScalars.count == 1 }
    try check(like("___")) { $0.unicodeScalars.count == 3 }
    try check(like("%")) { _ in true }
    try check(like("")) { $0.isEmpty }
    try check(like("%_")) { !$0.isEmpty }
    try check(like("%_%_%")) { $0.unicodeScalars.count >= 2 }
    try check(like("\u{C9}")) { _ in false }
    try check(like("line%break")) { $0 == "line\nbreak" }
    try check(like("!%", "!")) { $0 == "%" }
    try check(like("100!%", "!")) { $0 == "100%" }
    try check(like("!_", "!")) { $0 == "_" }
    try check(like("a!", "!")) { _ in false }
    try check(like("%%", "%")) { $0 == "%" }
    try check(like("%ab")) { $0 == "ab" || $0 == "abab" || $0 == "aab" }
    try check(like("a%b_b")) { $0 == "abab" }
    try check(like("a%b_")) { _ in false }
    try check(like("a%b")) { ["ab", "abab", "aab", "a\0b"].contains($0) }
  }

  @Test func `a pattern may be a column, and NULL on either side is unknown`() throws {
    let world = try World(
      parents: [[1, "abc", nil, nil], [2, nil, nil, nil]],
      children: [[1, 1, nil, "ab", nil], [2, 1, nil, nil, nil], [3, 2, nil, "x", nil]]
    )
    let joined = PhysicalPlan(
      .parentLookup(.inner, child: c, World.foreignKey, parent: p, scanChildren)
    )
    #expect(
      try world.rows(
        joined,
        [
          .textMatch(.hasPrefix, parentName, pattern: childLabel),
          .textMatch(.hasPrefix, parentName, pattern: text(nil)),
        ]
      ) == [[1, nil], [nil, nil], [nil, nil]]
    )
  }

  @Test func `X02 X05 X06 functions of text`() throws {
    let world = try World(parents: [
      [1, "\u{C9}aZ\0!", nil, nil], [2, nil, nil, nil], [3, "\r\n", nil, nil],
    ])
    #expect(
      try world.rows(
        scanParents,
        [
          .function(.lower, [parentName]), .function(.upper, [parentName]),
          .function(.length, [parentName]),
          .function(.concatenate, [parentName, text("-"), parentName]),
        ]
      ) == [
        ["\u{C9}az\0!", "\u{C9}AZ\0!", 5, "\u{C9}aZ\0!-\u{C9}aZ\0!"], [nil, nil, nil, nil],
        ["\r\n", "\r\n", 2, "\r\n-\r\n"],
      ]
    )
  }
}
