// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// A join along a foreign key, which storage also holds as the parent's row id.
struct Relation {
  let key: ForeignKeyID
  let child: SourceID
  let parent: SourceID
  let isChildLeft: Bool
  /// The conditions besides the foreign key.
  let residual: [Expression]
}

extension Lowering {
  /// The foreign key whose columns the join's keys equate with those that they refer to.
  func relation(_ parts: JoinParts) -> Relation? {
    for key in parts.keys where !key.isNullSafe {
      guard case .column(let left) = key.probe, case .column(let right) = key.build else {
        continue
      }
      if let found = relation(parts, child: right.source, parent: left.source, isChildLeft: false)
        ?? relation(parts, child: left.source, parent: right.source, isChildLeft: true)
      {
        return found
      }
    }
    return nil
  }

  private func relation(
    _ parts: JoinParts,
    child: SourceID,
    parent: SourceID,
    isChildLeft: Bool
  ) -> Relation? {
    guard let childTable = estimator.table(of: child),
      let parentTable = estimator.table(of: parent)
    else { return nil }
    for (index, key) in schema[childTable].foreignKeys.enumerated()
    where key.parent == parentTable {
      let pairs = zip(key.columns, key.parentColumns).map { own, target in
        parts.keys.firstIndex {
          let (first, second) = isChildLeft ? ($0.probe, $0.build) : ($0.build, $0.probe)
          return !$0.isNullSafe && first.isColumn(own, of: child)
            && second.isColumn(target, of: parent)
        }
      }
      guard !pairs.contains(nil) else { continue }
      let others = parts.keys.indices.filter { !pairs.contains($0) }.map { parts.keys[$0] }
      return Relation(
        key: ForeignKeyID(table: childTable, index: index),
        child: child,
        parent: parent,
        isChildLeft: isChildLeft,
        residual: others.map(\.condition) + parts.residual
      )
    }
    return nil
  }

  /// Joins by row ids: the build side becomes an array (for semi and anti a byte set) over the rows of
  /// the parent's table.
  mutating func rowJoin(_ parts: JoinParts, _ relation: Relation) -> PhysicalPlan? {
    let child = Expression.parentRowID(relation.child, relation.key)
    let parent = Expression.rowID(relation.parent)
    let key =
      relation.isChildLeft
      ? JoinKey(probe: child, build: parent) : JoinKey(probe: parent, build: child)
    return estimated(
      .join(
        parts.kind,
        probe: parts.left.physical,
        build: parts.right.physical,
        keys: [key],
        residual: relation.residual.isEmpty ? nil : .all(relation.residual),
        .rows(schema[relation.key].parent)
      )
    )
  }

  /// Follows the child's stored parent row id, when the right side is the parent's table.
  ///
  /// What the table was to be filtered by is asked of the parents found.
  mutating func parentLookup(_ parts: JoinParts, _ relation: Relation) -> PhysicalPlan? {
    guard relation.isChildLeft, !parts.hasSubqueries,
      let filter = parts.right.logical.scanFilter(of: relation.parent)
    else { return nil }
    let conditions = filter.map { replaced($0) } + relation.residual
    guard conditions.isEmpty || parts.kind == .inner || parts.kind == .semi else { return nil }
    let isTested = parts.kind == .semi && !conditions.isEmpty
    let looked = estimated(
      .parentLookup(
        isTested ? .inner : parts.kind,
        child: relation.child,
        relation.key,
        parent: relation.parent,
        parts.left.physical
      )
    )
    return conditions.isEmpty ? looked : estimated(.filter(.all(conditions), looked))
  }

  /// Follows the adjacency from each parent, when the right side is the child's table.
  mutating func childExpansion(_ parts: JoinParts, _ relation: Relation) -> PhysicalPlan? {
    guard !relation.isChildLeft, !parts.hasSubqueries,
      let filter = parts.right.logical.scanFilter(of: relation.child),
      relation.residual.isEmpty || parts.kind == .inner
    else { return nil }
    let expanded = estimated(
      .childExpansion(
        parts.kind,
        parent: relation.parent,
        relation.key,
        child: relation.child,
        filter: filter.isEmpty ? nil : .all(filter.map { replaced($0) }),
        parts.left.physical
      )
    )
    return relation.residual.isEmpty
      ? expanded : estimated(.filter(.all(relation.residual), expanded))
  }
}

extension LogicalPlan {
  /// The conditions under which this plan scans the source; nil if it is anything but a filtered scan,
  /// or a condition has a subquery.
  func scanFilter(of source: SourceID) -> [Expression]? {
    switch self {
    case .scan(source, _): []
    case .filter(let condition, .scan(source, _)):
      condition.hasSubquery || condition.isNeverTrueLiteral ? nil : condition.conjuncts
    case .scan, .filter, .project, .join, .aggregate, .distinct, .sort, .limit, .firstPerKey,
      .setOperation:
      nil
    }
  }
}

extension JoinKey {
  fileprivate var condition: Expression {
    .comparison(isNullSafe ? .identical : .equal, probe, build)
  }
}

extension Expression {
  func isColumn(_ index: Int, of source: SourceID) -> Bool {
    guard case .column(let column) = self else { return false }
    return column.source == source && column.index == index
  }
}
