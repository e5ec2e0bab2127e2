// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// A plan under construction, with what the generator must know of it to go on.
struct Relation {
  var plan: LogicalPlan
  /// What expressions above may mention.
  var columns: [GeneratedColumn]
  /// The tables whose columns are visible, for joins along foreign keys.
  var tables: [(source: SourceID, table: TableID)] = []
  /// No more rows than this.
  var rows: Int
}

/// A column that expressions may mention.
struct GeneratedColumn {
  var reference: ColumnReference
  /// Whether it is a table's own, with values from the pool only: arithmetic on it cannot run away.
  var isStored: Bool

  var expression: Expression { .column(reference) }
  var type: ColumnType { reference.type }
}

/// What an expression may be made of, where it stands.
struct Scope {
  /// The columns of the query itself.
  var local: [GeneratedColumn]
  /// Those of the enclosing queries.
  var outer: [GeneratedColumn] = []
  /// How many more times subqueries may nest.
  var subqueryDepth: Int
  /// How many rows a subquery may look at, so that it can be run for every row here.
  var budget: Int

  func columns(_ type: ColumnType) -> [GeneratedColumn] {
    local.filter { $0.type == type } + outer.filter { $0.type == type }
  }
}
