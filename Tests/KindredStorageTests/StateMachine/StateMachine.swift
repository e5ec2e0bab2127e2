// SPDX-License-Identifier: Apache-2.0

import KindredChoices
import KindredColumns
import KindredSchema
import KindredStorage

/// Random writes, savepoints, rollbacks, snapshots, forks and drops, all drawn from choices.
///
/// After each step every live snapshot is read again, and every index compared with the rows.
final class StateMachine {
  /// What went wrong first.
  struct Failure: Error { var kind: String }

  private struct Undone: Error {}

  /// A database and what should be in it.
  private struct Twin {
    var store: DatabaseStore
    var model: LibraryModel
  }

  /// A snapshot, and what it was when it was taken.
  private struct Held {
    var snapshot: Snapshot
    var model: LibraryModel
    var contents: [[RowID: [Value]]]
    var chains: [[[RowID]]]

    init(_ snapshot: Snapshot, _ model: LibraryModel) {
      self.snapshot = snapshot
      self.model = model
      contents = snapshot.contents()
      chains = snapshot.chains()
    }
  }

  private let choices: Choices
  private var twins: [Twin]
  private var held: [Held] = []
  /// What was done, for the message.
  private(set) var trace: [String] = []

  init(_ choices: Choices, schema: Schema) {
    self.choices = choices
    // Many are compacted after nearly each transaction, some never.
    let slack = [2048, 8, 2][choices.draw(3)]
    trace.append("slack \(slack)")
    twins = [
      Twin(store: DatabaseStore(schema: schema, slack: slack), model: LibraryModel(schema))
    ]
  }

  /// Fills the database so that its rows reach from one chunk into the next, with keys that are dense or
  /// far apart and texts of which none is there twice.
  func fill() throws {
    let factor: Int64 = choices.chance(50) ? 1 : 1_000_003
    let authors: [[Value]] = (0..<2043).map { row in
      let score: Value = row % 2 == 0 ? .null : .real(Double(row))
      return [.integer(100 + Int64(row) * factor), .text("author number \(row)"), score]
    }
    let categories: [[Value]] = (0..<2043).map { row in
      [.integer(100 + Int64(row)), .integer(100 + Int64(row / 3))]
    }
    for (table, rows) in [(Library.authors, authors), (Library.categories, categories)] {
      try twins[0].store.write { tx in _ = try tx.insert(table, rows) }
      try expect(twins[0].model.insert(rows, into: table), "the model refuses the first rows")
    }
  }

  func run(steps: Int) throws {
    for _ in 0..<steps { try choices.span(step) }
    try check()
  }

  private func step() throws {
    guard choices.chance(95) else { return }
    let index = choices.draw(twins.count)
    switch choices.weighted([60, 15, 10, 8, 8]) {
    case 0: try transaction(index)
    case 1:
      trace.append("\(index): snapshot")
      held.append(Held(twins[index].store.snapshot(), twins[index].model))
    case 2 where twins.count < 4:
      trace.append("\(index): fork")
      twins.append(Twin(store: twins[index].store.fork(), model: twins[index].model))
    case 3 where twins.count > 1:
      trace.append("\(index): drop the database")
      twins.remove(at: index)
    case 4 where !held.isEmpty:
      trace.append("drop a snapshot")
      held.remove(at: choices.draw(held.count))
    default: return
    }
    try check()
  }

  private func transaction(_ index: Int) throws {
    let store = twins[index].store
    var model = twins[index].model
    let before = Held(store.snapshot(), model)
    let isUndone = choices.chance(30)
    trace.append("\(index): begin")
    do {
      try store.write { tx in
        for _ in 0..<choices.draw(8) {
          try choices.span { try part(tx, &model, before, store) }
        }
        if isUndone { throw Undone() }
      }
      twins[index].model = model
      trace.append("commit")
    } catch let failure as Failure {
      throw failure
    } catch is Undone {
      trace.append("roll back")
    } catch {
      throw Failure(kind: "the transaction threw \(error)")
    }
  }

  /// A statement, or a savepoint with some.
  private func part(
    _ tx: Transaction,
    _ model: inout LibraryModel,
    _ before: Held,
    _ store: DatabaseStore
  ) throws {
    if choices.chance(25) {
      let inner = Held(tx.view, model)
      var innerModel = model
      let isUndone = choices.chance(60)
      trace.append("savepoint")
      do {
        try tx.savepoint {
          for _ in 0..<choices.draw(4) {
            try choices.span { try part(tx, &innerModel, before, store) }
          }
          if isUndone { throw Undone() }
        }
        model = innerModel
        trace.append("release")
      } catch is Undone {
        trace.append("undo")
        try expect(tx.view.contents() == inner.contents, "a savepoint changed rows")
        try expect(tx.view.chains() == inner.chains, "a savepoint changed chains")
      }
    } else {
      try statement(tx, &model)
    }
    try compare(tx.view, model)
    // A reader in the middle of the transaction sees the last commit.
    if choices.chance(25) {
      let reader = store.snapshot()
      try expect(reader.contents() == before.contents, "a reader saw rows of a transaction")
      try expect(reader.chains() == before.chains, "a reader saw chains of a transaction")
      try compare(reader, before.model)
    }
  }

