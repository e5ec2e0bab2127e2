// SPDX-License-Identifier: Apache-2.0

import KindredPlan
package import KindredSchema

/// What loading relations adds to queries.
extension QueryCore {
  /// Makes the query yield the row that a to-one link leads to from the row of a slot, after its others.
  ///
  /// - Returns: The slot of that row.
  package mutating func addRow(_ link: Link, from slot: Int) -> Int {
    let step = PathStep(from: slot, link: link)
    if let known = slots.firstIndex(where: { $0.path == step }) {
      rowSlots.append(known)
      return known
    }
    slots.append(.path(step))
    rowSlots.append(slots.count - 1)
    return slots.count - 1
  }

  /// Makes the query yield the rows that a to-many relation leads to from the row of a slot, after its
  /// others: its own rows, limited as they are, come once for each.
  ///
  /// - Returns: The slot of the related row.
  package mutating func addRows(_ path: RelationPath, from slot: Int) -> Int {
    slots += path.tables.map(SourceSlot.table)
    expansions.append(Expansion(path: path, from: slot, last: slots.count - 1))
    rowSlots.append(slots.count - 1)
    return slots.count - 1
  }

  /// Keeps the rows that have one of the keys in the columns; `types` are those of the table's columns.
  package mutating func restrict(_ columns: [Int], _ types: [ColumnType], toKeys keys: [[Value]]) {
    let scope = open()
    addCondition(.isOne(of: keys, scope.columns(columns, types, of: 0)))
    close(scope, depth: 2)
  }

  /// Joins the rows with those of the tables between that lead to them from rows with one of the keys, and
  /// makes the query yield the first of these after its others.
  ///
  /// `columnTypes` tells the types of a table's columns.
  package mutating func restrict(
    _ path: RelationPath,
    toKeys keys: [[Value]],
    _ columnTypes: (TableNumber) throws(KindredError) -> [ColumnType]
  ) throws(KindredError) {
    var far = 0
    for link in path.links.dropFirst().reversed() {
      let slot = addTable(link.near)
      let scope = open()
      let own = scope.columns(link.nearColumns, try columnTypes(link.near), of: slot)
      let others = scope.columns(link.farColumns, try columnTypes(link.far), of: far)
      joins.append(
        JoinClause(
          form: .inner,
          slot: slot,
          condition: .and(zip(own, others).map { .comparison(.equal, $0, $1) })
        )
      )
      close(scope, depth: 2)
      far = slot
    }
    if far != 0 { rowSlots.append(far) }
    let near = path.links[0]
    let scope = open()
    addCondition(
      .isOne(of: keys, scope.columns(near.farColumns, try columnTypes(near.far), of: far))
    )
    close(scope, depth: 2)
  }

  /// Whether the query yields every row of the table, in no order of its own.
  package var isWholeTable: Bool {
    keepsAllRows && order.isEmpty && limit == nil && offset == 0
  }

  /// Whether the query yields every row of the table, but for its limit, ordered by columns of its own at
  /// most.
  package var keepsAllRows: Bool {
    guard case .table = origin else { return false }
    return conditions.isEmpty && joins.isEmpty && correlation == nil && annotationSlot == nil
      && grouping == nil && perKey == nil && fault == nil
      && order.allSatisfy { if case .column = $0.term { true } else { false } }
  }

  /// Takes the limit and the offset off the query, for them to be applied per owner.
  package mutating func takeWindow() -> (offset: Int, limit: Int?) {
    defer { (offset, limit) = (0, nil) }
    return (offset, limit)
  }
}

extension Scope {
  fileprivate func columns(_ columns: [Int], _ types: [ColumnType], of slot: Int) -> [Term] {
    columns.map { .column(ColumnTerm(alias: alias, slot: slot, column: $0, type: types[$0])) }
  }
}

extension Term {
  /// Whether the columns have the values of one of the keys.
  fileprivate static func isOne(of keys: [[Value]], _ columns: [Term]) -> Term {
    if columns.count == 1 { return .inList(columns[0], keys.map { $0[0] }) }
    return .or(
      keys.map { key in
        .and(
          zip(columns, key).map { column, value in
            .comparison(.equal, column, .literal(value, column.columnType))
          }
        )
      }
    )
  }

  private var columnType: ColumnType {
    if case .column(let column) = self { column.type } else { .integer }
  }
}
