// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Computes an aggregate once per group instead of once per outer row.
///
///     Project l.a, (count(*) of σ_{r.x = l.x ∧ p} r)     Project l.a, coalesce(n, 0)
///     └─ l                                         ⟶    └─ Left join on l.x = k
///                                                           ├─ l
///                                                           └─ Group k = r.x; n = count(*)
///                                                              └─ Filter p
///                                                                 └─ r
///
/// Holds because the rows for one outer row are those of one group: equality never holds for NULL on
/// either side, so a NULL group has no partner and a NULL outer key gets padding. Padding stands for
/// the aggregate over no rows: NULL, for which counts and totals take their 0. Equal subqueries share
/// one join. A checked sum of integers is only computed for all groups where each is asked for: over
/// all rows of a table, along a foreign key to it.
package struct DecorrelateScalarAggregate: RewriteRule {
  package let roots: PlanFeatures = [.project, .aggregate, .filter, .sort]
  package let needs: PlanFeatures = [.subquery, .aggregate]

  package func rewrite(_ plan: LogicalPlan, _ rewriting: Rewriting) -> LogicalPlan? {
    plan.decorrelated(rewriting) { subquery, input, isEager in
      guard case .scalar(let body) = subquery, let parts = ScalarAggregate(body),
        !parts.mentions(input.visible), let inner = parts.input.unnested(from: input.visible),
        let (outer, keys) = inner.equalities(from: input.visible), !inner.plan.canFail,
        parts.areSafe(
          isAskedForAll: isEager && input.hasRow(forEach: keys, outer, inner.plan, rewriting.schema)
        )
      else { return nil }
      let source = rewriting.freshSource()
      let isChecked = parts.aggregates.contains(where: \.canFail)
      let rows = isChecked ? inner.plan.filtered(by: keys.map { .not(.isNull($0)) }) : inner.plan
      return GroupJoin(
        subquery,
        outerKeys: outer,
        keys: keys,
        aggregates: parts.aggregates,
        over: rows,
        as: source,
        value: parts.value(from: source, after: keys.count)
      )
    }
  }
}

/// A subquery that aggregates all its rows into one value.
private struct ScalarAggregate {
  let source: SourceID
  let aggregates: [Aggregate]
  let input: LogicalPlan
  /// The value over the aggregates.
  let expression: Expression

  init?(_ plan: LogicalPlan) {
    switch plan {
    case .aggregate(let source, let keys, let aggregates, let input):
      guard keys.isEmpty, let first = aggregates.first else { return nil }
      self.init(source, aggregates, input, .column(ColumnReference(source, 0, first.type)))
    case .project(_, let expressions, .aggregate(let source, let keys, let aggregates, let input)):
      guard keys.isEmpty, expressions.count == 1, !expressions[0].hasSubquery,
        expressions[0].sources.isSubset(of: SourceSet(source))
      else { return nil }
      self.init(source, aggregates, input, expressions[0])
    case .scan, .filter, .project, .join, .distinct, .sort, .limit, .firstPerKey, .setOperation:
      return nil
    }
  }

  private init(
    _ source: SourceID,
    _ aggregates: [Aggregate],
    _ input: LogicalPlan,
    _ expression: Expression
  ) {
    self.source = source
    self.aggregates = aggregates
    self.input = input
    self.expression = expression
  }

  /// Whether computing every group cannot fail where the subquery, evaluated for every group if
  /// `isAskedForAll`, would not.
  func areSafe(isAskedForAll: Bool) -> Bool {
    aggregates.allSatisfy { aggregate in
      !aggregate.canFail
        || (isAskedForAll && aggregate.argument?.canFail != true
          && aggregate.filter?.canFail != true)
    }
  }

  func mentions(_ outer: SourceSet) -> Bool {
    aggregates.contains { $0.expressions.contains { $0.mentions(outer) } }
  }

  /// The value over the columns of the joined groups, whose aggregates stand after the keys.
  func value(from groups: SourceID, after keyCount: Int) -> Expression {
    let columns = aggregates.enumerated().map { index, aggregate -> Expression in
      let column = Expression.column(
        ColumnReference(groups, keyCount + index, aggregate.type)
      )
      let empty = aggregate.emptyValue
      return empty.isNull ? column : .coalesce([column, .literal(empty, aggregate.type)])
    }
    return expression.inlining(source, columns)
  }
}

extension LogicalPlan {
  /// Whether this is all of a table, and the keys are a foreign key to it: then each group of the inner
  /// plan by keys that are not NULL is the group of one of these rows.
  fileprivate func hasRow(
    forEach keys: [Expression],
    _ outer: [Expression],
    _ inner: LogicalPlan,
    _ schema: Schema
  ) -> Bool {
    guard case .scan(let parent, let table) = self, case .column(let first)? = keys.first,
      let child = inner.table(of: first.source)
    else { return false }
    return schema[child].foreignKeys.contains { key in
      !key.isDeferred && key.parent == table && key.columns.count == keys.count
        && zip(key.columns, key.parentColumns).allSatisfy { own, target in
          keys.indices.contains {
            keys[$0].isColumn(own, of: first.source) && outer[$0].isColumn(target, of: parent)
          }
        }
    }
  }
}
