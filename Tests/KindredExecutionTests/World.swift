// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredExecution
import KindredPlan
import KindredSchema
import KindredStorage

/// Two tables, a parent and its children, and ways to ask plans about them.
struct World {
  static let parents = TableID(0)
  static let children = TableID(1)
  static let parentKey = UniqueKeyID(table: parents, index: 0)
  static let childKey = UniqueKeyID(table: children, index: 0)
  static let foreignKey = ForeignKeyID(table: children, index: 0)

  let store: DatabaseStore

  init(parents: [[Value]] = [], children: [[Value]] = []) throws {
    let schema = try Schema(validating: [
      TableSchema(
        name: "parent",
        columns: [
          ColumnSchema("id", .integer), ColumnSchema("name", .text, isNullable: true),
          ColumnSchema("code", .integer, isNullable: true),
          ColumnSchema("weight", .real, isNullable: true),
        ],
        uniqueKeys: [[0]]
      ),
      TableSchema(
        name: "child",
        columns: [
          ColumnSchema("id", .integer), ColumnSchema("parent_id", .integer, isNullable: true),
          ColumnSchema("n", .integer, isNullable: true),
          ColumnSchema("label", .text, isNullable: true),
          ColumnSchema("score", .real, isNullable: true),
        ],
        uniqueKeys: [[0]],
        foreignKeys: [
          ForeignKey(
            columns: [1],
            parent: TableID(0),
            parentColumns: [0],
            onDelete: .cascade
          )
        ]
      ),
    ])
    // Tests name rows by their ids, also after deleting others: nothing is compacted.
    store = DatabaseStore(schema: schema, slack: 1 << 32)
    try insert(parents, into: Self.parents)
    try insert(children, into: Self.children)
  }

  func insert(_ rows: [[Value]], into table: TableID) throws {
    let columns = store.schema[table].columns.enumerated().map { index, column in
      Vector(rows.map { $0[index] }, as: column.type.storageClass)
    }
    try store.write { try $0.insert(into: table, columns, count: rows.count) }
  }

  /// The rows that a plan yields, each as the values of the expressions.
  func rows(
    _ plan: PhysicalPlan,
    _ expressions: [Expression],
    parameters: [Value] = []
  ) throws -> [[Value]] {
    let source = SourceID(99)
    let projected = PhysicalPlan(.project(source, expressions, plan))
    let output = expressions.enumerated().map {
      OutputColumn.column(ColumnReference(source, $0.offset, $0.element.type))
    }
    return try Executor(snapshot: store.snapshot(), parameters: parameters)
      .run(projected, output: output).values
  }

  /// The row ids of one source that a plan yields.
  func ids(_ plan: PhysicalPlan, _ source: SourceID, _ table: TableID) throws -> [RowID] {
    let result = try Executor(snapshot: store.snapshot())
      .run(plan, output: [.row(source, table)])
    guard case .rows(_, let ids) = result.columns[0] else { return [] }
    return ids
  }

  /// What each operator of the plan did.
  func metrics(_ plan: PhysicalPlan) throws -> OperatorMetrics {
    try Executor(snapshot: store.snapshot()).runMeasuring(plan, output: []).metrics
  }
}

extension ResultSet {
  var values: [[Value]] {
    (0..<rowCount).map { row in
      columns.map { column in
        switch column {
        case .rows(_, let ids): .integer(Int64(ids[row]))
        case .vector(let vector): vector.value(at: row)
        }
      }
    }
  }
}

// MARK: - Short forms

let p = SourceID(1)
let c = SourceID(2)
let s = SourceID(3)
let t = SourceID(4)

let scanParents = PhysicalPlan(.scan(p, World.parents))
let scanChildren = PhysicalPlan(.scan(c, World.children))

let parentID = Expression.column(ColumnReference(p, 0, .integer))
let parentName = Expression.column(ColumnReference(p, 1, .text))
let parentCode = Expression.column(ColumnReference(p, 2, .integer))
let parentWeight = Expression.column(ColumnReference(p, 3, .real))
let childID = Expression.column(ColumnReference(c, 0, .integer))
let childParent = Expression.column(ColumnReference(c, 1, .integer))
let childN = Expression.column(ColumnReference(c, 2, .integer))
let childLabel = Expression.column(ColumnReference(c, 3, .text))
let childScore = Expression.column(ColumnReference(c, 4, .real))
let childParentRow = Expression.parentRowID(c, World.foreignKey)

func integer(_ value: Int64?) -> Expression {
  .literal(value.map { .integer($0) } ?? .null, .integer)
}

func real(_ value: Double?) -> Expression { .literal(value.map { .real($0) } ?? .null, .real) }

func text(_ value: String?) -> Expression { .literal(value.map { .text($0) } ?? .null, .text) }

func computed(_ source: SourceID, _ index: Int, _ type: ColumnType) -> Expression {
  .column(ColumnReference(source, index, type))
}

func compare(_ left: Expression, _ op: ComparisonOperator, _ right: Expression) -> Expression {
  .comparison(op, left, right)
}

func filter(_ condition: Expression, _ input: PhysicalPlan) -> PhysicalPlan {
  PhysicalPlan(.filter(condition, input))
}

extension Value: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByStringLiteral, ExpressibleByNilLiteral
{
  /// An integer.
  public init(integerLiteral value: Int64) { self = .integer(value) }
  /// A real.
  public init(floatLiteral value: Double) { self = .real(value) }
  /// A text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// NULL.
  public init(nilLiteral: ()) { self = .null }
}

/// Row counts around the capacity of a batch.
let boundaryCounts = [0, 1, 2, 2047, 2048, 2049, 5000]

func integers(_ value: Int?) -> Value { value.map { Value.integer(Int64($0)) } ?? Value.null }

/// Parents with ids from 1, every third name and every fifth code NULL.
func someParents(_ count: Int) -> [[Value]] {
  (0..<count).map { row -> [Value] in
    let name: Value = row % 3 == 2 ? Value.null : Value.text("name \(row % 7)")
    let code: Int? = row % 5 == 4 ? nil : row % 11 - 5
    return [integers(row + 1), name, integers(code), Value.real(Double(row % 13) / 4)]
  }
}

/// Children with ids from 1, spread over the parents with gaps, every seventh without one.
func someChildren(_ count: Int, parents: Int) -> [[Value]] {
  (0..<count).map { row -> [Value] in
    let hasParent = parents > 0 && row % 7 != 3
    let parent: Int? = hasParent ? row * 7919 % parents / 2 * 2 + 1 : nil
    let n: Int? = row % 4 == 1 ? nil : row % 10
    let score: Value = row % 6 == 5 ? Value.null : Value.real(Double(row % 9) / 2)
    return [
      integers(row + 1), integers(parent), integers(n), Value.text("label \(row % 5)"), score,
    ]
  }
}
