// SPDX-License-Identifier: Apache-2.0

import KindredPlan

/// What the rows of a query's first slot are, before its own clauses.
indirect enum RowOrigin: Sendable {
  /// All rows of the table.
  case table
  /// The rows of a whole query, limits included.
  case query(QueryCore)
  case combined(SetOperation, QueryCore, QueryCore)

  /// Whether a row may come twice.
  var repeatsRows: Bool {
    switch self {
    case .table: false
    case .query(let inner): inner.repeatsRows
    case .combined(let operation, _, _): !operation.isDistinct
    }
  }
}

/// How many rows of each key are kept, and which.
struct PerKeyLimit: Sendable {
  var keys: [Term]
  /// By which the rows of a key are numbered; ties by the primary key.
  var order: [Ordering]
  var offset = 0
  var count: Int?
}

extension QueryCore {
  /// Whether a row may come twice.
  var repeatsRows: Bool { origin.repeatsRows && !isDistinct }

  /// This query's rows as those of a new one, for clauses that come after all of its own.
  func nested() -> QueryCore {
    var core = QueryCore(slots[0], .query(self))
    core.take(self)
    return core
  }

  /// The rows of this query combined with those of another that selects as much.
  func combined(_ operation: SetOperation, _ other: QueryCore) -> QueryCore {
    var core: QueryCore
    if let selection {
      core = QueryCore(.computed, .combined(operation, self, other))
      let scope = core.open()
      core.selection = selection.indices.map { column in
        .column(
          ColumnTerm(alias: scope.alias, slot: 0, column: column, type: selectedTypes[column])
        )
      }
      core.selectedTypes = selectedTypes
      core.close(scope, depth: 0)
    } else {
      core = QueryCore(slots[0], .combined(operation, self, other))
    }
    core.take(self)
    core.take(other)
    return core
  }

  /// Takes over how deep an inner query nests; one that is too deep is left out.
  private mutating func take(_ inner: QueryCore) {
    noteDepth(inner.depth)
    if depth > QueryLimits.depth { origin = .table }
  }
}
