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

  /// Keeps the rows that have one of the keys in the columns.
  package mutating func restrict(
    _ columns: [(index: Int, type: ColumnType)],
    toKeys keys: [[Value]]
  ) {
    let scope = open()
    addCondition(.isOne(of: keys, scope.columns(columns, of: 0)))
    close(scope, depth: 2)
  }

  /// Joins the rows with those of a table between that have one of the keys, and makes the query yield
  /// these after its others.
  package mutating func joinLinks(
    _ onward: Link,
    target: [(index: Int, type: ColumnType)],
    _ near: [(index: Int, type: ColumnType)],
    toKeys keys: [[Value]]
  ) {
    let slot = addTable(onward.near)
    let scope = open()
    let own = scope.columns(target, of: 0)
    let others = scope.columns(
      zip(onward.nearColumns, target).map { (index: $0, type: $1.type) },
      of: slot
    )
    let isLinked = Term.and(zip(others, own).map { .comparison(.equal, $0, $1) })
    joins.append(JoinClause(form: .inner, slot: slot, condition: isLinked))
    addCondition(.isOne(of: keys, scope.columns(near, of: slot)))
    rowSlots.append(slot)
    close(scope, depth: 2)
  }

  /// Takes the limit and the offset off the query, for them to be applied per owner.
  package mutating func takeWindow() -> (offset: Int, limit: Int?) {
    defer { (offset, limit) = (0, nil) }
    return (offset, limit)
  }
}

extension Scope {
  fileprivate func columns(_ columns: [(index: Int, type: ColumnType)], of slot: Int) -> [Term] {
    columns.map { .column(ColumnTerm(alias: alias, slot: slot, column: $0.index, type: $0.type)) }
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
