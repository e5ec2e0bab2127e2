// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredQuery
import KindredSchema

/// Loads the rows that a relation leads to from owners: a to-many relation, an inverse one-to-one relation,
/// or a slot.
///
/// One statement for all owners. Which rows are whose is followed in memory; a query runs only where the
/// rows have conditions or an order, and each owner's rows are arranged as it says. A limit counts per
/// owner.
struct ListLoad<S: Entity, R: Entity>: GraphListLoad {
  let relation: RelationDescription
  /// Where the session keeps the lists.
  let number: Int
  let isJoined: Bool
  let isToMany: Bool
  /// Conditions, order and limit.
  let shape: Query<R>

  /// A load that is to be joined is, if it yields all rows of the relation, in no order of their own.
  init(
    relation: RelationDescription,
    number: Int,
    isJoined: Bool,
    isToMany: Bool,
    shape: Query<R>
  ) {
    self.relation = relation
    self.number = number
    self.isJoined = isJoined && shape.core.isWholeTable
    self.isToMany = isToMany
    self.shape = shape
  }

  var name: String { "\(S.self).\(relation.name)" }
  var nested: [any GraphLoad] { shape.loads.compactMap { $0 as? any GraphLoad } }

  func attach(_ targets: [RowID], owners: [RowID], _ run: LoadRun) throws(KindredError) {
    let lists = DealtRows(owners, targets)
    run.graph.recorder.noteEager(self, rows: lists.rows.count, run)
    try remember(lists.rows, lists.counts, run)
  }

  func load(owners: [RowID], _ run: LoadRun) throws(KindredError) {
    let start = run.session.loggingStart
    let lists = try related(owners, run.session)
    try record(owners, rows: lists.rows.count, since: start, run)
    run.graph.recorder.noteEager(self, rows: lists.rows.count, run)
    try remember(lists.rows, Array(zip(owners, lists.counts)), run)
    if !shape.loads.isEmpty { try nested.load(owners: lists.rows.uniqueRows, run) }
  }

  func loadMissing(owners: [RowID], _ run: LoadRun) throws(KindredError) {
    let store = run.graph.store(number)
    // A list in another order is another list.
    let missing = shape.core.isWholeTable ? owners.filter { !store.isLoaded($0) } : owners
    if !missing.isEmpty { try withoutNested.load(owners: missing, run) }
    for load in try nested.merged(run.session) {
      var found: [RowID] = []
      for owner in owners {
        for object in try run.graph.list(number, of: owner, R.self) ?? LiveList([], 0, 0) {
          found.append(object.rowID)
        }
      }
      if !found.isEmpty { try load.loadMissing(owners: found.uniqueRows, run) }
    }
  }

  func refresh(_ owner: RowID, _ graph: GraphSession) throws(KindredError) {
    let session = try graph.session()
    let run = LoadRun(session: session, graph: graph, site: nil)
    let list = try related([owner], session)
    try remember(list.rows, [(owner, list.rows.count)], run)
  }
}

extension ListLoad {
  private var withoutNested: ListLoad {
    var shape = shape
    shape.loads = []
    return ListLoad(
      relation: relation,
      number: number,
      isJoined: false,
      isToMany: isToMany,
      shape: shape
    )
  }

  private func remember(
    _ rows: [RowID],
    _ counts: [(owner: RowID, count: Int)],
    _ run: LoadRun
  ) throws(KindredError) {
    let table = try run.graph.table(R.self)
    try table.build(rows, run.group(rows), run.session)
    var tables: [TableID]?
    if shape.core.isWholeTable {
      var path: [TableID] = []
      for number in [relation.path.source] + relation.path.tables {
        path.append(try run.session.catalogue.table(number))
      }
      tables = path
    }
    let batch = ListBatch(
      objects: table.map.objects(of: rows),
      load: withoutNested,
      tables: tables,
      version: run.graph.version(of: tables),
      isOneList: counts.count == 1,
      writeCount: run.graph.writeCount
    )
    run.graph.store(number).remember(batch, counts)
  }

  func collect(_ rows: [RowID], _ values: PlainCollector) { values.add(rows, R.self) }

  func record(
    _ owners: [RowID],
    rows: Int,
    since start: ContinuousClock.Instant?,
    _ run: LoadRun
  ) throws(KindredError) {
    try run.session.recordLoad(run.purpose(name), rows: rows, since: start) {
      () throws(KindredError) in
      try statement(owners, run.session)
    }
  }

  func related(
    _ owners: [RowID],
    _ session: Session
  ) throws(KindredError) -> RelatedRows {
    if let fault = relation.fault { throw KindredError(.query, fault) }
    var related = try session.related(relation.path, of: owners)
    if shape.core.isWholeTable || related.rows.isEmpty { return related }
    var core = shape.core
    let window = core.takeWindow()
    let ranked = try session.arranged(core, R.self, among: related.rows.uniqueRows)
    related.arrange(by: RowPositions(ranked), offset: window.offset, limit: window.limit)
    return related
  }

  /// The query for all rows of the lists, as it is logged.
  private func statement(_ owners: [RowID], _ session: Session) throws(KindredError) -> QueryCore {
    var core = shape.core
    _ = core.takeWindow()
    try core.restrict(
      relation.path,
      toKeys: try session.keys(relation.path.nearColumns, of: owners, S.self),
      session.columnTypes
    )
    core.addRows(nested)
    return core
  }
}

extension QueryCore {
  /// Makes the query yield the rows of joined to-one relations, and those behind them.
  mutating func addRows(_ loads: [any GraphLoad], from slot: Int = 0) {
    for load in loads where load.isJoined && !load.isToMany {
      guard let link = load.relation.path.onlyLink else { continue }
      addRows(load.nested, from: addRow(link, from: slot))
    }
  }
}

extension Session {
  /// The rows of a query that are among some candidates, in its order; perhaps others with them.
  fileprivate func arranged<R: Entity>(
    _ core: QueryCore,
    _ type: R.Type,
    among candidates: [RowID]
  ) throws(KindredError) -> [RowID] {
    var core = core
    let table = try catalogue.table(R.table.layout.number)
    // Sorting the whole table is cheaper than finding most of its rows by key, and as good: rows that
    // nobody asked for have no place in any list.
    let slotCount = try slotCount(table)
    if !core.keepsAllRows || candidates.count * 4 < slotCount {
      let columns = R.table.primaryKeyColumns
      core.restrict(
        columns,
        try columnTypes(R.table.layout.number),
        toKeys: try keys(columns, of: candidates, R.self)
      )
    }
    return try rows(core)
  }
}

/// The lists that pairs of an owner and a row amount to: each owner's rows in row-id order, each once.
struct DealtRows {
  private(set) var rows: [RowID] = []
  private(set) var counts: [(owner: RowID, count: Int)] = []

  /// A target of -1 stands for an owner that has none.
  init(_ owners: [RowID], _ targets: [RowID]) {
    let isAscending = owners.indices.dropFirst().allSatisfy { owners[$0 - 1] < owners[$0] }
    let order =
      isAscending
      ? Array(owners.indices)
      : owners.indices.sorted { (owners[$0], targets[$0]) < (owners[$1], targets[$1]) }
    for place in order where owners[place] >= 0 {
      if counts.last?.owner != owners[place] { counts.append((owners[place], 0)) }
      guard targets[place] >= 0 else { continue }
      if counts[counts.count - 1].count > 0, rows.last == targets[place] { continue }
      rows.append(targets[place])
      counts[counts.count - 1].count += 1
    }
  }
}
