// SPDX-License-Identifier: Apache-2.0

import KindredQuery

/// Which columns were read of the objects of one model that were fetched at one place.
///
/// Kept in debug builds only: a read of a column is a load from memory, and nothing else, in all others.
final class ColumnReads {
  let model: String
  let site: Site
  /// How many rows were fetched.
  var rows = 0
  private let names: [String]
  private var isRead: [Bool]
  /// Relations go by keys, so nobody needs to read them.
  private let isKey: [Bool]

  init(model: String, names: [String], keys: [Int], _ site: Site) {
    self.model = model
    self.names = names
    self.site = site
    isRead = Array(repeating: false, count: names.count)
    isKey = names.indices.map { keys.contains($0) }
  }

  /// Notes that a column was read, or all of them.
  func note(_ column: Int?) {
    if let column {
      isRead[column] = true
    } else {
      for index in isRead.indices { isRead[index] = true }
    }
  }

  /// The columns that were read of no object, if any column was of some.
  var unread: [String] {
    guard isRead.contains(true) else { return [] }
    return names.indices.filter { !isRead[$0] && !isKey[$0] }.map { names[$0] }
  }
}

extension ObjectTable {
  /// Makes reads of the columns of a group's objects count, where loads are watched.
  func watchColumns(_ group: LoadGroup, rows: Int, _ session: Session) {
    #if DEBUG
      guard rows > 0, graph.recorder.isOn, let site = group.site else { return }
      if group.reads == nil {
        group.reads = graph.recorder.columnReads(T.table.layout.number.index, site) {
          let schema = session.catalogue.schema[id]
          return ColumnReads(
            model: "\(T.self)",
            names: schema.columns.map(\.name),
            keys: T.table.primaryKeyColumns + schema.foreignKeys.flatMap(\.columns),
            site
          )
        }
      }
      group.reads?.rows += rows
    #endif
  }
}

#if DEBUG
  extension Live {
    /// Notes that a column was read, or all of them.
    @usableFromInline
    func noteRead(_ keyPath: PartialKeyPath<Model>? = nil) {
      guard let reads = group.reads else { return }
      // What is not stored leads over columns that it does not tell.
      reads.note(keyPath.flatMap { Model.table.layout.position(of: $0) })
    }
  }
#endif
