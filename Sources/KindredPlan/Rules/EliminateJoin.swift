// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Drops a join that neither adds, removes nor shows anything.
///
///     Project uses l only                              Project uses l only
///     └─ Left join on r's unique key = l.x      ⟶     └─ l
///        ├─ l
///        └─ r
///
///     Project uses r.key only                          Project uses l.fk for r.key
///     └─ Join on l.fk = r.key                   ⟶     └─ Filter l.fk IS NOT NULL
///        ├─ l                                             └─ l
///        └─ r, all rows
///
/// The first holds because each left row has at most one partner, and comes out once with or without.
/// The second because a foreign key that is not NULL has exactly one parent row with that key, always;
/// with a left join (of a single-column key) there is no filter: both keys are NULL together. The same
/// makes `semi` on a foreign key a test for NOT NULL, and `anti` one for NULL.
package struct EliminateJoin: RewriteRule {
  package let roots: PlanFeatures = [.project, .aggregate, .semiJoin, .antiJoin]
  package let needs: PlanFeatures = []

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    let schema = rewriting.schema
    if let test = plan.asForeignKeyTest(schema) { return test }
    return plan.narrowed { node, usage in
      guard case .join(let kind, let left, let right, let condition) = node,
        kind == .left || kind == .inner
      else { return nil }
      if kind == .left, usage.sources.isDisjoint(with: right.visible),
        right.hasAtMostOneMatch(condition, schema)
      {
        return (left, [])
      }
      guard let path = ParentPath(left, right, condition, schema) else { return nil }
      return path.eliminated(kind, left, usage)
    }
  }
}

extension LogicalPlan {
  /// A semi- or anti-join that only follows a foreign key to any parent, as a test of the key.
  fileprivate func asForeignKeyTest(_ schema: Schema) -> LogicalPlan? {
    guard case .join(let kind, let left, let right, let condition) = self,
      kind == .semi || kind == .anti, let path = ParentPath(left, right, condition, schema)
    else { return nil }
    let tests = path.columns.map { Expression.isNull(.column($0.child)) }
    return kind == .semi
      ? left.filtered(by: tests.map { .not($0) })
      : .filter(tests.count == 1 ? tests[0] : .or(tests), left)
  }
}

/// A join condition that is exactly a foreign key of the left side, to all rows of its parent.
private struct ParentPath {
  let parent: SourceID
  let columns: [(child: ColumnReference, parent: ColumnReference)]

  init?(_ left: LogicalPlan, _ right: LogicalPlan, _ condition: Expression, _ schema: Schema) {
    guard case .scan(let parent, let table) = right,
      let columns = Self.columns(condition, parent: parent),
      let child = columns.first?.child.source,
      columns.allSatisfy({ $0.child.source == child }), let childTable = left.table(of: child)
    else { return nil }
    let isForeignKey = schema[childTable].foreignKeys.contains { key in
      !key.isDeferred && key.parent == table && key.columns.count == columns.count
        && zip(key.columns, key.parentColumns).allSatisfy { position, target in
          columns.contains { $0.child.index == position && $0.parent.index == target }
        }
    }
    guard isForeignKey else { return nil }
    self.parent = parent
    self.columns = columns
  }

  private static func columns(
    _ condition: Expression,
    parent: SourceID
  ) -> [(child: ColumnReference, parent: ColumnReference)]? {
    var columns: [(child: ColumnReference, parent: ColumnReference)] = []
    for conjunct in condition.conjuncts {
      guard case .comparison(.equal, .column(let first), .column(let second)) = conjunct,
        (first.source == parent) != (second.source == parent)
      else { return nil }
      columns.append(first.source == parent ? (second, first) : (first, second))
    }
    return columns
  }

  func eliminated(
    _ kind: JoinKind,
    _ left: LogicalPlan,
    _ usage: Usage
  ) -> (LogicalPlan, Replacements)? {
    guard !usage.rows.contains(parent), kind == .inner || columns.count == 1,
      usage.columns.allSatisfy({ used in
        used.source != parent || columns.contains { $0.parent == used }
      })
    else { return nil }
    let replacements = columns.map { (column: $0.parent, by: Expression.column($0.child)) }
    guard kind == .inner else { return (left, replacements) }
    let tests = columns.map { Expression.not(.isNull(.column($0.child))) }
    return (left.filtered(by: tests), replacements)
  }
}
