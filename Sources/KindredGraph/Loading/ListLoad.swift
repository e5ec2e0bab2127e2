// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredQuery
import KindredSchema

/// Loads the rows that refer to owners: a to-many relation, an inverse one-to-one relation, or a slot.
///
/// One statement for all owners. Its rows are dealt out to their owners, each owner's in the order of the
/// statement; a slot's limit counts per owner.
struct ListLoad<S: Entity, R: Entity>: GraphLoad {
  let relation: RelationDescription
  /// Where the session keeps the lists.
  let number: Int
  /// An inverse one-to-one relation may come with its owners' statement.
  let isJoined: Bool
  /// Conditions, order and limit.
  let shape: Query<R>

  var name: String { "\(S.self).\(relation.name)" }
  var nested: [any GraphLoad] { shape.loads.compactMap { $0 as? any GraphLoad } }

  func addRow(to core: inout QueryCore, from slot: Int) -> Int {
    core.addRow(relation.link, from: slot)
  }

  func attach(_ targets: [RowID], owners: [RowID], _ run: LoadRun) throws(KindredError) {
    let table = try run.graph.table(R.self)
    try table.build(targets, LoadGroup(run.graph, targets, run.site), run.session)
    let store = try run.graph.newStore(number, relation.path)
    var objects: ContiguousArray<AnyObject> = []
    var counts: [(owner: RowID, count: Int)] = []
    for (owner, target) in zip(owners, targets) where owner >= 0 {
      if target >= 0, let object = table[target] { objects.append(object) }
      counts.append((owner, target >= 0 ? 1 : 0))
    }
    store.remember(objects, counts)
  }

  func load(owners: [RowID], _ run: LoadRun) throws(KindredError) {
    var core = shape.core
    let window = core.takeWindow()
    let loaded: LoadedResult<R>
    let ownerOfRow: [RowID]
    switch relation.path {
    case .direct(let link):
      let keys = try run.session.keys(link.nearColumns, of: owners, S.self)
      core.restrict(try run.session.typed(link.farColumns, R.self), toKeys: keys)
      loaded = try core.run(R.self, loading: shape.loads, run, relation: name)
      ownerOfRow = try run.session.owners(
        link,
        of: run.session.rowIDs(loaded.result, 0)
      )
    case .through(let into, let onward):
      let keys = try run.session.keys(into.nearColumns, of: owners, S.self)
      core.joinLinks(
        onward,
        target: try run.session.typed(onward.farColumns, R.self),
        try run.session.typed(into.farColumns, number: into.far),
        toKeys: keys
      )
      loaded = try core.run(R.self, loading: shape.loads, run, relation: name)
      ownerOfRow = try run.session.owners(
        into,
        of: run.session.rowIDs(loaded.result, 1)
      )
    }
    try run.graph.newStore(number, relation.path)
      .deal(loaded.untyped, ownerOfRow, to: owners, window)
  }
}

extension Session {
  fileprivate func typed(
    _ columns: [Int],
    number: TableNumber
  ) throws(KindredError) -> [(index: Int, type: ColumnType)] {
    let schema = try catalogue.schema(number)
    return columns.map { (index: $0, type: schema.columns[$0].type) }
  }

  /// For each row at the far end of a link, the row at its near end.
  fileprivate func owners(_ link: Link, of rows: [RowID]) throws(KindredError) -> [RowID] {
    if let key = try foreignKey(link.reversed) {
      let parents = try parentRows(key)
      return rows.map { parents[Int($0)] }
    }
    return try self.rows(
      matching: link.farColumns,
      of: rows,
      in: catalogue.table(link.far),
      to: link.nearColumns,
      catalogue.table(link.near)
    )
  }
}