  private func check() throws(Failure) {
    for twin in twins { try compare(twin.store.snapshot(), twin.model) }
    for held in held {
      try expect(held.snapshot.contents() == held.contents, "a snapshot's rows changed")
      try expect(held.snapshot.chains() == held.chains, "a snapshot's chains changed")
      try compare(held.snapshot, held.model)
    }
  }

  private func compare(_ snapshot: Snapshot, _ model: LibraryModel) throws(Failure) {
    let rows = snapshot.tables.map { table in
      table.liveRows.map { row in table.columns.map { $0.value(Int(row)) } }
    }
    try expect(rows == model.tables, "the rows are not those of the model")
    if let fault = snapshot.faults().first { throw Failure(kind: fault) }
  }

  private func expect(_ condition: Bool, _ kind: String) throws(Failure) {
    if !condition { throw Failure(kind: kind) }
  }
}

// MARK: - Statements

extension StateMachine {
  private func statement(_ tx: Transaction, _ model: inout LibraryModel) throws {
    let table = TableID(choices.draw(4))
    var isDone = true
    do {
      switch choices.weighted([5, 3, 2]) {
      case 0:
        let rows = (0...choices.draw(4)).map { _ in row(of: table, model) }
        trace.append("insert \(rows) into \(table.index)")
        isDone = model.insert(rows, into: table)
        try tx.insert(table, rows)
      case 1:
        let positions = positions(of: table, model)
        let column = choices.draw(model.width(of: table))
        let changes = positions.map { (position: $0, value: row(of: table, model)[column]) }
        let rows = tx.view[table].liveRows
        trace.append("update \(table.index).\(column): \(changes)")
        isDone = model.update(table, column, changes)
        try tx.update(table, column, changes.map { (rows[$0.position], $0.value) })
      default:
        let positions = positions(of: table, model)
        let rows = tx.view[table].liveRows
        trace.append("delete from \(table.index): \(positions)")
        isDone = model.delete(table, positions)
        try tx.delete(table, rows: positions.map { rows[$0] })
      }
      try expect(isDone, "a statement was done that the model refuses")
    } catch let error as KindredError {
      try expect(!isDone, "a statement was refused that the model does: \(error.kind)")
    }
  }

  /// Different rows of the table, in any order.
  private func positions(of table: TableID, _ model: LibraryModel) -> [Int] {
    let count = model.tables[table.index].count
    if count == 0 { return [] }
    var positions: [Int] = []
    for _ in 0...choices.draw(choices.chance(20) ? count : 4) {
      let position = choices.draw(count)
      if !positions.contains(position) { positions.append(position) }
    }
    return positions
  }

  private func row(of table: TableID, _ model: LibraryModel) -> [Value] {
    switch table {
    case Library.authors: [key(), name(), choices.chance(50) ? .real(1.5) : .null]
    case Library.books:
      [key(), reference(Library.authors, model), choices.chance(80) ? name() : .null]
    case Library.loans: [key(), reference(Library.books, model)]
    default: [key(), reference(Library.categories, model)]
    }
  }

  private func key() -> Value {
    // Keys far apart are hashed, the others addressed directly.
    .integer(Int64(choices.draw(150)) * (choices.chance(3) ? 1_000_000_007 : 1))
  }

  /// The key of a parent that is there, in most cases.
  private func reference(_ parent: TableID, _ model: LibraryModel) -> Value {
    let parents = model.tables[parent.index]
    switch choices.weighted([7, 2, 1]) {
    case 0 where !parents.isEmpty: return parents[choices.draw(parents.count)][0]
    case 1: return .null
    default: return key()
    }
  }

  private func name() -> Value {
    let number = choices.draw(60)
    return .text(
      [
        "\(number)", "\(number) and long enough to be on the heap", "\u{E9}\(number)",
        "e\u{301}\(number)",
      ][choices.draw(4)]
    )
  }
}

extension LibraryModel {
  fileprivate func width(of table: TableID) -> Int {
    switch table {
    case Library.authors, Library.books: 3
    default: 2
    }
  }
}
