// SPDX-License-Identifier: Apache-2.0

package import KindredColumns
import KindredExecution
import KindredPlan
public import KindredSchema
import KindredStorage

extension Query {
  /// Changes columns of the query's rows, in one statement.
  ///
  ///     try Book.where { $0.author.country == "NO" }.update(s) { $0.year = $0.year + 1 }
  ///
  /// - Returns: How many rows there were.
  /// - Throws: `unique`, `foreignKey`, `notNull` or `arithmetic`; then no row is changed.
  @discardableResult
  public func update(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line,
    _ assign: (inout Assignments<T>) -> Void
  ) throws(KindredError) -> Int {
    try updating(assign).run(session, file: file, line: line)
  }

  /// The same as ``update(_:file:line:_:)``, and returns the rows as they are after it, in the query's order.
  ///
  ///     let raised = try Book.where { $0.price < 10 }.updateReturning(s) { $0.price = $0.price + 1 }
  public func updateReturning(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line,
    _ assign: (inout Assignments<T>) -> Void
  ) throws(KindredError) -> [T] {
    try updating(assign).runReturning(session, file: file, line: line)
  }

  /// Deletes the query's rows, in one statement, and what their foreign keys' actions delete with them.
  ///
  /// - Returns: How many rows were deleted.
  /// - Throws: `foreignKey` when a row is still referred to by one that restricts; then none is deleted.
  @discardableResult
  public func delete(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> Deleted {
    try session.delete(core, Site(file, line)) { _ in }
  }

  /// The same as ``delete(_:file:line:)``, and returns the rows that were asked for as they were, in the query's
  /// order.
  public func deleteReturning(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> [T] {
    var deleted: [T] = []
    try session.delete(core, Site(file, line)) { rows throws(KindredError) in
      deleted = try session.models(T.self, of: rows)
    }
    return deleted
  }
}

/// What a delete deleted.
public struct Deleted: Sendable, Hashable {
  /// The rows that were asked for.
  public let count: Int
  /// All rows, by table: those that cascades deleted included.
  public let byTable: [String: Int]
  /// By table: the rows whose foreign keys were set to NULL or to their defaults.
  public let changed: [String: Int]
}

extension Session {
  /// - Returns: The rows that were changed.
  func update(
    _ core: QueryCore,
    _ assignments: [Assignment],
    _ site: Site
  ) throws(KindredError) -> [RowID] {
    let (start, wasLogging) = (isLogging ? ContinuousClock.now : nil, isLogging)
    // The selection of the rows and the write are one statement in the log.
    isLogging = false
    defer { isLogging = wasLogging }
    try flush()
    let found: Answer
    if let kept = try keptAnswer(core, .update) {
      found = kept
    } else {
      found = try rows(of: core, with: assignments)
    }
    let result = found.result
    let statement = wasLogging ? found.asked : nil
    let table = try catalogue.table(core.root)
    let rows = rowIDs(result, assignments.count)
    var effect = StatementEffect()
    if !rows.isEmpty, !assignments.isEmpty {
      let values = result.columns.dropLast().map(\.values)
      try checkAssigned(table, assignments.map(\.column), values)
      effect = try writing { transaction throws(KindredError) in
        try transaction.update(
          table,
          columns: assignments.map(\.column),
          rows: rows,
          values: values
        )
      }
    }
    isLogging = wasLogging
    if let statement {
      let columns = assignments.map(\.column)
      record(
        Purpose(site, kind: .write),
        rows: rows.count,
        since: start,
        columns.isEmpty ? .query(statement) : .updateRows(table, columns: columns, statement)
      )
    }
    try objects?.didWrite(TableChange(table: table, updated: rows, followed: effect.updated))
    return rows
  }

  /// The rows of a query that is planned, and what they are to be set to.
  private func rows(
    of core: QueryCore,
    with assignments: [Assignment]
  ) throws(KindredError) -> Answer {
    try DeepStack.run(if: core.isDeep) { () throws(KindredError) -> Answer in
      try answer(core, .update) { lowering throws(KindredError) in
        try lowering.rows(of: core.withoutRepeats, with: assignments.map(\.term))
      }
    }
  }

  /// Shows the rows to `willDelete` before they are deleted.
  @discardableResult
  fileprivate func delete(
    _ core: QueryCore,
    _ site: Site,
    _ willDelete: ([RowID]) throws(KindredError) -> Void
  ) throws(KindredError) -> Deleted {
    let (start, wasLogging) = (isLogging ? ContinuousClock.now : nil, isLogging)
    isLogging = false
    defer { isLogging = wasLogging }
    try flush()
    let found = try DeepStack.run(if: core.isDeep) { () throws(KindredError) -> Answer in
      try answer(core, .delete) { lowering throws(KindredError) in
        try lowering.query(core.withoutRepeats)
      }
    }
    let statement = wasLogging ? found.asked : nil
    let table = try catalogue.table(core.root)
    let rows = rowIDs(found.result, 0)
    try willDelete(rows)
    let deleted = try delete(rows, from: table)
    isLogging = wasLogging
    if let statement {
      record(
        Purpose(site, kind: .write),
        rows: deleted.count,
        since: start,
        .deleteRows(table, statement)
      )
    }
    return deleted
  }

  /// Deletes rows of a table.
  package func delete(_ rows: [RowID], from table: TableID) throws(KindredError) -> Deleted {
    let effect = try writing { transaction throws(KindredError) in
      try transaction.delete(table, rows: rows)
    }
    var byTable: [String: Int] = [:]
    var affected: [(table: TableID, rows: [RowID])] = []
    for (index, rows) in effect.deletedRows.enumerated() where !rows.isEmpty {
      byTable[catalogue.schema.tables[index].name] = rows.count
      affected.append((TableID(index), rows))
    }
    try objects?.didWrite(
      TableChange(table: table, followed: effect.updated, deleted: affected)
    )
    var changed: [String: Int] = [:]
    for (key, rows) in effect.updated {
      changed[catalogue.schema[key.table].name, default: 0] += rows.count
    }
    return Deleted(count: rows.count, byTable: byTable, changed: changed)
  }

  /// Refuses an id that is `.new` where a row has, or refers to, one: only an insert hands ids out.
  func checkAssigned(
    _ id: TableID,
    _ columns: [Int],
    _ values: [Vector]
  ) throws(KindredError) {
    for (column, vector) in zip(columns, values) {
      guard let unassigned = catalogue.unassignedKeys[id.index][column],
        case .integers(let keys) = vector.cells,
        let row = keys.indices.first(where: { keys[$0] == unassigned && !vector.isNull(at: $0) })
      else { continue }
      let table = catalogue.schema[id]
      throw KindredError(
        .type,
        "the id is .new: a row that is in the table keeps or changes its id, but has one",
        table: table.name,
        columns: [table.columns[column].name],
        row: row
      )
    }
  }

  /// Writes columns of rows of a table.
  package func update(
    _ table: TableID,
    columns: [Int],
    rows: [RowID],
    values: [Vector],
    _ purpose: Purpose
  ) throws(KindredError) {
    let start = isLogging ? ContinuousClock.now : nil
    try checkAssigned(table, columns, values)
    let keyColumns = catalogue.schema[table].primaryKey
    let keys = isLogging ? try self.values(of: keyColumns, rows: rows, in: table) : []
    let effect = try writing { transaction throws(KindredError) in
      try transaction.update(table, columns: columns, rows: rows, values: values)
    }
    if !effect.updated.isEmpty {
      try objects?.didWrite(TableChange(table: table, followed: effect.updated))
    }
    record(
      purpose,
      rows: rows.count,
      since: start,
      .update(table, columns: columns, keys: keys, values)
    )
  }
}

extension QueryCore {
  /// The same rows, each once: what is written twice is written once.
  var withoutRepeats: QueryCore {
    guard repeatsRows else { return self }
    var core = limitable
    core.isDistinct = true
    return core
  }
}

extension ResultColumn {
  /// The values of a computed column.
  fileprivate var values: Vector {
    switch self {
    case .vector(let vector): vector
    case .rows: preconditionFailure("a query for values yielded rows")
    }
  }
}
