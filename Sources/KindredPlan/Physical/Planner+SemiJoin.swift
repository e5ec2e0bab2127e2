// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Lowering {
  /// Runs a semi-join along a foreign key from the side that is tested with, where that has few rows: finds
  /// their partners instead of testing all rows of a table.
  ///
  ///     Semi-join authors with (books of one ISBN)  ⟶  the authors of those books, each once
  ///     Semi-join books with (authors of one name)  ⟶  the books of those authors
  ///
  /// Holds because a row of the table passes if it is the partner of some row of the other side under all
  /// conditions; as each comes once, and they are sorted by row id, they come as the table's scan would
  /// yield them.
  mutating func turnedSemiJoin(_ parts: JoinParts, _ relation: Relation) -> PhysicalPlan? {
    let wanted = relation.isChildLeft ? relation.child : relation.parent
    guard parts.kind == .semi, !parts.hasSubqueries, !isDisabled(.semiJoinDirection),
      let filter = parts.left.logical.scanFilter(of: wanted)
    else { return nil }
    let tests = parts.right
    let conditions = filter.map { replaced($0) }
    var plan: PhysicalPlan
    if relation.isChildLeft {
      plan = estimated(
        .childExpansion(
          .inner,
          parent: relation.parent,
          relation.key,
          child: relation.child,
          filter: conditions.isEmpty ? nil : .all(conditions),
          tests.physical
        )
      )
      if !relation.residual.isEmpty { plan = estimated(.filter(.all(relation.residual), plan)) }
      let parent = OutputColumn.row(relation.parent, schema[relation.key].parent)
      if !tests.logical.isUnique(on: [parent], schema) {
        plan = distinct(relation.child, relation.key.table, plan)
      }
    } else {
      plan = estimated(
        .parentLookup(
          .inner,
          child: relation.child,
          relation.key,
          parent: relation.parent,
          tests.physical
        )
      )
      let asked = conditions + relation.residual
      if !asked.isEmpty { plan = estimated(.filter(.all(asked), plan)) }
      plan = distinct(relation.parent, schema[relation.key].parent, plan)
    }
    return parts.keepsOrder ? estimated(.sort([SortKey(.rowID(wanted))], plan)) : plan
  }

  /// Each row of the table once: by a mark per row id of the table, or hashed where those are too many.
  private mutating func distinct(
    _ source: SourceID,
    _ table: TableID,
    _ input: PhysicalPlan
  ) -> PhysicalPlan {
    let key = Expression.rowID(source)
    let marked = estimated(.distinct(keys: [key], .rows(table), input))
    let hashed = estimated(.distinct(keys: [key], .general, input))
    return marked.estimatedCost < hashed.estimatedCost ? marked : hashed
  }
}
