// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// What foreign keys do when the rows that they refer to go or change, one row after the other.
extension ReferenceStore {
  /// Something that happened to a row.
  enum Event {
    case removed([Value], TableID)
    case changed([Value], [Value], TableID)
  }

  /// Makes the changes and all that they entail.
  ///
  /// If `isStrict`, a row that restricts stands in the way even if a cascade along another key would
  /// remove it; if not, only at the end.
  ///
  /// - Returns: False when a row that restricts was in the way, with the rest done all the same; faults of
  ///   rows are not looked for.
  mutating func follow(_ first: [Event], isStrict: Bool) -> Bool {
    let before = self
    var events: [Event] = []
    var isAllowed = true
    func isHeld(_ event: Event, _ id: ForeignKeyID) -> Bool {
      isStrict
        && before.children(of: event.old, id).contains {
          id.table != event.table || $0 != event.old
        }
    }
    for event in first { apply(event, &events) }
    while !events.isEmpty {
      let event = events.removeFirst()
      for id in schema.referrers[event.table.index] {
        guard let action = event.action(of: schema[id]) else { continue }
        let key = schema[id]
        for child in children(of: event.old, id) {
          switch action {
          case .noAction: break
          case .restrict: break
          case .cascade: apply(event.followed(by: child, id.table, key), &events)
          case .setNull:
            let new = setting(key.columns, of: child) { _ in .null }
            apply(.changed(child, new, id.table), &events)
          case .setDefault:
            let columns = schema[id.table].columns
            let new = setting(key.columns, of: child) { columns[$0].defaultValue ?? .null }
            apply(.changed(child, new, id.table), &events)
          }
        }
        if action == .restrict, isHeld(event, id) { isAllowed = false }
      }
    }
    return isAllowed
  }

  /// Makes a change, unless the row is like this already, and notes that it was made.
  mutating func apply(_ event: Event, _ events: inout [Event]) {
    guard let position = tables[event.table.index].firstIndex(of: event.old) else { return }
    switch event {
    case .removed: tables[event.table.index].remove(at: position)
    case .changed(let old, let new, _):
      if old == new { return }
      tables[event.table.index][position] = new
    }
    events.append(event)
  }

  private func setting(_ columns: [Int], of row: [Value], _ value: (Int) -> Value) -> [Value] {
    var new = row
    for column in columns { new[column] = value(column) }
    return new
  }

  private func children(of row: [Value], _ id: ForeignKeyID) -> [[Value]] {
    let key = schema[id]
    let values = Self.values(key.parentColumns, of: row)
    guard !values.contains(where: \.isNull) else { return [] }
    return tables[id.table.index].filter { Self.values(key.columns, of: $0) == values }
  }
}

extension ReferenceStore.Event {
  var table: TableID {
    switch self {
    case .removed(_, let table), .changed(_, _, let table): table
    }
  }

  var old: [Value] {
    switch self {
    case .removed(let row, _), .changed(let row, _, _): row
    }
  }

  /// What the foreign key does about it; nil when its key has not changed.
  func action(of key: ForeignKey) -> ReferentialAction? {
    switch self {
    case .removed: key.onDelete
    case .changed(let old, let new, _):
      ReferenceStore.values(key.parentColumns, of: old)
        == ReferenceStore.values(key.parentColumns, of: new) ? nil : key.onUpdate
    }
  }

  /// What a cascade does to a child.
  func followed(by child: [Value], _ table: TableID, _ key: ForeignKey) -> Self {
    switch self {
    case .removed: return .removed(child, table)
    case .changed(_, let row, _):
      var new = child
      for (column, target) in zip(key.columns, key.parentColumns) { new[column] = row[target] }
      return .changed(child, new, table)
    }
  }
}
