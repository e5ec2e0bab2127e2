// SPDX-License-Identifier: Apache-2.0

import KindredQuery
import KindredSchema

/// Gathers the rows and relations of one request, to be made values at its end.
final class PlainCollector {
  private var tables: [Int: CollectedRows] = [:]
  private var lists: [Int: CollectedLists] = [:]

  fileprivate struct CollectedRows {
    var rows: [RowID] = []
    let table: ([RowID], Session) throws(KindredError) -> any Sendable
  }

  fileprivate struct CollectedLists {
    var owners: [RowID] = []
    var counts: [Int] = []
    var rows: [RowID] = []
  }

  /// Notes rows of a model.
  func add<R: Entity>(_ rows: [RowID], _ type: R.Type) {
    let number = R.table.layout.number.index
    let none = CollectedRows { (rows, session) throws(KindredError) in
      PlainTable(positions: RowPositions(rows), models: try session.models(R.self, of: rows))
    }
    tables[number, default: none].rows += rows
  }

  /// Notes the lists of owners.
  func add(_ number: Int, owners: [RowID], counts: [Int], rows: [RowID]) {
    lists[number, default: CollectedLists()].owners += owners
    lists[number]?.counts += counts
    lists[number]?.rows += rows
  }

  func graph(_ session: Session) throws(KindredError) -> PlainGraph {
    var made: [Int: any Sendable] = [:]
    for (number, collected) in tables {
      made[number] = try collected.table(collected.rows.uniqueRows, session)
    }
    return PlainGraph(tables: made, lists: lists.mapValues(\.made))
  }
}

extension PlainCollector.CollectedLists {
  /// An owner that several parts of the request have come to has the same rows in each.
  fileprivate var made: PlainLists {
    var (kept, starts, keptRows): ([RowID], [Int], [RowID]) = ([], [0], [])
    let isUnique = owners.uniqueRows.count == owners.count
    var seen: Set<RowID> = []
    var next = 0
    for (owner, count) in zip(owners, counts) {
      defer { next += count }
      guard isUnique || seen.insert(owner).inserted else { continue }
      kept.append(owner)
      keptRows += rows[next..<(next + count)]
      starts.append(keptRows.count)
    }
    return PlainLists(positions: RowPositions(kept), starts: starts, rows: keptRows)
  }
}

extension [any GraphLoad] {
  /// Gathers the relations for rows that a batched load found: see ``load(owners:_:)``.
  fileprivate func collect(
    owners: [RowID],
    _ values: PlainCollector,
    _ run: LoadRun
  ) throws(KindredError) {
    if owners.isEmpty { return }
    for load in try merged(run.session) {
      try load.collect(owners: owners, values, run, isLogged: !load.isJoined)
    }
  }
}

extension GraphLoad {
  /// Gathers the relation of owners, and those nested in it.
  fileprivate func collect(
    owners: [RowID],
    _ values: PlainCollector,
    _ run: LoadRun,
    isLogged: Bool
  ) throws(KindredError) {
    let start = run.session.loggingStart
    let lists = try related(owners, run.session)
    if isLogged, isToMany || !lists.rows.isEmpty {
      try record(owners, rows: lists.rows.count, since: start, run)
    }
    values.add(number, owners: owners, counts: lists.counts, rows: lists.rows)
    collect(lists.rows, values)
    try nested.collect(owners: lists.rows.uniqueRows, values, run)
  }
}

extension QueryCore {
  /// Runs the query and gathers what is to be loaded with its rows, in the statements in which
  /// ``run(_:loading:_:expectsOne:repeats:)`` loads objects.
  func plain<T: Entity>(
    _ type: T.Type,
    loading loads: [any ObjectLoad],
    _ run: LoadRun
  ) throws(KindredError) -> [Plain<T>] {
    var plan = LoadPlan(self)
    try plan.add(loads.compactMap { $0 as? any GraphLoad }, from: 0, column: 0, run.session)
    for batch in plan.batches { try batch.load.check(run.session) }
    let result = try run.session.run(plan.core, run.purpose(nil))
    var rows = run.session.rowIDs(result, 0)
    if !plan.core.expansions.isEmpty { rows = rows.uniqueRows }
    let values = PlainCollector()
    values.add(rows, T.self)
    for join in plan.joins {
      let lists = DealtRows(
        run.session.rowIDs(result, join.ownerColumn),
        run.session.rowIDs(result, join.column)
      )
      values.add(
        join.load.number,
        owners: lists.counts.map(\.owner),
        counts: lists.counts.map(\.count),
        rows: lists.rows
      )
      join.load.collect(lists.rows, values)
    }
    for batch in plan.batches {
      let owners = run.session.rowIDs(result, batch.ownerColumn).uniqueRows
      if owners.isEmpty { continue }
      try batch.load.collect(owners: owners, values, run, isLogged: true)
    }
    return try values.graph(run.session).values(rows, T.self)
  }
}
