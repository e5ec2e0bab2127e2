// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// The schema of the plan tests: authors have books and mentors, books have reviews and notes; a note
/// refers to a book by two columns.
enum Library {
  static let authors = TableID(0)
  static let books = TableID(1)
  static let reviews = TableID(2)
  static let notes = TableID(3)

  static let schema: Schema = {
    do {
      return try Schema(validating: [
        TableSchema(
          name: "authors",
          columns: [
            ColumnSchema("id", .integer), ColumnSchema("name", .text),
            ColumnSchema("born", .integer, isNullable: true),
            ColumnSchema("mentorID", .integer, isNullable: true),
          ],
          uniqueKeys: [[0]],
          foreignKeys: [ForeignKey(columns: [3], parent: authors, parentColumns: [0])]
        ),
        TableSchema(
          name: "books",
          columns: [
            ColumnSchema("id", .integer), ColumnSchema("authorID", .integer, isNullable: true),
            ColumnSchema("year", .integer), ColumnSchema("pages", .integer, isNullable: true),
          ],
          uniqueKeys: [[0], [2, 0]],
          foreignKeys: [ForeignKey(columns: [1], parent: authors, parentColumns: [0])]
        ),
        TableSchema(
          name: "reviews",
          columns: [
            ColumnSchema("id", .integer), ColumnSchema("bookID", .integer),
            ColumnSchema("stars", .integer, isNullable: true),
          ],
          uniqueKeys: [[0]],
          foreignKeys: [ForeignKey(columns: [1], parent: books, parentColumns: [0])]
        ),
        TableSchema(
          name: "notes",
          columns: [
            ColumnSchema("id", .integer), ColumnSchema("bookID", .integer, isNullable: true),
            ColumnSchema("bookYear", .integer, isNullable: true),
          ],
          uniqueKeys: [[0], [2]],
          foreignKeys: [ForeignKey(columns: [2, 1], parent: books, parentColumns: [2, 0])]
        ),
      ])
    } catch {
      preconditionFailure("the test schema is wrong: \(error)")
    }
  }()

  struct Statistics: StatisticsSource {
    var rows = [10_000, 100_000, 300_000, 1_000]
    func statistics(of table: TableID) -> TableStatistics {
      let count = rows[table.index]
      let parents = Library.schema[table].foreignKeys.map {
        min(count, rows[$0.parent.index] * 9 / 10)
      }
      return TableStatistics(rowCount: count, slotCount: count, distinctParents: parents)
    }
  }

  static func optimized(_ plan: LogicalPlan, disabled: Set<String> = []) -> LogicalPlan {
    Optimizer(schema: schema, disabled: disabled).optimize(plan)
  }

  static func planned(
    _ plan: LogicalPlan,
    statistics: Statistics = Statistics()
  ) throws -> PhysicalPlan {
    try Planner(schema: schema, statistics: statistics).plan(plan)
  }
}

/// A source of a table, to write plans with: `let b = Use(.books, 1); b["year"]`.
struct Use {
  let source: SourceID
  let table: TableID

  init(_ table: TableID, _ number: Int) {
    self.source = SourceID(number)
    self.table = table
  }

  var scan: LogicalPlan { .scan(source, table) }
  var row: Expression { .row(source) }

  subscript(name: String) -> Expression {
    let description = Library.schema[table]
    guard let index = description.columnIndex(named: name) else {
      preconditionFailure("\(description.name) has no column \(name)")
    }
    return .column(ColumnReference(source, index, description.columns[index].type))
  }
}

func integer(_ value: Int64) -> Expression { .literal(.integer(value), .integer) }

func compare(
  _ left: Expression,
  _ op: ComparisonOperator,
  _ right: Expression
) -> Expression {
  .comparison(op, left, right)
}

func output(_ source: Int, _ index: Int, _ type: ColumnType = .integer) -> Expression {
  .column(ColumnReference(SourceID(source), index, type))
}

func count(_ source: Int, of plan: LogicalPlan) -> Expression {
  .scalar(.aggregate(SourceID(source), keys: [], aggregates: [Aggregate(.count)], plan))
}

func project(_ source: Int, _ expressions: [Expression], _ input: LogicalPlan) -> LogicalPlan {
  .project(SourceID(source), expressions, input)
}
