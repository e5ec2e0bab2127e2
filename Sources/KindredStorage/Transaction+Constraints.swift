// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredSchema

extension Transaction {
  /// Checks what may be left open until the end of the transaction: the deferred foreign keys.
  ///
  /// The transaction goes on either way, so that what is wrong can be repaired.
  ///
  /// - Throws: `foreignKey`, with every row that refers to none in ``KindredError/violations``.
  /// - Complexity: O(violations + deferred keys).
  package func checkConstraints() throws(KindredError) {
    let deferred = store.schema.deferredKeys
    if deferred.isEmpty { return }
    try FaultPoint.constraintCheck.pass()
    let violations = store.withState { state in
      deferred.flatMap { state.database.violations(of: $0) }
    }
    guard let first = violations.first else { return }
    var error = KindredError(
      .foreignKey,
      violations.count == 1
        ? first.description
        : "\(violations.count) rows refer to no row: " + Self.list(violations),
      table: first.table,
      columns: first.columns
    )
    error.violations = violations
    throw error
  }

  /// The first few in words.
  private static func list(_ violations: [KindredError.Violation]) -> String {
    let shown = violations.prefix(10).map(\.description).joined(separator: "; ")
    return violations.count > 10 ? shown + "; and \(violations.count - 10) more" : shown
  }
}

extension DatabaseState {
  fileprivate func violations(of id: ForeignKeyID) -> [KindredError.Violation] {
    let child = tables[id.table.index]
    let key = child.schema.foreignKeys[id.index]
    let parent = tables[key.parent.index].schema
    return child.foreignKeyIndexes[id.index].orphans.map { row in
      KindredError.Violation(
        table: child.schema.name,
        key: child.describe(child.schema.primaryKey, of: row),
        columns: key.columns.map { child.schema.columns[$0].name },
        value: child.describe(key.columns, of: row),
        parent: parent.name
      )
    }
  }
}
