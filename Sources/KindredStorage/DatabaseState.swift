// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// The tables as a writer sees them, and the stamp under which it may write in place.
struct DatabaseState: Sendable {
  var tables: [Table]
  var epoch: Epoch
  /// The tables written since they were last looked at for ``Compaction``, some more than once.
  var written: [TableID] = []
  /// Evaluates check constraints; nil if there are none.
  let checker: (any RowChecker)?
  let limits: StorageLimits

  init(schema: Schema, checker: (any RowChecker)? = nil, limits: StorageLimits = StorageLimits()) {
    self.checker = checker
    self.limits = limits
    let epoch = Epoch.fresh()
    self.epoch = epoch
    tables = schema.tables.indices.map { Table(TableID($0), in: schema, epoch: epoch) }
  }

  /// Another state with the same tables.
  ///
  /// Both sides get a fresh epoch, so that neither writes into what they share.
  mutating func forked() -> DatabaseState {
    var other = self
    epoch = Epoch.fresh()
    other.epoch = Epoch.fresh()
    other.written = []
    return other
  }

  /// The table, as one that this state may write into: a shallow copy if it may be shared.
  mutating func writable(_ id: TableID) -> Table {
    if tables[id.index].epoch != epoch {
      tables[id.index] = Table(sharing: tables[id.index], epoch: epoch)
    }
    let table = tables[id.index]
    if !table.isWritten {
      table.isWritten = true
      written.append(id)
    }
    return table
  }
}
