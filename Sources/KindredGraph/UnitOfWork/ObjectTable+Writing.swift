// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredQuery
import KindredSchema

/// The unit of work of one table.
extension ObjectTable {
  var hasAdded: Bool { !added.isEmpty }
  var hasChanged: Bool { !changed.isEmpty }

  func insertAdded(_ session: Session) throws(KindredError) {
    let objects = added
    let (rows, _) = try session.insert(
      objects.map(\.row),
      Purpose(Site("", 0), kind: .write)
    )
    added.removeAll()
    for (object, row) in zip(objects, rows) {
      object.rowID = RowID(row)
      object.state = .unchanged
      self[RowID(row)] = object
    }
  }

  func updateChanged(_ session: Session) throws(KindredError) {
    var updates: [[Int]: [Live<T>]] = [:]
    var order: [[Int]] = []
    for object in changed where object.state == .changed {
      let cells = T.table.layout.cells(object.row)
      let columns = try session.differences(cells, row: object.rowID, in: id)
      if columns.isEmpty { continue }
      if updates[columns] == nil { order.append(columns) }
      updates[columns, default: []].append(object)
    }
    for columns in order {
      try update(columns, of: updates[columns] ?? [], session)
    }
    for object in changed where object.state == .changed { object.state = .unchanged }
    changed.removeAll()
  }

  private func update(
    _ columns: [Int],
    of objects: [Live<T>],
    _ session: Session
  ) throws(KindredError) {
    let vectors = T.table.layout.vectors(of: objects.map(\.row))
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
      var model = object.row
      for (column, cell) in zip(columns, cells) {
        try T.table.layout.set(column, to: cell, in: &model)
      }
      unsafe object.stored = model
    }
  }

  func dropDeleted(_ session: Session) throws(KindredError) {
    try forEach { object throws(KindredError) in
      let row = object.rowID
      guard try !session.isLive(row, in: id) else { return }
      object.rowID = -1
      object.state = .deleted
      self[row] = nil
    }
  }

  func discardPending() {
    for object in added { object.state = .deleted }
    for object in changed where object.state == .changed { object.state = .unchanged }
    added.removeAll()
    changed.removeAll()
  }
}

extension Live {
  /// Takes over what the row holds now.
  fileprivate func replaceRow(_ model: Model) {
    unsafe stored = model
    if state == .changed { state = .unchanged }
  }
}
