// SPDX-License-Identifier: Apache-2.0

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
  var name: String { "\(S.self).\(relation.name)" }

  func addRow(to core: inout QueryCore, from slot: Int) -> Int {
    core.addRow(relation.link, from: slot)
  }

  func attach(_ targets: [RowID], owners: [RowID], _ run: LoadRun) throws(KindredError) {
    let group = LoadGroup(run.graph, targets, run.site)
    try run.graph.table(R.self).build(targets, group, run.session)
  }

  func load(owners: [RowID], _ run: LoadRun) throws(KindredError) {
    let link = relation.link
    let keys = try run.session.keys(link.nearColumns, of: owners, S.self)
    guard !keys.isEmpty else { return }
    var core = R.all.core
    core.restrict(try run.session.typed(link.farColumns, R.self), toKeys: keys)
    _ = try core.run(R.self, loading: nested, run, relation: name)
  }
}

extension RelationDescription {
  /// The link of a relation that has one.
  var link: Link {
    switch path {
    case .direct(let link): link
    case .through: preconditionFailure("the relation \(name) leads over a table between")
    }
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

  /// The columns of a model with their types.
  func typed<R: Entity>(
    _ columns: [Int],
    _ type: R.Type
  ) throws(KindredError) -> [(index: Int, type: ColumnType)] {
    let schema = try catalogue.schema(R.table.layout.number)
    return columns.map { (index: $0, type: schema.columns[$0].type) }
  }
}
