// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredQuery
import KindredSchema

/// Loads the rows that keys refer to.
///
/// The objects need no place of their own: an object finds the one that it refers to by its key, in
/// the identity map.
struct ToOneLoad<S: Entity, R: Entity>: GraphLoad {
  let relation: RelationDescription
  let strategy: LoadStrategy
  let nested: [any GraphLoad]

  var isJoined: Bool { strategy != .batch }
  var isToMany: Bool { false }
  var name: String { "\(S.self).\(relation.name)" }

  func attach(_ targets: [RowID], owners: [RowID], _ run: LoadRun) throws(KindredError) {
    let group = run.group(targets)
    run.graph.recorder.noteEager(self, rows: targets.count { $0 >= 0 }, run)
    try run.graph.table(R.self).build(targets, group, run.session)
  }

  func load(owners: [RowID], _ run: LoadRun) throws(KindredError) {
    let targets = try related(owners, run.session).rows.uniqueRows
    try load(targets, owners, run)
    try nested.load(owners: targets, run)
  }

  func loadMissing(owners: [RowID], _ run: LoadRun) throws(KindredError) {
    let targets = try related(owners, run.session).rows.uniqueRows
    let map = try run.graph.table(R.self).map
    let missing = targets.filter { !map.contains($0) }
    if !missing.isEmpty { try load(missing, owners, run) }
    if targets.isEmpty { return }
    for load in try nested.merged(run.session) { try load.loadMissing(owners: targets, run) }
  }

  func related(_ owners: [RowID], _ session: Session) throws(KindredError) -> RelatedRows {
    if let fault = relation.fault { throw KindredError(.query, fault) }
    return try session.related(relation.path, of: owners)
  }

  func collect(_ rows: [RowID], _ values: PlainCollector) { values.add(rows, R.self) }

  /// Builds the objects of the rows, in one statement; none if no owner refers to a row.
  private func load(
    _ targets: [RowID],
    _ owners: [RowID],
    _ run: LoadRun
  ) throws(KindredError) {
    guard !targets.isEmpty else { return }
    let start = run.session.loggingStart
    run.graph.recorder.noteEager(self, rows: targets.count, run)
    try run.graph.table(R.self)
      .build(targets, run.group(targets), run.session)
    try record(owners, rows: targets.count, since: start, run)
  }

  func record(
    _ owners: [RowID],
    rows: Int,
    since start: ContinuousClock.Instant?,
    _ run: LoadRun
  ) throws(KindredError) {
    try run.session.recordLoad(run.purpose(name), rows: rows, since: start) {
      () throws(KindredError) in
      let link = relation.link
      var core = R.all.core
      core.restrict(
        link.farColumns,
        try run.session.columnTypes(link.far),
        toKeys: try run.session.keys(link.nearColumns, of: owners, S.self)
      )
      core.addRows(nested)
      return core
    }
  }
}

extension RelationDescription {
  /// The link of a relation to one row, which has one.
  var link: Link {
    guard let link = path.onlyLink else {
      preconditionFailure("the relation \(name) leads over a table between")
    }
    return link
  }
}

extension Session {
  /// The values of the owners' columns, without those with a NULL; repetitions are possible.
  func keys<S: Entity>(
    _ columns: [Int],
    of owners: [RowID],
    _ type: S.Type
  ) throws(KindredError) -> [[Value]] {
    let table = try catalogue.table(S.table.layout.number)
    return try values(of: columns, rows: owners, in: table)
      .filter { !$0.contains(where: \.isNull) }
  }

  /// The types of a model's columns.
  func columnTypes(_ number: TableNumber) throws(KindredError) -> [ColumnType] {
    try catalogue.schema(number).columns.map(\.type)
  }
}
