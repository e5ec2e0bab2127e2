// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredSchema
import KindredStorage

extension KindredEngine {
  package func run(_ writes: [FuzzCase.Write]) -> [KindredError?] {
    writes.flatMap { transact([$0], commits: true) }
  }

  package func transact(_ writes: [FuzzCase.Write], commits: Bool) -> [KindredError?] {
    var errors: [KindredError?] = []
    undoing(ifNot: commits) { body in
      try store.write { transaction in
        try body { errors = run(writes, transaction) }
      }
    }
    return errors
  }

  private func run(_ writes: [FuzzCase.Write], _ transaction: Transaction) -> [KindredError?] {
    var errors: [KindredError?] = []
    for write in writes {
      guard case .savepoint(let writes, let keeps) = write else {
        errors.append(error(write, transaction))
        continue
      }
      undoing(ifNot: keeps) { body in
        try transaction.savepoint {
          try body { errors += run(writes, transaction) }
        }
      }
    }
    return errors
  }

  /// Runs the scope; its body ends by throwing if what it did is not to stay.
  private func undoing(
    ifNot keeps: Bool,
    _ scope: ((() -> Void) throws -> Void) throws -> Void
  ) {
    struct Undone: Error {}
    do {
      try scope { work in
        work()
        if !keeps { throw Undone() }
      }
    } catch is Undone {
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
      let columns = Array(store.schema[table].columns.indices)
      let values = columns.map { column in rows.map { $0[column] } }
      try transaction.insert(
        into: table,
        try vectors(values, columns, table),
        count: rows.count
      )
    case .delete(let key, let table):
      guard let row = row(key, in: table, transaction) else { return }
      try transaction.delete(table, rows: [row])
    case .update(let changes, let key, let table):
      let columns = changes.map(\.column)
      let values = try vectors(changes.map { [$0.value] }, columns, table)
      guard let row = row(key, in: table, transaction) else { return }
      try transaction.update(table, columns: columns, rows: [row], values: values)
    case .savepoint: preconditionFailure("a savepoint is not a statement")
    }
  }

  private func row(
    _ key: [Value],
    in table: TableID,
    _ transaction: Transaction
  ) -> RowID? {
    let table = transaction.view[table]
    let row = table.uniqueIndexes[0].row(of: key, in: table)
    return row < 0 ? nil : row
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
