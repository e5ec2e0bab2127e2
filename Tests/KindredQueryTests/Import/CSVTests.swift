// SPDX-License-Identifier: Apache-2.0

import KindredQuery
import KindredSchema
import Testing

@Suite struct `CSV parser` {
  private func records(_ text: String) throws -> [[String]] {
    var parser = CSVParser(Array(text.utf8))
    var records: [[String]] = []
    while let record = try parser.next() { records.append(record.fields.map(\.text)) }
    return records
  }

  private func failure(_ bytes: [UInt8]) -> KindredError? {
    var parser = CSVParser(bytes)
    do throws(KindredError) {
      while try parser.next() != nil {}
      return nil
    } catch { return error }
  }

  @Test func `quotes hold commas, doubled quotes and line breaks`() throws {
    #expect(
      try records("a,\"b,c\",\"say \"\"hi\"\"\"\n\"two\nlines\",,z")
        == [["a", "b,c", "say \"hi\""], ["two\nlines", "", "z"]]
    )
  }

  @Test func `both line ends, a last line without one, blank lines and a byte-order mark are read`()
    throws
  {
    #expect(
      try records("\u{FEFF}a,b\r\n\r\n1,2\n\n3,4") == [["a", "b"], ["1", "2"], ["3", "4"]]
    )
  }

  @Test func `an empty field at the end of a line counts`() throws {
    #expect(try records("a,\nb,") == [["a", ""], ["b", ""]])
  }

  @Test func `a line is counted through quoted line breaks`() throws {
    var parser = CSVParser(Array("h\n\"a\nb\"\nc".utf8))
    var lines: [Int] = []
    while let record = try parser.next() { lines.append(record.line) }
    #expect(lines == [1, 2, 4])
  }

  @Test(arguments: [
    ("x\n\"open", 2), ("\"a\"b", 1), ("h\na\"b", 2),
  ])
  func `malformed quotes are an error that names the line`(text: String, line: Int) {
    let error = failure(Array(text.utf8))
    #expect(error?.kind == .format)
    #expect(error?.line == line)
  }

  @Test func `bytes that are not UTF-8 are an error that names the line`() {
    let error = failure(Array("h\n".utf8) + [0x61, 0xFF, 0x0A])
    #expect(error?.kind == .format)
    #expect(error?.line == 2)
  }
}

@Suite struct `CSV table` {
  private let people = TableSchema(
    name: "people",
    columns: [
      ColumnSchema("id", .integer), ColumnSchema("name", .text),
      ColumnSchema("height", .real, isNullable: true),
      ColumnSchema("born", .date, isNullable: true),
      ColumnSchema("isMember", .boolean, isNullable: true),
    ],
    uniqueKeys: [[0]],
    autoIncrementColumn: 0
  )

  private func read(_ text: String) throws(KindredError) -> CSVTable {
    try CSVTable(Array(text.utf8), for: people)
  }

  private func failure(_ text: String) -> KindredError? {
    do throws(KindredError) {
      _ = try read(text)
      return nil
    } catch { return error }
  }

  @Test func `columns come in any order, and those left out are NULL or handed out`() throws {
    let table = try read("name,id\nAnne,7\n\"\",8")
    #expect(table.columns[0] == [.integer(7), .integer(8)])
    #expect(table.columns[1] == [.text("Anne"), .text("")])
    #expect(table.columns[2] == nil)
    #expect(table.lines == [2, 3])
  }

  @Test func `each type is read from its usual form`() throws {
    let table = try read("id,name,height,born,isMember\n1,a,1.75,1970-01-02,true\n2,b,,,0")
    #expect(table.columns[2] == [.real(1.75), .null])
    #expect(table.columns[3] == [.integer(86_400_000_000), .null])
    #expect(table.columns[4] == [.integer(1), .integer(0)])
  }

  @Test(arguments: [
    ("2021-03-01 12:30:05", 1_614_601_805_000_000), ("1900-03-01", -2_203_891_200_000_000),
    ("2000-02-29T23:59:59.5Z", 951_868_799_500_000),
  ])
  func `a date is microseconds since 1970`(text: String, expected: Int64) {
    #expect(TextConversion.value(of: text, as: .date) == .integer(expected))
  }

  @Test(arguments: [
    "2021-02-29", "2021-13-01", "21-01-01", "2021-01-01 24:00:00", "2021-01-01x", "",
  ])
  func `a date that does not exist is refused`(text: String) {
    #expect(TextConversion.value(of: text, as: .date) == nil)
  }

  @Test(
    arguments: [
      ("id,nome\n1,a", KindredError.Kind.format, 1, "nome"),
      ("id,name,name\n1,a,b", .format, 1, "name"),
      ("id\n1", .format, 1, "name"),
      ("id,name\n1,a\n2", .format, 3, nil),
      ("id,name\n1x,a", .type, 2, "id"),
      ("id,name\n9223372036854775808,a", .type, 2, "id"),
      ("id,name,height\n1,a,nan", .type, 2, "height"),
      ("id,name\n1,", .notNull, 2, "name"),
      ("", .format, 1, nil),
    ] as [(String, KindredError.Kind, Int, String?)]
  )
  func `bad input is an error that names table, column and line`(
    text: String,
    kind: KindredError.Kind,
    line: Int,
    column: String?
  ) {
    let error = failure(text)
    #expect(error?.kind == kind)
    #expect(error?.table == "people")
    #expect(error?.line == line)
    #expect(error?.columns == (column.map { [$0] } ?? []))
  }
}
