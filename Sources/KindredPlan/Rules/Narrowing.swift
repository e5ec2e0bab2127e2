// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// What the nodes above a plan use of its output.
package struct Usage {
  package private(set) var columns: [ColumnReference] = []
  package private(set) var rows = SourceSet()
  package private(set) var sources = SourceSet()

  package init() {}

  package func uses(_ column: ColumnReference) -> Bool {
    rows.contains(column.source) || columns.contains(column)
  }

  /// Adds all that the expression mentions, inside subqueries too.
  package mutating func add(_ expression: Expression) {
    switch expression {
    case .column(let reference):
      if !columns.contains(reference) { columns.append(reference) }
      sources.insert(reference.source)
    case .row(let source), .rowID(let source), .parentRowID(let source, _):
      rows.insert(source)
      sources.insert(source)
    case .exists(let plan), .scalar(let plan), .inSubquery(_, let plan): add(plan)
    case .literal, .parameter, .comparison, .and, .or, .not, .isNull, .truth, .inList, .textMatch,
      .arithmetic, .negate, .function, .coalesce, .conditional:
      break
    }
    expression.forEachOperand { add($0) }
  }

  private mutating func add(_ plan: LogicalPlan) {
    plan.forEachExpression { add($0) }
    plan.forEachInput { add($0) }
  }
}

/// Columns that a rewrite below made equal to something else, to be replaced above.
package typealias Replacements = [(column: ColumnReference, by: Expression)]

extension LogicalPlan {
  /// Rewrites a node below a projection, aggregation or the right side of a semi-join, where it is
  /// known what is used of the node's output, so that the rest of the output may change.
  ///
  /// - Parameters:
  ///   - throughLimits: False where the rewrite keeps the set of rows but not how often each comes.
  ///   - rewrite: Receives each node down to the next projection, aggregation or distinct, with what
  ///     the nodes above it use; returns its replacement and replaced columns.
  /// - Returns: The plan with the change; nil if nothing changed.
  package func narrowed(
    throughLimits: Bool = true,
    _ rewrite: (LogicalPlan, Usage) -> (LogicalPlan, Replacements)?
  ) -> LogicalPlan? {
    var replacements: Replacements = []
    return narrowed(throughLimits, rewrite, &replacements)?.replacing(replacements)
  }

  /// Replaces columns in the expressions of this node.
  private func replacing(_ replacements: Replacements) -> LogicalPlan {
    guard !replacements.isEmpty else { return self }
    return mapOwnExpressions { expression in
      expression.replacingColumns { column in
        replacements.first { $0.column == column }?.by
      }
    }
  }

  private func narrowed(
    _ throughLimits: Bool,
    _ rewrite: (LogicalPlan, Usage) -> (LogicalPlan, Replacements)?,
    _ replacements: inout Replacements
  ) -> LogicalPlan? {
    var usage = Usage()
    forEachExpression { usage.add($0) }
    switch self {
    case .project, .aggregate:
      return mapFirstInput { $0.narrowing(usage, throughLimits, rewrite, &replacements) }
    case .join(.semi, let left, let right, let condition):
      return right.narrowing(usage, throughLimits, rewrite, &replacements).map {
        .join(.semi, left, $0, on: condition)
      }
    case .join(.anti, let left, let right, let condition):
      return right.narrowing(usage, throughLimits, rewrite, &replacements).map {
        .join(.anti, left, $0, on: condition)
      }
    case .scan, .filter, .join(.inner, _, _, _), .join(.left, _, _, _), .join(.full, _, _, _),
      .distinct, .sort, .limit,
      .firstPerKey, .setOperation:
      return nil
    }
  }

  /// Rewrites this node or one below it; `above` is what the nodes above this one use.
  private func narrowing(
    _ above: Usage,
    _ throughLimits: Bool,
    _ rewrite: (LogicalPlan, Usage) -> (LogicalPlan, Replacements)?,
    _ replacements: inout Replacements
  ) -> LogicalPlan? {
    if let (changed, replaced) = rewrite(self, above) {
      replacements = replaced
      return changed
    }
    var usage = above
    forEachExpression { usage.add($0) }
    switch self {
    case .limit where !throughLimits, .firstPerKey where !throughLimits: return nil
    case .filter, .sort, .limit, .firstPerKey, .join(.inner, _, _, _), .join(.left, _, _, _):
      return mapFirstInput { $0.narrowing(usage, throughLimits, rewrite, &replacements) }?
        .replacing(replacements)
    case .join(.full, _, _, _): return nil
    case .join(let kind, let left, let right, let condition):
      let changed = left.narrowing(usage, throughLimits, rewrite, &replacements)
      return changed.map {
        LogicalPlan.join(kind, $0, right, on: condition).replacing(replacements)
      }
    case .scan, .project, .aggregate, .distinct, .setOperation: return nil
    }
  }
}
