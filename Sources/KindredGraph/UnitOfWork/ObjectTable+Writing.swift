// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredQuery
import KindredSchema

/// The unit of work of one table.
extension ObjectTable {
  var hasAdded: Bool { !added.isEmpty }
  var hasChanged: Bool { !changed.isEmpty }

  func insertAdded(_ session: Session) throws(KindredError) {
    added.removeAll { $0.state != .added }
    let objects = added
    if objects.isEmpty { return }
    let rows: Range<Int>
    do throws(KindredError) {
      (rows, _) = try session.insert(
        objects.map(\.model),
        Purpose(Site("", 0), kind: .write)
      )
    } catch {
      throw naming(objects, of: error, "added", session)
    }
    added.removeAll()
    for (object, row) in zip(objects, rows) {
      object.rowID = RowID(row)
      object.state = .unchanged
      self[RowID(row)] = object
    }
  }

  /// One statement for all, with every column that changed in any of the objects: keys are checked at its
  /// end, so objects may exchange theirs.
  func updateChanged(_ session: Session) throws(KindredError) {
    var columns: Set<Int> = []
    var objects: [Live<T>] = []
    for object in changed where object.state == .changed {
      let cells = T.table.layout.cells(object.model)
      let differences = try session.differences(cells, row: object.rowID, in: id)
      if differences.isEmpty { continue }
      columns.formUnion(differences)
      objects.append(object)
    }
    if !objects.isEmpty {
      do throws(KindredError) {
        try update(columns.sorted(), of: objects, session)
      } catch {
        throw naming(objects, of: error, "changed", session)
      }
    }
    for object in changed where object.state == .changed { object.state = .unchanged }
    changed.removeAll()
  }

  private func update(
    _ columns: [Int],
    of objects: [Live<T>],
    _ session: Session
  ) throws(KindredError) {
    let vectors = T.table.layout.vectors(of: objects.map(\.model))
    try session.update(
      id,
      columns: columns,
      rows: objects.map(\.rowID),
      values: columns.map { vectors[$0] },
      Purpose(Site("", 0), kind: .write)
    )
    noteWrite()
  }

  func refresh(_ rows: [RowID]?, _ session: Session) throws(KindredError) {
    guard let rows else {
      return try forEach { object throws(KindredError) in
        object.replaceRow(try session.model(T.self, of: object.rowID, in: id))
      }
    }
    for row in rows {
      guard let object = self[row] else { continue }
      object.replaceRow(try session.model(T.self, of: row, in: id))
    }
  }

  func takeOver(_ columns: [Int], of rows: [RowID], _ session: Session) throws(KindredError) {
    for row in rows {
      guard let object = self[row] else { continue }
      let cells = try session.values(of: columns, rows: [row], in: id)[0]
      var model = object.model
      for (column, cell) in zip(columns, cells) {
        try T.table.layout.set(column, to: cell, in: &model)
      }
      unsafe object.stored = model
    }
  }

  func drop(_ rows: [RowID]) {
    for row in rows {
      if let object = self[row] { drop(object) }
    }
  }

  func dropDeleted(_ session: Session) throws(KindredError) {
    try forEach { object throws(KindredError) in
      if try !session.isLive(object.rowID, in: id) { drop(object) }
    }
  }

  private func drop(_ object: Live<T>) {
    let row = object.rowID
    deleted.append((object, row))
    object.rowID = -1
    object.state = .deleted
    self[row] = nil
  }

  func restore(_ session: Session) throws(KindredError) {
    for object in added where object.state == .added { object.state = .deleted }
    for object in changed where object.state == .changed { object.state = .unchanged }
    added.removeAll()
    changed.removeAll()
    try dropDeleted(session)
    // Rows past the end were undone themselves: the next insert gives their ids to other rows.
    let end = try session.slotCount(id)
    deleted.removeAll { Int($0.row) >= end }
    let restored = deleted
    deleted.removeAll()
    for (object, row) in restored {
      guard try session.isLive(row, in: id) else {
        deleted.append((object, row))
        continue
      }
      object.rowID = row
      object.state = .unchanged
      self[row] = object
    }
    try refresh(nil, session)
  }
}

extension Live {
  /// Takes over what the row holds now.
  fileprivate func replaceRow(_ model: Model) {
    unsafe stored = model
    if state == .changed { state = .unchanged }
  }
}
