// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredExecution
import KindredPlan
public import KindredSchema
import KindredStorage

extension Session {
  /// Adds rows in one statement, without making objects of them; says what becomes of a row whose key is
  /// taken already, by a row of the table or by an earlier one of these.
  ///
  ///     try s.insert(links, onConflict: .ignore)
  ///     try s.insert(sales, onConflict: .update(\.sku) { $0.count = $0.count + $1.count })
  ///
  /// Rows for the same key are taken in their order: the second sees what the first did. Which keys are
  /// taken is looked up before anything is changed, so an update that assigns the key itself does not
  /// free it for later rows. Rows that ask for an id use one up even if they are left out.
  ///
  /// - Returns: How many rows were added, and the ids of all, added or in the way.
  /// - Throws: `unique` for a key other than the named one; `foreignKey`, `check`, `type`, `arithmetic` with
  ///   the position of the offending row; `query` if the columns are no unique key. Then nothing changed.
  /// - Complexity: O(rows × columns) expected.
  @discardableResult
  public func insert<T: Entity>(
    _ rows: some Sequence<T>,
    onConflict: OnConflict<T>,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> Upserted<T> {
    try flush()
    let models = Array(rows)
    let placement = try place(models, onConflict, Purpose(Site(file, line), kind: .write))
    let table = try self.table(try catalogue.table(T.table.layout.number))
    let key = T.table.ownKeyColumn
    return Upserted(
      insertedCount: placement.addedCount,
      conflictCount: placement.taken.count,
      keys: key.map { table.columns[$0].values(at: .ids(placement.rows), isPadded: false) }
    )
  }

  /// Adds the row unless its unique key is taken.
  ///
  /// - Returns: The row, or the one that has the key.
  package func place<T: Entity>(
    _ model: T,
    by columns: [PartialKeyPath<T>],
    _ purpose: Purpose
  ) throws(KindredError) -> (row: RowID, isNew: Bool) {
    let placement = try place([model], OnConflict(columns: columns, action: .ignore), purpose)
    return (placement.rows[0], isNew: placement.taken.isEmpty)
  }

  /// Adds rows whose pending changes, if any, are already written.
  private func place<T: Entity>(
    _ models: [T],
    _ onConflict: OnConflict<T>,
    _ purpose: Purpose
  ) throws(KindredError) -> Placement {
    let start = isLogging ? ContinuousClock.now : nil
    let layout = T.table.layout
    let table = try catalogue.table(layout.number)
    let keys = try uniqueKeys(onConflict, table)
    var vectors = layout.vectors(of: models)
    var upsert: Upsert?
    if case .update(let assign) = onConflict.action {
      upsert = Upsert(table, key: keys[0], try assignments(assign, table))
    }
    let (placement, effect) = try writingAtomically { transaction throws(KindredError) in
      try assignKeys(&vectors, T.self, table, transaction)
      let count = models.count
      if let upsert { return try upsert.run(vectors, count: count, in: transaction) }
      return (
        try transaction.insert(into: table, vectors, count: count, unlessTaken: keys),
        StatementEffect()
      )
    }
    let updated = upsert?.assignments.map(\.column) ?? []
    record(
      purpose,
      rows: models.count,
      since: start,
      .upsert(
        table,
        vectors,
        count: models.count,
        key: keys.count == 1 ? keys[0] : nil,
        upsert?.assignments ?? []
      )
    )
    let changed = updated.isEmpty ? [] : placement.taken.map { placement.rows[$0] }
    try objects?.didWrite(TableChange(table: table, updated: changed, followed: effect.updated))
    return placement
  }

  /// The unique keys that may be taken, by position.
  private func uniqueKeys<T: Entity>(
    _ onConflict: OnConflict<T>,
    _ id: TableID
  ) throws(KindredError) -> [Int] {
    let schema = catalogue.schema[id]
    if onConflict.columns.isEmpty {
      switch onConflict.action {
      case .ignore: return Array(schema.uniqueKeys.indices)
      case .update: return [0]
      }
    }
    let columns = onConflict.columns.compactMap { T.table.layout.position(of: $0) }
    guard columns.count == onConflict.columns.count,
      let key = schema.uniqueKeys.firstIndex(where: { Set($0) == Set(columns) })
    else {
      let known = schema.uniqueKeys.map { "(\(schema.label(of: $0)))" }.joined(separator: ", ")
      throw KindredError(
        .query,
        "onConflict names columns that are not a unique key; the unique keys are \(known)",
        table: schema.name,
        columns: columns.map { schema.columns[$0].name }
      )
    }
    return [key]
  }

  /// What the closure assigns, as expressions over the two rows of an ``Upsert``.
  private func assignments<T: Entity>(
    _ assign: (inout Assignments<T>, Ref<T>) -> Void,
    _ table: TableID
  ) throws(KindredError) -> [(column: Int, value: Expression)] {
    var core = QueryCore(root: T.table.layout.number)
    core.slots.append(.computed)
    let scope = core.open()
    var assignments = Assignments<T>(scope)
    assign(&assignments, Ref<T>(scope, 1))
    core.close(scope, depth: assignments.depth)
    if let fault = core.fault { throw fault }
    let terms = assignments.values.map(\.term)
    guard core.slots.count == 2, let values = try Self.expressions(terms, core) else {
      throw KindredError(
        .query,
        "onConflict may speak only of the columns of the two rows, not of other tables",
        table: T.table.layout.name
      )
    }
    for (assignment, value) in zip(assignments.values, values) {
      try checkAssigned(table, assignment.column, value)
    }
    return zip(assignments.values, values).map { ($0.column, $1) }
  }

  /// Nil if a term holds a query.
  private static func expressions(
    _ terms: [Term],
    _ core: QueryCore
  ) throws(KindredError) -> [Expression]? {
    do throws(KindredError) {
      return try DeepStack.run(if: core.isDeep) { () throws(KindredError) in
        // Without any table, so that a query cannot be lowered.
        var lowering = Lowering(try Catalogue([]))
        return try lowering.withFrame(of: core) { lowering, _ throws(KindredError) in
          try lowering.terms(terms)
        }
      }
    } catch  where error.kind == .query {
      return nil
    }
  }

  /// Refuses an id that is `.new`: only a row that is added gets one.
  private func checkAssigned(
    _ table: TableID,
    _ column: Int,
    _ value: Expression
  ) throws(KindredError) {
    guard case .literal(let literal, let type) = value else { return }
    try checkAssigned(table, [column], [Vector([literal], as: type.storageClass)])
  }
}

/// What ``Session/insert(_:onConflict:file:line:)`` did.
public struct Upserted<T: Entity>: Sendable {
  /// How many rows were added.
  public let insertedCount: Int
  /// How many were not, as their key was taken: left out, or applied to the row in their way.
  public let conflictCount: Int
  let keys: Vector?

  /// For each row given, in their order, the id of the row that is there now: its own, or that of the row
  /// in its way; empty for a model whose primary key is not one ID.
  public var ids: [ID<T>] {
    guard let keys else { return [] }
    return (0..<keys.count).compactMap { ID<T>.columnValue(of: Cell(keys.value(at: $0))) }
  }
}
