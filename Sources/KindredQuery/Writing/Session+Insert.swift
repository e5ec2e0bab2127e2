// SPDX-License-Identifier: Apache-2.0

package import KindredColumns
public import KindredSchema
import KindredStorage

extension Session {
  /// Adds rows in one statement, without making objects of them.
  ///
  ///     try s.insert((1...5).map { Review(bookID: book.id, stars: $0) })
  ///
  /// Rows whose id is `.new` get theirs from the table. A row may refer to another of the same call.
  ///
  /// - Returns: How many rows were added, and their ids.
  /// - Throws: `unique`, `foreignKey`, `type` or `arithmetic` with the position of the offending row;
  ///   then none is added.
  /// - Complexity: O(rows × columns).
  @discardableResult
  public func insert<T: Entity>(
    _ rows: some Sequence<T>,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> Inserted<T> {
    try flush()
    let models = Array(rows)
    let (range, vectors) = try insert(models, Purpose(Site(file, line), kind: .write))
    return Inserted(count: range.count, keys: T.table.keyVector(vectors))
  }

  /// Adds rows whose pending changes, if any, are already written.
  ///
  /// - Returns: Their row ids, and their columns with the keys that they were given.
  package func insert<T: Entity>(
    _ models: [T],
    _ purpose: Purpose
  ) throws(KindredError) -> (rows: Range<Int>, columns: [Vector]) {
    let start = isLogging ? ContinuousClock.now : nil
    let layout = T.table.layout
    let table = try catalogue.table(layout.number)
    var vectors = layout.vectors(of: models)
    let rows = try writingAtomically { transaction throws(KindredError) in
      try assignKeys(&vectors, T.self, table, transaction)
      return try transaction.insert(into: table, vectors, count: models.count)
    }
    record(
      purpose,
      rows: rows.count,
      since: start,
      .insert(table, vectors, count: rows.count)
    )
    try objects?.didWrite(TableChange(table: table))
    return (rows, vectors)
  }

  /// The next key of the model's table.
  package func nextKey<T: Entity>(_ type: T.Type) throws(KindredError) -> Int64 {
    let table = try catalogue.table(T.table.layout.number)
    return try writing { transaction throws(KindredError) in
      try nextKey(type, table, after: 0, transaction)
    }
  }

  private func nextKey<T: Entity>(
    _ type: T.Type,
    _ table: TableID,
    after given: Int64,
    _ transaction: Transaction
  ) throws(KindredError) -> Int64 {
    let key = transaction.nextAutoIncrement(table, after: given)
    guard T.Key.columnValue(of: Cell(.integer(key))) != nil else {
      throw KindredError(
        .limit,
        "the keys of type \(T.Key.self) are used up",
        table: catalogue.schema[table].name
      )
    }
    return key
  }

  /// Gives the rows that ask for a key theirs.
  func assignKeys<T: Entity>(
    _ vectors: inout [Vector],
    _ type: T.Type,
    _ table: TableID,
    _ transaction: Transaction
  ) throws(KindredError) {
    let schema = catalogue.schema[table]
    for (column, field) in T.table.layout.fields.enumerated() {
      guard let unassigned = field.unassignedKey,
        case .integers(var keys) = vectors[column].cells,
        let first = keys.indices.first(where: {
          keys[$0] == unassigned && !vectors[column].isNull(at: $0)
        })
      else { continue }
      guard column == schema.autoIncrementColumn else {
        throw KindredError(
          .foreignKey,
          "the id of a row that has none yet: add the other row first",
          table: schema.name,
          columns: [schema.columns[column].name],
          row: first
        )
      }
      var given = keys[..<first].max() ?? 0
      for row in first..<keys.count {
        if keys[row] == unassigned {
          keys[row] = try nextKey(type, table, after: given, transaction)
        } else {
          given = max(given, keys[row])
        }
      }
      vectors[column].cells = .integers(keys)
    }
  }
}

/// What ``Session/insert(_:file:line:)`` added.
public struct Inserted<T: Entity>: Sendable {
  /// How many rows.
  public let count: Int
  let keys: Vector?

  /// The ids of the rows, in their order; empty for a model whose primary key is not one ID.
  public var ids: [ID<T>] {
    guard let keys else { return [] }
    return (0..<count).compactMap { ID<T>.columnValue(of: Cell(keys.value(at: $0))) }
  }
}

extension Table {
  /// The values of ``ownKeyColumn``.
  fileprivate func keyVector(_ vectors: [Vector]) -> Vector? { ownKeyColumn.map { vectors[$0] } }

  /// The column of the primary key, if that is a single one of the model's own ID.
  var ownKeyColumn: Int? {
    let key = primaryKeyColumns
    return key.count == 1 && layout.fields[key[0]].target == T.self ? key[0] : nil
  }
}
