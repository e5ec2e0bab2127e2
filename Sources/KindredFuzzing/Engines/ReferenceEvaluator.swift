// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// How the reference deals with expressions that fail.
package enum ReferenceMode: Sendable {
  /// The first failure is thrown; what need not be evaluated is not.
  case lazy
  /// All operands are evaluated even where the answer is known before the last.
  case eager
  /// A failing expression is NULL, or 0. An engine that answers has not needed its value, but may have
  /// made use of its never being NULL.
  case lenient(isNull: Bool)

  /// What stands for a failing expression of the type; nil where failures are thrown.
  func substitute(_ type: ColumnType) -> Value? {
    guard case .lenient(let isNull) = self else { return nil }
    if isNull { return .null }
    return switch type.storageClass {
    case .integer: .integer(0)
    case .real: .real(0)
    case .text: .text("")
    }
  }

  var isEager: Bool {
    if case .eager = self { true } else { false }
  }
}

/// Runs logical plans as the algebra reads: nested loops, no index, no rewriting.
///
/// Written apart from the engine and as simply as possible, so that what both say is likely true.
struct ReferenceEvaluator {
  let store: ReferenceStore
  var mode = ReferenceMode.lazy

  func rows(_ plan: LogicalPlan, _ outer: ReferenceRow) throws(KindredError) -> [ReferenceRow] {
    switch plan {
    case .scan(let source, let table):
      return store.tables[table.index].enumerated().map {
        ReferenceRow(source, $0.element, rowID: $0.offset)
      }
    case .filter(let condition, let input):
      return try kept(rows(input, outer), where: condition, outer)
    case .project(let source, let expressions, let input):
      return try project(source, expressions, rows(input, outer), outer)
    case .join(let kind, let left, let right, let condition):
      return try join(kind, left, right, condition, outer)
    case .aggregate(let source, let keys, let aggregates, let input):
      return try aggregate(source, keys, aggregates, rows(input, outer), outer)
    case .distinct(let input):
      var seen: Set<[Value]> = []
      let output = input.output
      return try rows(input, outer).filter { seen.insert($0.values(output)).inserted }
    case .sort(let keys, let input): return try sorted(rows(input, outer), keys, outer)
    case .limit(let count, let offset, let input):
      let all = try rows(input, outer).dropFirst(offset)
      return Array(count.map { all.prefix($0) } ?? all)
    case .firstPerKey(let keys, let order, let count, let offset, let input):
      return try firstPerKey(keys, order, count, offset, rows(input, outer), outer)
    case .setOperation(let source, let operation, let left, let right):
      return try combined(source, operation, left, right, outer)
    }
  }

  private func kept(
    _ rows: [ReferenceRow],
    where condition: Expression,
    _ outer: ReferenceRow
  ) throws(KindredError) -> [ReferenceRow] {
    var kept: [ReferenceRow] = []
    for row in rows where try isTrue(condition, outer.merging(row)) { kept.append(row) }
    return kept
  }

  func isTrue(_ condition: Expression, _ row: ReferenceRow) throws(KindredError) -> Bool {
    try value(condition, row) == .integer(1)
  }

  private func project(
    _ source: SourceID,
    _ expressions: [Expression],
    _ rows: [ReferenceRow],
    _ outer: ReferenceRow
  ) throws(KindredError) -> [ReferenceRow] {
    var projected: [ReferenceRow] = []
    for row in rows {
      let visible = outer.merging(row)
      var result = ReferenceRow()
      var values: [Value] = []
      for expression in expressions {
        if case .row(let kept) = expression, let cells = row[kept] {
          result.append(cells)
          values.append(.null)
        } else {
          values.append(try value(expression, visible))
        }
      }
      projected.append(result.merging(ReferenceRow(source, values)))
    }
    return projected
  }

  private func join(
    _ kind: JoinKind,
    _ left: LogicalPlan,
    _ right: LogicalPlan,
    _ condition: Expression,
    _ outer: ReferenceRow
  ) throws(KindredError) -> [ReferenceRow] {
    let partners = try rows(right, outer)
    let padding = padding(right)
    var joined: [ReferenceRow] = []
    var hasMatch = [Bool](repeating: false, count: partners.count)
    for row in try rows(left, outer) {
      let visible = outer.merging(row)
      var matches: [ReferenceRow] = []
      for (position, partner) in partners.enumerated()
      where try isTrue(condition, visible.merging(partner)) {
        matches.append(row.merging(partner))
        hasMatch[position] = true
      }
      switch kind {
      case .inner: joined += matches
      case .left, .full: joined += matches.isEmpty ? [row.merging(padding)] : matches
      case .semi: joined += matches.isEmpty ? [] : [row]
      case .anti: joined += matches.isEmpty ? [row] : []
      }
    }
    if kind == .full {
      let missing = self.padding(left)
      joined += partners.indices.filter { !hasMatch[$0] }.map { missing.merging(partners[$0]) }
    }
    return joined
  }

  /// A row of NULLs of the plan's shape.
  private func padding(_ plan: LogicalPlan) -> ReferenceRow {
    var row = ReferenceRow()
    for output in plan.output {
      let count =
        switch output {
        case .row(_, let table): store.schema[table].columns.count
        case .column(let reference): reference.index + 1
        }
      row.append(
        .init(source: output.source, values: [Value](repeating: .null, count: count), rowID: nil)
      )
    }
    return row
  }

  func sorted(
    _ rows: [ReferenceRow],
    _ keys: [SortKey],
    _ outer: ReferenceRow
  ) throws(KindredError) -> [ReferenceRow] {
    var keyed: [(row: ReferenceRow, values: [Value])] = []
    for row in rows {
      let visible = outer.merging(row)
      var values: [Value] = []
      for key in keys { values.append(try value(key.expression, visible)) }
      keyed.append((row, values))
    }
    // The standard library's sort is stable, though it does not say so: keep the position as a key.
    return keyed.enumerated().sorted { left, right in
      if ReferenceOrder.isLess(left.element.values, right.element.values, keys) { return true }
      if ReferenceOrder.isLess(right.element.values, left.element.values, keys) { return false }
      return left.offset < right.offset
    }.map(\.element.row)
  }
}
