// SPDX-License-Identifier: Apache-2.0

import KindredSchema
import Testing

@Suite struct `Schema validation` {
  private var authors: TableSchema {
    TableSchema(
      name: "authors",
      columns: [ColumnSchema("id", .integer), ColumnSchema("name", .text)],
      uniqueKeys: [[0]]
    )
  }

  private func books(_ key: ForeignKey) -> TableSchema {
    TableSchema(
      name: "books",
      columns: [
        ColumnSchema("id", .integer), ColumnSchema("authorID", .integer, isNullable: true),
        ColumnSchema("title", .text),
      ],
      uniqueKeys: [[0]],
      foreignKeys: [key]
    )
  }

  private let toAuthors = ForeignKey(columns: [1], parent: TableID(0), parentColumns: [0])

  @Test func `tables that fit together make a schema that knows who refers to whom`() throws {
    let schema = try Schema(validating: [authors, books(toAuthors)])
    #expect(schema.referrers == [[ForeignKeyID(table: TableID(1), index: 0)], []])
    #expect(schema.table(named: "books") == TableID(1))
  }

  @Test func `a table may refer to itself`() throws {
    var nodes = authors
    nodes.columns.append(ColumnSchema("parentID", .integer, isNullable: true))
    nodes.foreignKeys = [ForeignKey(columns: [2], parent: TableID(0), parentColumns: [0])]
    #expect(
      try Schema(validating: [nodes]).referrers == [[ForeignKeyID(table: TableID(0), index: 0)]]
    )
  }

  @Test func `all faults are listed in one error`() {
    var twice = authors
    twice.columns.append(ColumnSchema("name", .text))
    var keyless = authors
    keyless.uniqueKeys = []
    let error = #expect(throws: KindredError.self) {
      try Schema(validating: [twice, keyless, books(toAuthors)])
    }
    #expect(error?.kind == .schema)
    #expect(error?.message.contains("two tables are named \"authors\"") == true)
    #expect(error?.message.contains("two columns named \"name\"") == true)
    #expect(error?.message.contains("no primary key") == true)
  }

  @Test(arguments: [
    (ForeignKey(columns: [1], parent: TableID(7), parentColumns: [0]), "not part of the schema"),
    (ForeignKey(columns: [1], parent: TableID(0), parentColumns: [1]), "not a unique key"),
    (ForeignKey(columns: [2], parent: TableID(0), parentColumns: [0]), "is text but refers to"),
    (ForeignKey(columns: [1, 2], parent: TableID(0), parentColumns: [0]), "has 2 columns but"),
    (ForeignKey(columns: [9], parent: TableID(0), parentColumns: [0]), "it does not have"),
    (ForeignKey(columns: [1], parent: TableID(0), parentColumns: [9]), "does not have"),
  ])
  func `K14 a foreign key must refer to a unique key of matching types`(
    key: ForeignKey,
    message: String
  ) {
    let faults = Schema.faults(of: [authors, books(key)])
    #expect(faults.contains { $0.contains(message) }, "\(faults)")
  }

  @Test func `N06 an optional column cannot be part of the primary key`() {
    var table = authors
    table.columns[0].isNullable = true
    #expect(Schema.faults(of: [table]) == ["authors.id is part of the primary key and optional"])
  }
}

@Suite struct `Dynamic value` {
  @Test func `X01 text is equal when its bytes are`() {
    #expect(Value.text("\u{E9}") != Value.text("e\u{301}"))
    #expect(Set([Value.text("\u{E9}"), .text("e\u{301}"), .text("\u{E9}")]).count == 2)
  }

  @Test func `V12 both zeros are one value`() {
    #expect(Value.real(-0.0) == Value.real(0.0))
    #expect(Set([Value.real(-0.0), .real(0.0)]).count == 1)
  }
}
