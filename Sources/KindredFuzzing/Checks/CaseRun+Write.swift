// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension CaseRun {
  /// A statement, the state before it, and what it could be refused for.
  private typealias Statement = (
    write: FuzzCase.Write, before: ReferenceStore, faults: Set<KindredError.Kind>
  )

  /// Compares the outcome of a statement by itself, then all tables.
  mutating func writeFailure(
    _ write: FuzzCase.Write,
    _ actual: KindredError?,
    _ expected: KindredError?
  ) -> Failure? {
    let before = reference
    var faults: Set<KindredError.Kind> = []
    faults.formUnion(reference.transact([write], commits: true) { faults.formUnion($2) })
    if let failure = failure((write, before, faults), actual, expected) { return failure }
    return hasDiverged ? nil : stateFailure()
  }

  /// Compares the outcome of each statement of a transaction and of its end, then all tables.
  mutating func transactionFailure(
    _ writes: [FuzzCase.Write],
    _ actual: [KindredError?],
    _ expected: [KindredError?],
    commits: Bool
  ) -> Failure? {
    var statements: [Statement] = []
    let faults = reference.transact(writes, commits: commits) { statements.append(($0, $1, $2)) }
    for (statement, (actual, expected)) in zip(statements, zip(actual, expected)) {
      if let failure = failure(statement, actual, expected) { return failure }
      if hasDiverged { return nil }
    }
    guard let actualEnd = actual.last, let expectedEnd = expected.last,
      let failure = mismatch(actualEnd, expectedEnd, faults)
    else { return stateFailure() }
    let refused = zip(statements, expected).filter { $1?.kind == .foreignKey }.map(\.0.write)
    guard actualEnd == nil, faults.isEmpty, refused.contains(where: insertsWithDeferredKey) else {
      return Failure(failure.kind, "at its end, the transaction \(failure.message)")
    }
    statistics.differences[.refusedRowCounted, default: 0] += 1
    hasDiverged = true
    return nil
  }

  private func insertsWithDeferredKey(_ write: FuzzCase.Write) -> Bool {
    switch write {
    case .insert(_, let table):
      reference.schema[table].foreignKeys.contains(where: \.isDeferred)
    case .upsert(let upsertion):
      reference.schema[upsertion.table].foreignKeys.contains(where: \.isDeferred)
    case .delete, .update, .savepoint: false
    }
  }

  private mutating func failure(
    _ statement: Statement,
    _ actual: KindredError?,
    _ expected: KindredError?
  ) -> Failure? {
    statistics.writes += 1
    if let failure = mismatch(actual, expected, statement.faults) {
      guard let difference = excuse(statement.write, statement.before, actual, expected) else {
        return failure
      }
      statistics.differences[difference, default: 0] += 1
      if (actual == nil) != (expected == nil) {
        hasDiverged = true
        return nil
      }
    }
    if let expected {
      statistics.refusals[expected.kind.rawValue, default: 0] += 1
    } else if statement.before.leavesReferenceToOldKey(statement.write) {
      // The key is deferred: the statement succeeds, and what SQLite lets follow is left behind.
      statistics.differences[.referenceToOwnOldKey, default: 0] += 1
      hasDiverged = true
    }
    return nil
  }

  /// The deliberate difference that explains that only one of the two succeeds, or another error.
  private func excuse(
    _ write: FuzzCase.Write,
    _ before: ReferenceStore,
    _ actual: KindredError?,
    _ expected: KindredError?
  ) -> DeliberateDifference? {
    var (strict, lenient) = (before, before)
    if expected?.kind == .check, before.isChangedByActions(expected?.table) {
      switch write {
      case .update(let changes, let rows, let table):
        if strict.update(changes, rows, in: table).isEmpty { return .checkAfterActions }
      case .delete(let rows, let table):
        if strict.delete(rows, from: table, isStrict: true).isEmpty { return .checkAfterActions }
      case .insert, .upsert, .savepoint: break
      }
      strict = before
    }
    switch write {
    case .insert, .upsert, .savepoint: return nil
    case .delete(let rows, let table):
      // SQLite takes several rows in the order of their keys.
      var reversed = before
      let outcomes: Set = [
        strict.delete(rows, from: table, isStrict: true),
        lenient.delete(rows, from: table, isStrict: false),
        reversed.delete(rows, from: table, isStrict: true, isReversed: true),
      ]
      return outcomes.count == 1 ? nil : .restrictAmongCascades
    case .update(let changes, let rows, let table):
      let changed = Set(changes.map(\.column))
      let setsBoth = before.schema[table].foreignKeys.contains {
        $0.parent == table && !changed.isDisjoint(with: $0.parentColumns)
          && !changed.isDisjoint(with: $0.columns)
      }
      let setsKey = before.schema[table].foreignKeys.contains {
        $0.parent == table && !changed.isDisjoint(with: $0.parentColumns)
      }
      let isRightful = strict.update(changes, rows, in: table) == [.foreignKey]
      guard actual?.kind == .foreignKey else { return nil }
      return setsKey && isRightful
        ? .selfReferenceUpdated : setsBoth ? .referenceToOwnOldKey : nil
    }
  }

  /// Both must fail or neither; a row with several faults may be refused for any of them.
  private func mismatch(
    _ actual: KindredError?,
    _ expected: KindredError?,
    _ faults: Set<KindredError.Kind>
  ) -> Failure? {
    switch (actual, expected) {
    case (nil, nil): return nil
    case (let actual?, nil): return Failure(.write, "fails with \(actual.kind): \(actual)")
    case (nil, let expected?): return Failure(.write, "succeeds where SQLite fails: \(expected)")
    case (let actual?, let expected?):
      if actual.kind == expected.kind { return nil }
      if faults.isSuperset(of: [actual.kind, expected.kind]) { return nil }
      return Failure(.write, "fails with \(actual.kind) instead of \(expected.kind): \(expected)")
    }
  }

  private mutating func stateFailure() -> Failure? {
    if let fault = engine.faults().first { return Failure(.state, fault) }
    for index in reference.schema.tables.indices {
      let plan = LogicalPlan.scan(SourceID(0), TableID(index))
      let query = FuzzCase.Query(plan: plan)
      guard case .success(let expected) = outcome(of: plan, sqlite) else { continue }
      let name = reference.schema.tables[index].name
      switch outcome(of: query.plan, engine) {
      case .failure(let error): return Failure(.state, "\(name) cannot be read: \(error)")
      case .success(let actual):
        if let difference = AnswerComparison.difference(actual.rows, expected.rows, .none) {
          return Failure(.state, "\(name) after the write: \(difference)")
        }
      }
    }
    return nil
  }
}

