// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension CaseRun {
  /// The write in both, then all tables compared.
  mutating func writeFailure(_ step: FuzzCase.Step) -> Failure? {
    statistics.writes += 1
    let actual = error { () throws(KindredError) in try run(step, on: engine) }
    let expected = error { () throws(KindredError) in try run(step, on: sqlite) }
    if (actual == nil) != (expected == nil), let difference = excuse(step, actual) {
      statistics.differences[difference, default: 0] += 1
      hasDiverged = true
      return nil
    }
    let faults = faults(step)
    if let failure = mismatch(actual, expected, faults) { return failure }
    if let expected { statistics.refusals[expected.kind.rawValue, default: 0] += 1 }
    return stateFailure()
  }

  private func error(_ body: () throws(KindredError) -> Void) -> KindredError? {
    do throws(KindredError) {
      try body()
      return nil
    } catch {
      return error
    }
  }

  private func run(_ step: FuzzCase.Step, on engine: some Engine) throws(KindredError) {
    switch step {
    case .insert(let rows, let table): try engine.insert(rows, into: table)
    case .delete(let key, let table): try engine.delete(key: key, from: table)
    case .update(let changes, let key, let table): try engine.update(changes, key: key, in: table)
    case .query, .partition: preconditionFailure("a query is not a write")
    }
  }

  /// The deliberate difference that explains that only one of the two succeeds.
  private func excuse(_ step: FuzzCase.Step, _ actual: KindredError?) -> DeliberateDifference? {
    var (strict, lenient) = (reference, reference)
    switch step {
    case .query, .partition, .insert: return nil
    case .delete(let key, let table):
      let isDetermined =
        strict.delete(key: key, from: table, isStrict: true)
        == lenient.delete(key: key, from: table, isStrict: false)
      return isDetermined ? nil : .restrictAmongCascades
    case .update(let changes, let key, let table):
      let schema = reference.schema[table]
      let setsKey = changes.contains { change in
        schema.foreignKeys.contains {
          $0.parent == table && $0.parentColumns.contains(change.column)
        }
      }
      let isRightful = strict.update(changes, key: key, in: table) == [.foreignKey]
      return setsKey && isRightful && actual?.kind == .foreignKey ? .selfReferenceUpdated : nil
    }
  }

  /// Runs the write on the reference: everything it could be refused for.
  private mutating func faults(_ step: FuzzCase.Step) -> Set<KindredError.Kind> {
    switch step {
    case .insert(let rows, let table): reference.insert(rows, into: table)
    case .delete(let key, let table):
      reference.delete(key: key, from: table, isStrict: true)
    case .update(let changes, let key, let table): reference.update(changes, key: key, in: table)
    case .query, .partition: preconditionFailure("a query is not a write")
    }
  }

  /// Both must fail or neither; a row with several faults may be refused for any of them.
  private func mismatch(
    _ actual: KindredError?, _ expected: KindredError?, _ faults: Set<KindredError.Kind>
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
