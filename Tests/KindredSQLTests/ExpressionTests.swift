// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSQL
import KindredSchema
import KindredSQLite
import Testing

@Suite struct `A printed expression` {
  typealias S = Shelf

  private func sql(_ expression: Expression) throws -> String {
    let plan = LogicalPlan.project(SourceID(8), [expression], S.scanBooks)
    let text = try SQLPrinter(schema: S.schema()).select(plan).text
    return String(text.dropFirst("SELECT ".count).dropLast(" FROM books AS b".count))
  }

  @Test func `has parentheses where the operators need them`() throws {
    let sum = Expression.arithmetic(.add, S.bookID, S.integer(-1))
    #expect(try sql(.arithmetic(.multiply, sum, sum)) == "(b.id + -1) * (b.id + -1)")
    #expect(try sql(.arithmetic(.subtract, S.bookID, sum)) == "b.id - (b.id + -1)")
    #expect(try sql(.negate(.negate(S.integer(-1)))) == "-(-(-1))")
    let either = Expression.or([S.bookOrder, .isNull(S.bookAuthor)])
    #expect(
      try sql(.and([either, .not(either)]))
        == #"(b."order" OR b.author_id IS NULL) AND NOT (b."order" OR b.author_id IS NULL)"#
    )
    #expect(
      try sql(.truth(.isTrue, .comparison(.equal, S.bookID, S.bookID))) == "(b.id = b.id) IS TRUE"
    )
  }

  @Test func `moves NOT into the operator where there is a word for it`() throws {
    #expect(try sql(.not(.isNull(S.bookID))) == "b.id IS NOT NULL")
    #expect(try sql(.not(.truth(.isFalse, S.bookOrder))) == #"b."order" IS NOT FALSE"#)
    #expect(try sql(.not(.truth(.isUnknown, S.bookOrder))) == #"b."order" IS NOT NULL"#)
    #expect(try sql(.not(.inList(S.bookID, [.integer(1)]))) == "b.id NOT IN (1)")
    let plan = LogicalPlan.project(SourceID(5), [S.authorID], S.scanAuthors)
    #expect(
      try sql(.not(.inSubquery(S.bookID, plan))) == "b.id NOT IN (SELECT a.id FROM authors AS a)"
    )
    #expect(try sql(.not(.exists(plan))) == "NOT EXISTS (SELECT 1 FROM authors AS a)")
  }

  @Test func `has every literal as SQLite reads it back`() throws {
    #expect(try sql(S.real(.infinity)) == "9e999")
    #expect(try sql(S.real(-.infinity)) == "-9e999")
    #expect(try sql(S.real(.leastNonzeroMagnitude)) == "5e-324")
    #expect(try sql(S.real(1e16)) == "1e+16")
    #expect(try sql(S.integer(.min)) == "-9223372036854775808")
    #expect(try sql(S.text("a\0b")) == "CAST(x'610062' AS TEXT)")
    #expect(try sql(.true) == "1")
    #expect(try sql(.and([])) == "1")
    #expect(try sql(.or([])) == "0")
    #expect(try sql(.inList(S.bookID, [])) == "b.id IN ()")
  }

  @Test func `matches text byte by byte`() throws {
    #expect(
      try sql(.textMatch(.hasPrefix, S.bookTitle, pattern: S.text("ab")))
        == "substr(b.title, 1, 2) = 'ab'"
    )
    #expect(
      try sql(.textMatch(.hasSuffix, S.bookTitle, pattern: S.text("ab")))
        == "instr(b.title || x'FF', 'ab' || x'FF') > 0"
    )
    #expect(
      try sql(.textMatch(.contains, S.bookTitle, pattern: S.bookTitle))
        == "instr(b.title, b.title) > 0"
    )
    #expect(
      try sql(.textMatch(.like(escape: "\\"), S.bookTitle, pattern: S.text("a%")))
        == "b.title LIKE 'a%' ESCAPE '\\'"
    )
  }

  @Test(arguments: [
    ("", ""), ("abc", ""), ("", "a"), ("abc", "ab"), ("abc", "bc"), ("a\0b", "a\0"),
    ("a\0b", "\0b"),
    ("\u{E9}", "\u{65}"), ("e\u{301}", "e"), ("abc", "abcd"), ("a\0b", "b"),
  ])
  func `matches text as bytes do, on SQLite`(text: String, part: String) throws {
    let connection = try SQLiteConnection(SQLiteLibrary.load())
    let bytes = Array(text.utf8)
    let wanted = Array(part.utf8)
    let expected: [(TextMatch, Bool)] = [
      (.hasPrefix, bytes.starts(with: wanted)),
      (.hasSuffix, bytes.suffix(wanted.count).elementsEqual(wanted)),
      (
        .contains,
        bytes.count >= wanted.count
          && (0...(bytes.count - wanted.count)).contains {
            bytes[$0...].starts(with: wanted)
          }
      ),
    ]
    for (match, answer) in expected {
      for pattern in [S.text(part), .coalesce([S.text(part), S.text("")])] {
        let printed = try sql(.textMatch(match, S.text(text), pattern: pattern))
        let statement = try connection.prepare("SELECT " + printed)
        _ = try statement.step()
        #expect(statement.int64(at: 0) == (answer ? 1 : 0), "\(match): \(printed)")
      }
    }
  }
}
