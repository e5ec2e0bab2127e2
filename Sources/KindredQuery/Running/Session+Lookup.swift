// SPDX-License-Identifier: Apache-2.0

import KindredPlan
public import KindredSchema
import KindredStorage

/// The primary key's index of one state of a table, held so that a look-up copies nothing.
final class KeyLookup {
  private let table: KindredStorage.Table
  private let index: UniqueIndex
  private let isSingle: Bool

  init(_ table: KindredStorage.Table) {
    self.table = table
    index = table.uniqueIndexes[0]
    isSingle = index.columns.count == 1
  }

  func row(ofInteger key: Int64) -> RowID { index.row(ofInteger: key, in: table) }

  /// - Throws: `query` when the primary key of the table is not the model's id.
  func row<T: Entity>(of id: ID<T>) throws(KindredError) -> RowID {
    guard isSingle else {
      throw KindredError(
        .query,
        "rows of \(T.self) have no id to find them by: use where { … }.one(s)",
        table: table.schema.name
      )
    }
    let cell = id.columnCell.value
    switch cell {
    case .integer(let key): return row(ofInteger: key)
    case .null: return -1
    case .real, .text: return index.row(of: [cell], in: table)
    }
  }
}

/// Look-ups by primary key, which are not planned.
extension Session {
  /// The row with the id; -1 for none.
  ///
  /// - Throws: `query` when the primary key of the table is not the model's id.
  package func row<T: Entity>(of id: ID<T>, in table: TableID) throws(KindredError) -> RowID {
    try keyLookup(table).row(of: id)
  }

  /// When a statement that begins now began; nil if nothing is recorded.
  package var loggingStart: ContinuousClock.Instant? { isLogging ? ContinuousClock.now : nil }

  /// Records a look-up as the statement that it stands for.
  package func recordLookup<T: Entity>(
    of id: ID<T>,
    in table: TableID,
    _ site: Site,
    since start: ContinuousClock.Instant?
  ) {
    guard start != nil else { return }
    let key = catalogue.schema[table].primaryKey[0]
    let type = catalogue.schema[table].columns[key].type
    let source = SourceID(0)
    let isWanted = Expression.comparison(
      .equal,
      .column(ColumnReference(source, key, type)),
      .literal(id.columnCell.value, type)
    )
    record(
      Purpose(site),
      rows: 1,
      since: start,
      .query(.filter(isWanted, .scan(source, table)), catalogue.schema)
    )
  }
}

extension Entity {
  /// The row with the id as a plain value: no object is made, and it may leave the session.
  ///
  /// One look-up, without planning.
  ///
  /// - Throws: `notFound` if there is none.
  /// - Complexity: O(columns).
  public static func row(
    _ session: Session,
    _ id: ID<Self>,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> Self {
    try session.flush()
    let start = session.loggingStart
    let table = try session.catalogue.table(Self.table.layout.number)
    let row = try session.row(of: id, in: table)
    guard row >= 0 else {
      throw KindredError(
        .notFound,
        "there is no row with the id \(id)",
        table: Self.table.layout.name
      )
    }
    let model = try session.model(Self.self, of: row, in: table)
    session.recordLookup(of: id, in: table, Site(file, line), since: start)
    return model
  }
}