extension ReferenceStore {
  /// Whether the write is an update that sets a key and, through a deferred foreign key, a reference to the
  /// key as it was.
  fileprivate func leavesReferenceToOldKey(_ write: FuzzCase.Write) -> Bool {
    guard case .update(let changes, let choice, let table) = write else { return false }
    let changed = Set(changes.map(\.column))
    let old = rows(choice, of: table)
    let new = old.map { row in
      changes.reduce(into: row) { row, change in row[change.column] = change.value }
    }
    return schema[table].foreignKeys.contains { key in
      guard key.isDeferred, key.parent == table, key.onUpdate.changesRows,
        !changed.isDisjoint(with: key.parentColumns), !changed.isDisjoint(with: key.columns)
      else { return false }
      let keys = old.map { row in key.parentColumns.map { row[$0] } }
      return new.contains { row in keys.contains(key.columns.map { row[$0] }) }
    }
  }

  /// Whether several foreign keys of the table have actions that change its rows; of any, for nil.
  fileprivate func isChangedByActions(_ name: String?) -> Bool {
    schema.tables.contains { table in
      (name == nil || table.name == name)
        && table.foreignKeys.count { key in
          key.onUpdate.changesRows || key.onDelete == .setNull || key.onDelete == .setDefault
        } > 1
    }
  }
}

extension ReferentialAction {
  fileprivate var changesRows: Bool {
    switch self {
    case .noAction, .restrict: false
    case .cascade, .setNull, .setDefault: true
    }
  }
}
