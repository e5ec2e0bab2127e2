// SPDX-License-Identifier: Apache-2.0

import KindredQuery
import KindredSchema

extension Live {
  /// Loads a relation because it is read: for this object, or for all that were fetched with it, or not
  /// at all, as the session's policy says.
  ///
  /// `isWanted` tells whether an owner's row lacks the relation.
  func loadLazily(
    _ load: any GraphLoad,
    _ access: RelationAccess,
    _ session: Session,
    _ isWanted: (RowID) -> Bool
  ) throws(KindredError) {
    guard rowID >= 0 else {
      throw KindredError(
        .notLoaded,
        "\(load.name) was read of a row that is not in the table any more",
        table: Model.table.layout.name
      )
    }
    let owners: [RowID]
    switch group.policy ?? session.notLoaded {
    case .forbid: throw notLoaded(load, access)
    case .one: owners = [rowID]
    case .peers: owners = try peers(session, isWanted)
    }
    group.graph.recorder.noteLazy(load, of: group, access)
    let run = LoadRun(
      session: session,
      graph: group.graph,
      site: access.site ?? group.site,
      kind: .lazyLoad,
      policy: group.policy
    )
    try load.load(owners: owners, run)
  }

  private func peers(
    _ session: Session,
    _ isWanted: (RowID) -> Bool
  ) throws(KindredError) -> [RowID] {
    let table = try session.catalogue.table(Model.table.layout.number)
    var owners: [RowID] = []
    var hasOwn = false
    for row in group.rows.uniqueRows where isWanted(row) {
      guard try session.isLive(row, in: table) else { continue }
      owners.append(row)
      hasOwn = hasOwn || row == rowID
    }
    return hasOwn ? owners : owners + [rowID]
  }

  private func notLoaded(_ load: any GraphLoad, _ access: RelationAccess) -> KindredError {
    let relation = load.name.split(separator: ".").last.map(String.init) ?? load.name
    let place = access.site.map { "\($0) reads " } ?? ""
    return KindredError(
      .notLoaded,
      "\(place)\(load.name), which was not loaded: add .with(\\.\(relation)) to the query\(group.place)",
      table: Model.table.layout.name
    )
  }
}

extension LoadGroup {
  /// Where the objects were fetched, for messages.
  var place: String { site.map { " at \($0)" } ?? "" }
}
