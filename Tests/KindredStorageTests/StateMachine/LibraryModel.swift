// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// What the tables of a ``Library`` should contain: rows in the order in which they were added.
///
/// Written for simplicity alone, a value that is copied whole for each snapshot. A statement is done
/// without a check, then all constraints are looked at by brute force.
struct LibraryModel: Equatable {
  private(set) var tables: [[[Value]]]
  private let schema: Schema

  init(_ schema: Schema) {
    self.schema = schema
    tables = schema.tables.map { _ in [] }
  }

  static func == (left: LibraryModel, right: LibraryModel) -> Bool { left.tables == right.tables }

  /// - Returns: Whether it was done; else nothing was.
  mutating func insert(_ rows: [[Value]], into table: TableID) -> Bool {
    keepIfValid { $0.tables[table.index] += rows }
  }

  mutating func update(
    _ table: TableID,
    _ column: Int,
    _ changes: [(position: Int, value: Value)]
  ) -> Bool {
    keepIfValid { model in
      for change in changes { model.tables[table.index][change.position][column] = change.value }
    }
  }

  /// Deletes rows one by one, each with all that goes with it.
  mutating func delete(_ table: TableID, _ positions: [Int]) -> Bool {
    var gone = tables.map { $0.map { _ in false } }
    for position in positions where !gone[table.index][position] {
      guard let found = rowsGoing(with: position, of: table, gone) else { return false }
      gone = found
    }
    return keepIfValid { model in
      for index in model.tables.indices {
        model.tables[index] = zip(model.tables[index], gone[index]).filter { !$0.1 }.map(\.0)
      }
    }
  }

  /// - Returns: The rows gone before and those that go with this one; nil if a row is in its way.
  private func rowsGoing(with position: Int, of table: TableID, _ before: [[Bool]]) -> [[Bool]]? {
    var gone = before
    gone[table.index][position] = true
    var pending = [(table, position)]
    while let (parent, row) = pending.popLast() {
      for referrer in schema.referrers[parent.index] {
        let key = schema[referrer]
        for child in tables[referrer.table.index].indices
        where !before[referrer.table.index][child] && refers(child, referrer, to: row) {
          switch key.onDelete {
          case .restrict:
            if referrer.table != parent || child != row { return nil }
          case .cascade:
            if gone[referrer.table.index][child] { continue }
            gone[referrer.table.index][child] = true
            pending.append((referrer.table, child))
          case .noAction: break
          case .setNull, .setDefault: preconditionFailure("the library has no such key")
          }
        }
      }
    }
    return gone
  }

  private func refers(_ child: Int, _ referrer: ForeignKeyID, to row: Int) -> Bool {
    let key = schema[referrer]
    let values = key.columns.map { tables[referrer.table.index][child][$0] }
    let parent = key.parentColumns.map { tables[key.parent.index][row][$0] }
    return !values.contains(where: \.isNull) && values == parent
  }

  private mutating func keepIfValid(_ change: (inout LibraryModel) -> Void) -> Bool {
    var copy = self
    change(&copy)
    guard copy.isValid else { return false }
    self = copy
    return true
  }

  private var isValid: Bool {
    schema.tables.indices.map(TableID.init).allSatisfy { table in
      hasValues(table) && hasUniqueKeys(table) && hasParents(table)
    }
  }

  private func hasValues(_ table: TableID) -> Bool {
    tables[table.index].allSatisfy { row in
      zip(row, schema[table].columns).allSatisfy { !$0.isNull || $1.isNullable }
    }
  }

  private func hasUniqueKeys(_ table: TableID) -> Bool {
    schema[table].uniqueKeys.allSatisfy { columns in
      let keys = values(columns, of: table)
      return Set(keys).count == keys.count
    }
  }

  private func hasParents(_ table: TableID) -> Bool {
    schema[table].foreignKeys.allSatisfy { key in
      Set(values(key.columns, of: table)).isSubset(of: values(key.parentColumns, of: key.parent))
    }
  }

  /// The values of a key in all rows, but for those with a NULL.
  private func values(_ columns: [Int], of table: TableID) -> [[Value]] {
    tables[table.index].map { row in columns.map { row[$0] } }
      .filter { !$0.contains(where: \.isNull) }
  }
}
