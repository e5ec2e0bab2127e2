// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// What to call the sources of a plan: a table by its name, numbered from its second use on; what a
/// projection, grouping or subquery computes by a letter and a number.
struct PlanNames {
  let schema: Schema
  private var names: [SourceID: String] = [:]
  private var tables: [SourceID: TableID] = [:]
  private var uses: [String: Int] = [:]
  /// The subqueries mentioned so far, to be shown below their operator.
  private(set) var subqueries: [LogicalPlan] = []

  init(_ schema: Schema) { self.schema = schema }

  mutating func introduce(_ source: SourceID, reading table: TableID) {
    tables[source] = table
    name(source, schema[table].name)
  }

  /// Names a source that computes: `p1` for a projection, `g1` for a grouping, `s1` for a subquery.
  mutating func introduce(_ source: SourceID, computing letter: String) {
    guard names[source] == nil else { return }
    uses[letter, default: 0] += 1
    names[source] = "\(letter)\(uses[letter, default: 1])"
  }

  private mutating func name(_ source: SourceID, _ base: String) {
    guard names[source] == nil else { return }
    let count = uses[base, default: 0] + 1
    uses[base] = count
    names[source] = count == 1 ? base : "\(base)\(count)"
  }

  subscript(source: SourceID) -> String { names[source] ?? "outer\(source.raw)" }

  func column(_ reference: ColumnReference) -> String {
    guard let table = tables[reference.source] else {
      return "\(self[reference.source]).\(reference.index)"
    }
    return "\(self[reference.source]).\(schema[table].columns[reference.index].name)"
  }

  func index(_ key: UniqueKeyID) -> String {
    let table = schema[key.table]
    let kind = key.index == 0 ? "primary key" : "unique key"
    return "\(table.name) \(kind) (\(table.columnNames(table.uniqueKeys[key.index])))"
  }

  func index(_ key: ForeignKeyID) -> String {
    let table = schema[key.table]
    return "\(table.name) foreign key (\(table.columnNames(schema[key].columns)))"
  }

  func index(_ key: OrderedIndexID) -> String {
    let table = schema[key.table]
    let parts = schema[key].parts.map { part in
      table.columns[part.column].name + (part.isDescending ? " descending" : "")
    }
    let kind = schema[key].tests.isEmpty ? "index" : "partial index"
    return "\(table.name) \(kind) (\(parts.joined(separator: ", ")))"
  }

  /// The number under which the subquery is shown below its operator, from 1.
  mutating func number(of subquery: LogicalPlan) -> Int {
    subqueries.append(subquery)
    return subqueries.count
  }

  /// The subqueries from a position on, with their numbers.
  func subqueries(from position: Int) -> [(number: Int, plan: LogicalPlan)] {
    subqueries.indices.dropFirst(position).map { ($0 + 1, subqueries[$0]) }
  }
}

extension TableSchema {
  fileprivate func columnNames(_ positions: [Int]) -> String {
    positions.map { columns[$0].name }.joined(separator: ", ")
  }
}
