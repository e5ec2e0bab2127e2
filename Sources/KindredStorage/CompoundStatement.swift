// SPDX-License-Identifier: Apache-2.0

package import KindredColumns
package import KindredSchema

/// One statement made of several insertions and updates of one table, such as an upsert.
///
/// Foreign keys are checked at its end: a part may leave a row that refers to none, if a later part
/// repairs it. Unique keys and check constraints hold after each part.
package struct CompoundStatement {
  private let transaction: Transaction
  private let table: TableID
  fileprivate var consequences: Consequences

  fileprivate init(_ table: TableID, _ transaction: Transaction) {
    self.transaction = transaction
    self.table = table
    consequences = Consequences(of: [], in: table, transaction.store.schema, isPart: true)
  }

  /// As ``Transaction/insert(into:_:count:unlessTaken:)``.
  ///
  /// The positions of the rows are what the errors at the end of the statement speak of.
  package mutating func insert(
    _ columns: [Vector],
    count: Int,
    unlessTaken keys: [Int]
  ) throws(KindredError) -> Placement {
    let placement = try transaction.insert(
      into: table,
      columns,
      count: count,
      unlessTaken: keys,
      &consequences
    )
    consequences.given.rows = placement.rows
    return placement
  }

  /// As ``Transaction/update(_:columns:rows:values:)``.
  package mutating func update(
    columns: [Int],
    rows: [RowID],
    values: [Vector]
  ) throws(KindredError) {
    try transaction.update(table, columns: columns, rows: rows, values: values, &consequences)
  }
}

extension Transaction {
  /// Runs a statement of several parts: all of them are done, or none.
  ///
  /// - Returns: What the body returns, and which rows were changed through their foreign keys.
  /// - Throws: What the parts throw; at the end `foreignKey` for the first row that refers to none.
  package func compound<Result>(
    _ table: TableID,
    _ body: (inout CompoundStatement) throws(KindredError) -> Result
  ) throws(KindredError) -> (Result, StatementEffect) {
    try savepoint { () throws(KindredError) in
      var statement = CompoundStatement(table, self)
      let result = try body(&statement)
      try checkParents(statement.consequences)
      return (result, StatementEffect(updated: statement.consequences.updated))
    }
  }
}

extension [RowID] {
  /// Those whose parent, at the same position, is none.
  func dangling(_ parents: [RowID]) -> [RowID] {
    indices.filter { parents[$0] == ForeignKeyIndex.noParent }.map { self[$0] }
  }
}
