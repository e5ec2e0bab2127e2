// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredExecution
import KindredPlan
import KindredSQL
package import KindredSchema
import KindredStorage

extension KindredEngine {
  package func run(_ writes: [FuzzCase.Write]) -> [KindredError?] {
    writes.map { write in
      let outcome = transact([write], commits: true)
      return outcome[0] ?? outcome[1]
    }
  }

  package func transact(_ writes: [FuzzCase.Write], commits: Bool) -> [KindredError?] {
    var errors: [KindredError?] = []
    let failure = undoing(ifNot: commits) { body in
      try store.write { transaction in
        try body { errors = run(writes, transaction) }
      }
    }
    return errors + [failure]
  }

  private func run(_ writes: [FuzzCase.Write], _ transaction: Transaction) -> [KindredError?] {
    var errors: [KindredError?] = []
    for write in writes {
      guard case .savepoint(let writes, let keeps) = write else {
        errors.append(error(write, transaction))
        continue
      }
      let failure = undoing(ifNot: keeps) { body in
        try transaction.savepoint {
          try body { errors += run(writes, transaction) }
        }
      }
      if let failure { preconditionFailure("a savepoint cannot be kept: \(failure)") }
    }
    return errors
  }

  /// Runs the scope; its body ends by throwing if what it did is not to stay.
  ///
  /// - Returns: The error with which the scope ended by itself.
  private func undoing(
    ifNot keeps: Bool,
    _ scope: ((() -> Void) throws -> Void) throws -> Void
  ) -> KindredError? {
    struct Undone: Error {}
    do {
      try scope { work in
        work()
        if !keeps { throw Undone() }
      }
      return nil
    } catch is Undone {
      return nil
    } catch let error as KindredError {
      return error
    } catch {
      preconditionFailure("a transaction threw what nothing in it throws: \(error)")
    }
  }

  private func error(_ write: FuzzCase.Write, _ transaction: Transaction) -> KindredError? {
    do throws(KindredError) {
      try statement(write, transaction)
      return nil
    } catch {
      return error
    }
  }

  private func statement(
    _ write: FuzzCase.Write,
    _ transaction: Transaction
  ) throws(KindredError) {
    switch write {
    case .insert(let rows, let table):
      try transaction.insert(into: table, try vectors(rows, table), count: rows.count)
    case .upsert(let upsertion):
      let vectors = try vectors(upsertion.rows, upsertion.table)
      try run(upsertion, vectors, transaction)
    case .delete(let choice, let table):
      try transaction.delete(table, rows: rows(choice, of: table, transaction))
    case .update(let changes, let choice, let table):
      let columns = changes.map(\.column)
      let rows = rows(choice, of: table, transaction)
      let values = try vectors(
        changes.map { Array(repeating: $0.value, count: max(1, rows.count)) },
        columns,
        table
      )
      if rows.isEmpty { return }
      try transaction.update(table, columns: columns, rows: rows, values: values)
    case .savepoint: preconditionFailure("a savepoint is not a statement")
    }
  }

  private func run(
    _ upsertion: FuzzCase.Upsertion,
    _ vectors: [Vector],
    _ transaction: Transaction
  ) throws(KindredError) {
    let (table, count) = (upsertion.table, upsertion.rows.count)
    let definition = store.schema[table]
    guard let key = upsertion.key, !upsertion.changes.isEmpty else {
      let keys = upsertion.key.map { [$0] } ?? Array(definition.uniqueKeys.indices)
      _ = try transaction.insert(into: table, vectors, count: count, unlessTaken: keys)
      return
    }
    let assignments = upsertion.changes.map { change -> (column: Int, value: Expression) in
      let type = definition.columns[change.column].type
      let stored = Expression.column(ColumnReference(Upsert.stored, change.column, type))
      let proposed = Expression.column(ColumnReference(Upsert.proposed, change.column, type))
      switch change.value {
      case .constant(let value): return (change.column, .literal(value, type))
      case .proposed: return (change.column, proposed)
      case .storedOrProposed: return (change.column, .coalesce([stored, proposed]))
      }
    }
    _ = try Upsert(table, key: key, assignments).run(vectors, count: count, in: transaction)
  }

  private func rows(
    _ choice: RowChoice,
    of id: TableID,
    _ transaction: Transaction
  ) -> [RowID] {
    let table = transaction.view[id]
    switch choice {
    case .key(let key):
      let row = table.uniqueIndexes[0].row(of: key, in: table)
      return row < 0 ? [] : [row]
    case .equal(let column, let value):
      return (0..<table.slotCount).filter {
        table.isLive(RowID($0)) && table.columns[column].equals($0, value)
      }.map(RowID.init)
    case .all: return (0..<table.slotCount).map(RowID.init).filter(table.isLive)
    }
  }

  /// Whole rows as one vector for each column.
  private func vectors(_ rows: [[Value]], _ table: TableID) throws(KindredError) -> [Vector] {
    let columns = Array(store.schema[table].columns.indices)
    return try vectors(columns.map { column in rows.map { $0[column] } }, columns, table)
  }

  /// One vector for each column; where all values are of another class, a vector of that class, so that
  /// the engine refuses it itself.
  private func vectors(
    _ values: [[Value]],
    _ columns: [Int],
    _ table: TableID
  ) throws(KindredError) -> [Vector] {
    var vectors: [Vector] = []
    for (values, column) in zip(values, columns) {
      let expected = store.schema[table].columns[column].type.storageClass
      let classes = Set(values.compactMap(\.storageClass))
      guard classes.count <= 1 else {
        throw KindredError(.type, "the values of one column are of several classes")
      }
      vectors.append(Vector(values, as: classes.first ?? expected))
    }
    return vectors
  }
}
