// SPDX-License-Identifier: Apache-2.0

import KindredQuery
import KindredSchema

/// A relation that is loaded with objects, its types forgotten.
protocol GraphLoad: ObjectLoad {
  var relation: RelationDescription { get }
  /// Where the session keeps what is loaded: two loads of one number are two loads of one relation or slot.
  var number: Int { get }
  /// Whether its rows come in the statement of the owners.
  var isJoined: Bool { get }
  /// Whether an owner may have several related rows.
  var isToMany: Bool { get }
  /// As `Author.books`, for the log.
  var name: String { get }
  /// The relations to load with the related objects.
  var nested: [any GraphLoad] { get }

  /// Builds the objects of the rows that came with the owners' rows, -1 for owners without one; joined
  /// loads only.
  func attach(_ targets: [RowID], owners: [RowID], _ run: LoadRun) throws(KindredError)
  /// One load for this and another of the same number.
  ///
  /// - Throws: `query` if they have different shapes: neither could pose as the other.
  func merged(
    with other: any GraphLoad,
    _ session: Session
  ) throws(KindredError) -> any GraphLoad
  /// Throws what is wrong with the load or one behind it, though there may be no rows to load for: a model
  /// that is not part of the database, a relation asked for in two shapes.
  func check(_ session: Session) throws(KindredError)
  /// Loads the relation for the owners' rows, in one statement. There is at least one owner, each is
  /// named once.
  func load(owners: [RowID], _ run: LoadRun) throws(KindredError)
  /// The rows that the relation, or the part of it that is asked for, leads to from each owner.
  func related(_ owners: [RowID], _ session: Session) throws(KindredError) -> RelatedRows
  /// Records the statement that loaded the relation for owners, if statements are recorded.
  func record(
    _ owners: [RowID],
    rows: Int,
    since start: ContinuousClock.Instant?,
    _ run: LoadRun
  ) throws(KindredError)
  /// Notes the rows for values to be made of them.
  func collect(_ rows: [RowID], _ values: PlainCollector)
  /// Loads what the owners' rows lack of the relation, and what the related objects lack of the nested ones.
  func loadMissing(owners: [RowID], _ run: LoadRun) throws(KindredError)
}

/// The same, of relations whose objects are kept in lists.
protocol GraphListLoad: GraphLoad {
  /// Brings one owner's list up to date after the session changed rows.
  ///
  /// No statement: what changed is known.
  func refresh(_ owner: RowID, _ graph: GraphSession) throws(KindredError)
}

/// What one call of a terminal, or one read of a relation, loads for.
struct LoadRun {
  let session: Session
  let graph: GraphSession
  let site: Site?
  var kind: LoggedStatement.Kind = .load
  /// What the query says of relations that are not loaded; nil for what the session says.
  var policy: NotLoadedPolicy?

  /// The group of the objects of rows.
  func group(_ rows: [RowID]) -> LoadGroup { LoadGroup(graph, rows, site, policy) }

  func purpose(_ relation: String?) -> Purpose {
    Purpose(site ?? Site("", 0), kind: relation == nil ? .query : kind, relation: relation)
  }
}

extension QueryCore {
  /// Runs the query and loads what is to be loaded with its rows: joined relations in the same statement,
  /// then a statement for each batched one, then theirs.
  ///
  /// `repeats` says whether a joined to-many relation may make the statement yield a row several times;
  /// else it is batched.
  ///
  /// - Returns: The result, and how many of its columns are whole rows.
  func run<T: Entity>(
    _ type: T.Type,
    loading loads: [any ObjectLoad],
    _ run: LoadRun,
    expectsOne: Bool = false,
    repeats: Bool = true
  ) throws(KindredError) -> LoadedResult<T> {
    var plan = LoadPlan(self, repeats: repeats)
    try plan.add(loads.compactMap { $0 as? any GraphLoad }, from: 0, column: 0, run.session)
    for batch in plan.batches { try batch.load.check(run.session) }
    let result = try run.session.run(plan.core, run.purpose(nil))
    var rows = run.session.rowIDs(result, 0)
    if !plan.core.expansions.isEmpty { rows = rows.uniqueRows }
    if expectsOne, rows.count != 1 { throw notOne(T.table.layout.name, rows.count) }
    let group = run.group(rows)
    let objects = try run.graph.table(T.self).objects(of: rows, group, run.session)
    for join in plan.joins {
      try join.load.attach(
        run.session.rowIDs(result, join.column),
        owners: run.session.rowIDs(result, join.ownerColumn),
        run
      )
    }
    for batch in plan.batches {
      let owners = run.session.rowIDs(result, batch.ownerColumn).uniqueRows
      if !owners.isEmpty { try batch.load.load(owners: owners, run) }
    }
    return LoadedResult(untyped: objects, result: result, rowColumns: plan.core.rowSlots.count)
  }
}

private func notOne(_ table: String, _ count: Int) -> KindredError {
  count == 0
    ? KindredError(.notFound, "no row where one was asked for", table: table, count: 0)
    : KindredError(
      .multipleFound,
      "\(count) rows where one was asked for",
      table: table,
      count: count
    )
}

/// Which relations come in a statement, and which after it.
struct LoadPlan {
  var core: QueryCore
  var joins: [(load: any GraphLoad, ownerColumn: Int, column: Int)] = []
  var batches: [(load: any GraphLoad, ownerColumn: Int)] = []
  private let repeats: Bool

  init(_ core: QueryCore, repeats: Bool = true) {
    self.core = core
    self.repeats = repeats
  }

  mutating func add(
    _ loads: [any GraphLoad],
    from slot: Int,
    column: Int,
    _ session: Session
  ) throws(KindredError) {
    for load in try loads.merged(session) {
      guard load.isJoined, let next = addRows(load, from: slot) else {
        batches.append((load, column))
        continue
      }
      let nextColumn = core.rowSlots.count - 1
      joins.append((load, column, nextColumn))
      try add(load.nested, from: next, column: nextColumn, session)
    }
  }

  /// The slot of the related row; nil where joining would pair the rows of two to-many relations.
  private mutating func addRows(_ load: any GraphLoad, from slot: Int) -> Int? {
    if !load.isToMany, let link = load.relation.path.onlyLink {
      return core.addRow(link, from: slot)
    }
    guard repeats, core.expansions.last.map({ $0.last == slot }) ?? true else { return nil }
    return core.addRows(load.relation.path, from: slot)
  }
}

extension [any GraphLoad] {
  /// Loads the relations for rows that a batched load found; joined ones cost no statement: their rows
  /// are part of that of the batched load.
  func load(owners: [RowID], _ run: LoadRun) throws(KindredError) {
    for load in try merged(run.session) {
      if load.isJoined {
        let related = try run.session.related(load.relation.path, of: owners)
        let pairs = related.pairs(owners)
        try load.attach(pairs.targets, owners: pairs.owners, run)
        try load.nested.load(owners: related.rows.uniqueRows, run)
      } else if !owners.isEmpty {
        try load.load(owners: owners, run)
      }
    }
  }
}

extension [RowID] {
  /// The rows, each once, in the order of their first occurrence, without -1.
  var uniqueRows: [RowID] {
    var largest: RowID = -1
    var isAscending = true
    for row in self {
      if row <= largest { isAscending = false }
      largest = Swift.max(largest, row)
    }
    if isAscending { return self }
    guard largest >= 0 else { return [] }
    var seen = [Bool](repeating: false, count: Int(largest) + 1)
    return filter { row in
      guard row >= 0, !seen[Int(row)] else { return false }
      seen[Int(row)] = true
      return true
    }
  }
}
