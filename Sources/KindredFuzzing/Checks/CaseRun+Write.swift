// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension CaseRun {
  /// Compares the outcome of each statement, then all tables; `keeps` says whether what was done stays.
  mutating func writeFailure(
    _ writes: [FuzzCase.Write],
    _ actual: [KindredError?],
    _ expected: [KindredError?],
    keeps: Bool
  ) -> Failure? {
    let before = reference
    var states: [(write: FuzzCase.Write, before: ReferenceStore, faults: Set<KindredError.Kind>)] =
      []
    reference.run(writes) { states.append(($0, $1, $2)) }
    if !keeps { reference = before }
    for (state, (actual, expected)) in zip(states, zip(actual, expected)) {
      statistics.writes += 1
      if let failure = mismatch(actual, expected, state.faults) {
        guard let difference = excuse(state.write, state.before, actual, expected) else {
          return failure
        }
        statistics.differences[difference, default: 0] += 1
        if (actual == nil) != (expected == nil) {
          hasDiverged = true
          return nil
        }
      }
      if let expected { statistics.refusals[expected.kind.rawValue, default: 0] += 1 }
    }
    return stateFailure()
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
