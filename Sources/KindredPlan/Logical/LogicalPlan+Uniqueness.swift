// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

extension LogicalPlan {
  /// Whether no two rows agree in all of the columns, with NULL equal to NULL.
  ///
  /// False where that is not certain. The columns are columns and whole rows of visible sources;
  /// others are ignored.
  package func isUnique(on columns: [OutputColumn], _ schema: Schema) -> Bool {
    switch self {
    case .scan(let source, let table):
      return columns.contains { if case .row(source, _) = $0 { true } else { false } }
        || schema[table].uniqueKeys.contains {
          $0.allSatisfy { position in
            !schema[table].columns[position].isNullable
              && columns.contains { $0.isColumn(position, of: source) }
          }
        }
    case .filter(let condition, let input):
      return input.isUnique(on: columns + condition.constantColumns, schema)
    case .project(let source, let expressions, let input):
      return input.isUnique(on: columns.flatMap { $0.traced(source, expressions) }, schema)
    case .join(let kind, let left, let right, let condition):
      return Self.isUnique(columns, kind, left, right, condition, schema)
    case .aggregate(let source, let keys, _, _):
      return keys.indices.allSatisfy { key in
        columns.contains { $0.isColumn(key, of: source) }
      }
    case .distinct(let input):
      return input.output.allSatisfy(columns.contains) || input.isUnique(on: columns, schema)
    case .sort(_, let input): return input.isUnique(on: columns, schema)
    case .limit(let count, _, let input):
      return (count ?? 2) <= 1 || input.isUnique(on: columns, schema)
    case .firstPerKey(let keys, _, let count, _, let input):
      let isOnePerKey = (count ?? 2) <= 1 && keys.allSatisfy { columns.contains(key: $0) }
      return isOnePerKey || input.isUnique(on: columns, schema)
    case .setOperation(_, let operation, _, _):
      return operation.isDistinct && output.allSatisfy(columns.contains)
    }
  }

  private static func isUnique(
    _ columns: [OutputColumn],
    _ kind: JoinKind,
    _ left: LogicalPlan,
    _ right: LogicalPlan,
    _ condition: Expression,
    _ schema: Schema
  ) -> Bool {
    let isLeftUnique = left.isUnique(on: columns, schema)
    switch kind {
    case .semi, .anti: return isLeftUnique
    case .full: return isLeftUnique && right.isUnique(on: columns, schema)
    case .left:
      return isLeftUnique
        && (right.isUnique(on: columns, schema)
          || right.hasAtMostOneMatch(condition, schema))
    case .inner:
      let isRightUnique = right.isUnique(on: columns, schema)
      return (isLeftUnique && isRightUnique)
        || (isLeftUnique && right.hasAtMostOneMatch(condition, schema))
        || (isRightUnique && left.hasAtMostOneMatch(condition, schema))
    }
  }

  /// Whether at most one row of this side of a join matches each row of the other: the condition
  /// equates a unique key of this side with values of the other.
  package func hasAtMostOneMatch(_ condition: Expression, _ schema: Schema) -> Bool {
    let own = visible
    var bound: [OutputColumn] = []
    for case .comparison(.equal, let left, let right) in condition.conjuncts {
      if case .column(let column) = left, own.contains(column.source), !right.mentions(own) {
        bound.append(.column(column))
      }
      if case .column(let column) = right, own.contains(column.source), !left.mentions(own) {
        bound.append(.column(column))
      }
    }
    return !bound.isEmpty && isUnique(on: bound, schema)
  }
}

extension [OutputColumn] {
  fileprivate func contains(key: Expression) -> Bool {
    guard case .column(let column) = key else { return false }
    return contains { $0.isColumn(column.index, of: column.source) }
  }
}

extension OutputColumn {
  fileprivate func isColumn(_ index: Int, of source: SourceID) -> Bool {
    guard case .column(let reference) = self else { return false }
    return reference.source == source && reference.index == index
  }

  /// What the column is below a projection.
  fileprivate func traced(_ source: SourceID, _ expressions: [Expression]) -> [OutputColumn] {
    guard case .column(let reference) = self, reference.source == source else { return [self] }
    guard case .column(let inner) = expressions[reference.index] else { return [] }
    return [.column(inner)]
  }
}

extension Expression {
  /// The columns that the condition makes equal to a value known before the first row.
  fileprivate var constantColumns: [OutputColumn] {
    conjuncts.compactMap { conjunct in
      guard case .comparison(.equal, .column(let column), let value) = conjunct, value.isConstant
      else { return nil }
      return .column(column)
    }
  }
}
