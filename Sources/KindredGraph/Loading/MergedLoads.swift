// SPDX-License-Identifier: Apache-2.0

import KindredQuery
import KindredSchema

extension [any GraphLoad] {
  /// The loads, each relation and slot once, in the order of their first mention: two requests for one
  /// relation are one statement.
  func merged(_ session: Session) throws(KindredError) -> [any GraphLoad] {
    if count < 2 { return self }
    var loads: [any GraphLoad] = []
    for load in self {
      if let known = loads.firstIndex(where: { $0.number == load.number }) {
        loads[known] = try loads[known].merged(with: load, session)
      } else {
        loads.append(load)
      }
    }
    return loads
  }

  /// Checks each of them: see ``GraphLoad/check(_:)``.
  func check(_ session: Session) throws(KindredError) {
    for load in try merged(session) { try load.check(session) }
  }
}

extension ToOneLoad {
  var number: Int { relation.number }

  func merged(
    with other: any GraphLoad,
    _ session: Session
  ) throws(KindredError) -> any GraphLoad {
    guard let other = other as? Self else { return self }
    return ToOneLoad(
      relation: relation,
      strategy: strategy == .auto ? other.strategy : strategy,
      nested: nested + other.nested
    )
  }

  func check(_ session: Session) throws(KindredError) {
    _ = try session.catalogue.table(R.table.layout.number)
    try nested.check(session)
  }
}

extension ListLoad {
  func merged(
    with other: any GraphLoad,
    _ session: Session
  ) throws(KindredError) -> any GraphLoad {
    guard let other = other as? Self else { return self }
    guard try session.isSame(shape.core, other.shape.core) else {
      let remedy =
        number == relation.number
        ? "give one a place of its own: let some = Slot<\(S.self), \(R.self)>(), and "
          + ".with(\\.\(relation.name), as: some) { … }"
        : "give each a Slot of its own"
      throw KindredError(
        .query,
        "\(name) is loaded twice, in different shapes: \(remedy)",
        table: S.table.layout.name
      )
    }
    var shape = shape
    shape.loads += other.shape.loads
    return ListLoad(
      relation: relation,
      number: number,
      isJoined: isJoined && other.isJoined,
      isToMany: isToMany,
      shape: shape
    )
  }

  func check(_ session: Session) throws(KindredError) {
    for table in relation.path.tables { _ = try session.catalogue.table(table) }
    try nested.check(session)
  }
}
