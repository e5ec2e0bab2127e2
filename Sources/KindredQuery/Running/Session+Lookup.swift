// SPDX-License-Identifier: Apache-2.0

import KindredPlan
public import KindredSchema
import KindredStorage

/// Look-ups by primary key, which are not planned.
extension Session {
  /// The row with the id; -1 for none.
  ///
  /// - Throws: `query` when the primary key of the table is not the model's id.
  package func row<T: Entity>(of id: ID<T>, in table: TableID) throws(KindredError) -> RowID {
    try reader(table).row(of: id)
  }

  /// The row that has the values in the columns of the primary key, in their order; -1 for none.
  ///
  /// - Throws: `query` when there are not as many columns, or they are of other types.
  package func row(
    ofKey key: [Value],
    _ types: [ColumnType],
    in table: TableID
  ) throws(KindredError) -> RowID {
    try reader(table).row(of: key, types)
  }

  /// When a statement that begins now began; nil if nothing is recorded.
  package var loggingStart: ContinuousClock.Instant? { isLogging ? ContinuousClock.now : nil }

  /// Records a look-up as the statement that it stands for.
  package func recordLookup(
    of key: @autoclosure () -> [Value],
    in table: TableID,
    _ site: Site,
    since start: ContinuousClock.Instant?
  ) {
    guard start != nil else { return }
    let key = key()
    let schema = catalogue.schema[table]
    let source = SourceID(0)
    let tests = zip(schema.primaryKey, key).map { column, value in
      let type = schema.columns[column].type
      return Expression.comparison(
        .equal,
        .column(ColumnReference(source, column, type)),
        .literal(value, type)
      )
    }
    record(
      Purpose(site),
      rows: 1,
      since: start,
      .query(.filter(.all(tests), .scan(source, table)))
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
    session.recordLookup(of: [id.columnCell.value], in: table, Site(file, line), since: start)
    return model
  }

  /// The row with the primary key as a plain value: one value for each of its columns, in their order.
  ///
  ///     let link = try BookTag.row(s, key: book.id, tag.id)
  ///
  /// - Throws: `notFound` if there is none; `query` if the primary key has other columns.
  /// - Complexity: O(columns).
  public static func row<each V: ColumnValue>(
    _ session: Session,
    key: repeat each V,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> Self {
    try session.flush()
    let start = session.loggingStart
    let key = PrimaryKey(repeat each key)
    let table = try session.catalogue.table(Self.table.layout.number)
    let row = try key.row(session, table)
    let model = try session.model(Self.self, of: row, in: table)
    session.recordLookup(of: key.cells, in: table, Site(file, line), since: start)
    return model
  }
}

/// The values of a primary key, as given to a look-up.
package struct PrimaryKey {
  package let cells: [Value]
  private let types: [ColumnType]

  package init<each V: ColumnValue>(_ values: repeat each V) {
    var (cells, types): ([Value], [ColumnType]) = ([], [])
    for value in repeat each values {
      cells.append(value.columnCell.value)
      types.append(type(of: value).columnForm.type)
    }
    self.cells = cells
    self.types = types
  }

  /// The row with the key.
  ///
  /// - Throws: `notFound` if there is none; `query` if the primary key has other columns.
  package func row(_ session: Session, _ table: TableID) throws(KindredError) -> RowID {
    let row = try session.row(ofKey: cells, types, in: table)
    guard row < 0 else { return row }
    let key = zip(cells, types).map { $0.description(as: $1) }.joined(separator: ", ")
    throw KindredError(
      .notFound,
      "there is no row with the key \(key)",
      table: session.catalogue.schema[table].name
    )
  }
}
