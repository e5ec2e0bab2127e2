// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// What a statement entails for the rows that refer to rows it deleted, or to keys it changed.
///
/// A worklist: changes of foreign keys, which may entail others, then the check constraints of the rows that
/// they changed, and at the end checks of the foreign keys that say `noAction`. However deep the references
/// go, nothing recurses; circles end, because a change to the value that is there already is none.
struct Consequences {
  let schema: Schema
  private var changes: [KeyChange] = []
  /// Where in ``updated`` the changes begin whose rows have not been checked.
  private var checkedCount = 0
  private var checks: [ParentCheck] = []
  /// The rows that were changed, in the order of the changes; repetitions are possible.
  private(set) var updated: [(key: ForeignKeyID, rows: [RowID])] = []

  /// The rows that the statement was given, and their table.
  var given: (table: TableID, rows: [RowID])
  /// Whether this is a part of a statement, whose foreign keys are checked at the end of all of it.
  let isPart: Bool

  init(of rows: [RowID], in table: TableID, _ schema: Schema, isPart: Bool = false) {
    self.schema = schema
    self.isPart = isPart
    given = (table, rows)
  }

  /// Whether nothing is left to be done before the end of the statement.
  var isSettled: Bool { changes.isEmpty && (isPart || checks.isEmpty) }

  /// Whether the next change is of more rows than a turn should be.
  var isNextLong: Bool { changes.first.map { $0.rows.count > Deletion.turnLimit } ?? false }

  /// Notes what happens to children of rows whose key has gone or changed.
  mutating func add(_ children: [RowID], of key: ForeignKeyID, _ kind: KeyChange.Kind) {
    if let index = changes.firstIndex(where: { $0.key == key && $0.kind == kind }) {
      changes[index].rows += children
    } else {
      changes.append(KeyChange(key: key, kind: kind, rows: children))
    }
  }

  /// Notes children that must refer to a row at the end of the statement.
  mutating func check(_ children: [RowID], of key: ForeignKeyID) {
    if let index = checks.firstIndex(where: { $0.key == key }) {
      checks[index].rows += children
    } else {
      checks.append(ParentCheck(key: key, rows: children))
    }
  }

  /// The rows that actions have changed since the last call, and through which foreign key.
  mutating func takeUnchecked() -> ArraySlice<(key: ForeignKeyID, rows: [RowID])> {
    defer { checkedCount = updated.count }
    return updated[checkedCount...]
  }

  /// The checks of foreign keys for the end of the statement.
  func finalChecks() -> [ParentCheck] {
    checks.map { check in
      var check = check
      if check.key.table == given.table { check.givenRows = given.rows }
      if schema[check.key].parent == given.table { check.givenParents = given.rows }
      return check
    }
  }

  /// The next change to be made; nil once there is none.
  ///
  /// - Throws: `notNull` where a default is missing.
  mutating func nextUpdate(
    in state: inout DatabaseStore.WriterState
  ) throws(KindredError) -> Update? {
    while !changes.isEmpty {
      try FaultPoint.cascadeStep.pass()
      let change = changes.removeFirst()
      if let update = try change.update(schema, in: state) {
        updated.append((change.key, update.rows))
        return update
      }
    }
    return nil
  }
}

/// A change of foreign keys that the change of the keys they refer to entails.
struct KeyChange {
  enum Kind {
    /// They take over the key of the row that they refer to.
    case follow
    case setNull
    case setDefault
  }

  let key: ForeignKeyID
  let kind: Kind
  var rows: [RowID]

  /// The update that makes it; nil if there is nothing to change.
  fileprivate func update(
    _ schema: Schema,
    in state: DatabaseStore.WriterState
  ) throws(KindredError) -> Update? {
    let child = state.database.tables[key.table.index]
    let foreignKey = schema[key]
    let live = rows.filter(child.isLive)
    let all = zip(foreignKey.columns, foreignKey.parentColumns).map { column, target in
      newValues(live, child, column, target, state)
    }
    let changed = live.indices.filter { position in
      zip(foreignKey.columns, all).contains { column, values in
        !child.columns[column].equals(Int(live[position]), values.value(at: position))
      }
    }
    if changed.isEmpty { return nil }
    let values = zip(foreignKey.columns, all).map { column, vector in
      Vector(
        changed.map { vector.value(at: $0) },
        as: child.schema.columns[column].type.storageClass
      )
    }
    for (column, vector) in zip(foreignKey.columns, values) {
      do throws(KindredError) {
        try child.schema.check(vector, column, count: changed.count)
      } catch {
        // The position would be one among rows that the statement was not given.
        var located = error
        located.row = nil
        throw located
      }
    }
    return Update(
      table: key.table,
      columns: foreignKey.columns,
      rows: changed.map { live[$0] },
      values: values,
      keys: child.keys,
      isGiven: false
    )
  }

  private func newValues(
    _ rows: [RowID],
    _ child: Table,
    _ column: Int,
    _ target: Int,
    _ state: DatabaseStore.WriterState
  ) -> Vector {
    let schema = child.schema.columns[column]
    switch kind {
    case .follow:
      let parent = state.database.tables[child.keys.parents[key.index].key.parent.index]
      let parents = rows.map { child.foreignKeyIndexes[key.index].parentRows[Int($0)] }
      return parent.columns[target].values(at: .ids(parents), isPadded: true)
    case .setNull:
      return Vector(repeating: .null, count: rows.count, of: schema.type.storageClass)
    case .setDefault:
      return Vector(
        repeating: schema.defaultValue ?? .null,
        count: rows.count,
        of: schema.type.storageClass
      )
    }
  }
}

/// Rows whose foreign key must refer to a row once the statement is done, or the transaction.
struct ParentCheck {
  let key: ForeignKeyID
  var rows: [RowID]
  /// The rows that the statement was given, if some of the rows may be among them.
  var givenRows: [RowID] = []
  /// The rows that the statement was given, if some of them may be those that the rows referred to.
  var givenParents: [RowID] = []

  /// Enters the rows under the rows that they refer to now.
  ///
  /// - Throws: `foreignKey` for the first that refers to none, unless the key is deferred.
  func run(
    _ part: Range<Int>,
    in state: inout DatabaseStore.WriterState
  ) throws(KindredError) {
    try FaultPoint.constraintCheck.pass()
    let live = rows[part].filter(state.database.tables[key.table.index].isLive)
    let resolver = state.resolver(key)
    let parents = resolver.parents(of: live)
    if !resolver.isDeferred, let first = parents.firstIndex(of: ForeignKeyIndex.noParent) {
      let row = live[first]
      let parent = state.database.tables[key.table.index].foreignKeyIndexes[key.index]
        .parentRows[Int(row)]
      if parent == ForeignKeyIndex.noParent {
        throw resolver.danglingKey(row, position: givenRows.lastIndex(of: row))
      }
      var error = state.leftBehind(row, among: rows, of: key)
      error.row = givenParents.firstIndex(of: parent)
      throw error
    }
    try FaultPoint.parentWrite.pass()
    state.move(live, to: parents, key)
  }
}

extension DatabaseStore.WriterState {
  /// Notes the rows that may have been waiting for rows of the table: those of deferred keys.
  func findOrphans(referringTo table: TableID, _ consequences: inout Consequences) {
    for key in consequences.schema.referrers[table.index] where consequences.schema[key].isDeferred
    {
      let index = database.tables[key.table.index].foreignKeyIndexes[key.index]
      if index.orphanCount > 0 { consequences.check(index.orphans, of: key) }
    }
  }
}
