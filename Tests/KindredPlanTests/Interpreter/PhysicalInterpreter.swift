// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// The meaning of physical plans, as their operators document it.
struct PhysicalInterpreter {
  var expressions: ExpressionInterpreter

  func rows(_ plan: PhysicalPlan) throws -> [Row] {
    switch plan.operation {
    case .scan(let source, let table): return scanned(source, table) { _ in true }
    case .keyLookup(let source, let key, let keys):
      return try looked(source, key.table, Library.schema[key.table].uniqueKeys[key.index], keys)
    case .childLookup(let source, let key, let keys):
      return try looked(source, key.table, Library.schema[key].columns, keys)
    case .indexScan(let scan): return try indexScanned(scan)
    case .empty: return []
    case .filter(let condition, let input):
      return try rows(input).filter { try isTrue(condition, $0) }
    case .project(let source, let outputs, let input):
      return try rows(input).map { row in
        try LogicalInterpreter.projected(source, outputs, row) { try value($0, row) }
      }
    case .apply(let source, let kind, let bindings, let subquery, let input):
      return try rows(input).map { row in
        let outcome = try applied(kind, bindings, subquery, row)
        return row.merging([source: Part(values: [outcome], rowID: nil)]) { $1 }
      }
    case .join(let kind, let probe, let build, let keys, let residual, _):
      return try joined(kind, probe, build) { row in
        try keys.allSatisfy { key in
          let (left, right) = (try value(key.probe, row), try value(key.build, row))
          return left == right && (key.isNullSafe || !left.isNull)
        } && (residual.map { try isTrue($0, row) } ?? true)
      }
    case .numbered(let source, let input):
      return try rows(input).enumerated().map { position, row in
        let number = Part(values: [.integer(Int64(position))], rowID: nil)
        return row.merging([source: number]) { $1 }
      }
    case .nestedLoopJoin(let kind, let left, let right, let condition):
      return try joined(kind, left, right) { try isTrue(condition, $0) }
    case .parentLookup(let kind, let child, let key, let parent, let input):
      return try rows(input).flatMap { row in
        let parents = try scanned(parent, Library.schema[key].parent) {
          try value(.parentRowID(child, key), row) == .integer(Int64($0.rowID ?? -1))
        }
        return matched(kind, row, parents, padding: parent)
      }
    case .childExpansion(let kind, let parent, let key, let child, let filter, let input):
      return try rows(input).flatMap { row in
        let own = try value(.rowID(parent), row)
        let children = try scanned(child, key.table) { part in
          let childRow = [child: part]
          return try !own.isNull && value(.parentRowID(child, key), childRow) == own
            && (filter.map { try isTrue($0, childRow) } ?? true)
        }
        return matched(kind, row, children, padding: child)
      }
    case .aggregate(let source, let keys, let aggregates, _, let input):
      return try grouped(source, keys, aggregates, rows(input), value)
    case .distinct(let keys, _, let input):
      var seen: Set<[Value]> = []
      return try rows(input).filter { row in
        seen.insert(try keys.map { try value($0, row) }).inserted
      }
    case .sort(let keys, let input): return try sorted(rows(input), keys, value)
    case .topN(let keys, let count, let offset, let input):
      return Array(try sorted(rows(input), keys, value).dropFirst(offset).prefix(count))
    case .limit(let count, let offset, let input):
      let rest = try rows(input).dropFirst(offset)
      return Array(count.map { rest.prefix($0) } ?? rest)
    case .firstPerKey(let keys, let order, let count, let offset, _, let input):
      return try firstPerKey(keys, order, count, offset, rows(input), value)
    case .setOperation(let source, let operation, _, let left, let right):
      return combined(
        operation,
        try rows(left.plan).map { try outputs(left.outputs, of: $0, as: source) },
        try rows(right.plan).map { try outputs(right.outputs, of: $0, as: source) }
      )
    }
  }

  private func outputs(
    _ outputs: [Expression],
    of row: Row,
    as source: SourceID
  ) throws -> Row {
    if case .row(let own)? = outputs.first { return [source: row[own]].compactMapValues { $0 } }
    return [source: Part(values: try outputs.map { try value($0, row) }, rowID: nil)]
  }

  private func value(_ expression: Expression, _ row: Row) throws -> Value {
    precondition(!expression.hasSubquery, "a physical plan holds a subquery")
    return try expressions.value(expression, row)
  }

  private func isTrue(_ condition: Expression, _ row: Row) throws -> Bool {
    try value(condition, row) == .integer(1)
  }

  func scanned(
    _ source: SourceID,
    _ table: TableID,
    where isKept: (Part) throws -> Bool
  ) rethrows -> [Row] {
    try expressions.data.tables[table.index].enumerated()
      .map { Part(values: $0.element, rowID: $0.offset) }.filter(isKept).map { [source: $0] }
  }

  private func looked(
    _ source: SourceID,
    _ table: TableID,
    _ columns: [Int],
    _ keys: [[Expression]]
  ) throws -> [Row] {
    let wanted = try keys.map { try $0.map { try value($0, [:]) } }
    return scanned(source, table) { part in
      let own = columns.map { part.values[$0] }
      return !own.contains(where: \.isNull) && wanted.contains(own)
    }
  }

  private func applied(
    _ kind: SubqueryKind,
    _ bindings: [Binding],
    _ subquery: PhysicalPlan,
    _ row: Row
  ) throws -> Value {
    var inner = self
    for binding in bindings {
      inner.expressions.parameters[binding.parameter] = try value(binding.value, row)
    }
    // A subquery without bindings is run once: it must not depend on what others bind.
    if bindings.isEmpty { inner.expressions.parameters = [:] }
    let found = try inner.rows(subquery)
    switch kind {
    case .exists: return .boolean(!found.isEmpty)
    case .scalar:
      if found.count > 1 { throw EvaluationFailure() }
      return found.first.map { singleValue($0, subquery) } ?? .null
    case .contains(let operand):
      return expressions.contains(
        try value(operand, row),
        found.map { singleValue($0, subquery) }
      )
    }
  }

  private func singleValue(_ row: Row, _ plan: PhysicalPlan) -> Value {
    switch plan.operation {
    case .project(let source, _, _), .aggregate(let source, _, _, _, _):
      return row[source]?.values.first ?? .null
    case .setOperation(let source, _, _, _, _): return row[source]?.values.first ?? .null
    case .scan, .keyLookup, .childLookup, .indexScan, .empty, .filter, .apply, .join,
      .nestedLoopJoin, .parentLookup, .childExpansion, .distinct, .sort, .topN, .limit,
      .firstPerKey, .numbered:
      preconditionFailure("a subquery for a value does not end in its one column")
    }
  }

  private func joined(
    _ kind: JoinKind,
    _ left: PhysicalPlan,
    _ right: PhysicalPlan,
    where isMatch: (Row) throws -> Bool
  ) throws -> [Row] {
    let candidates = try rows(right)
    var found: Set<Int> = []
    var result = try rows(left).flatMap { row in
      let positions = try candidates.indices.filter {
        try isMatch(row.merging(candidates[$0]) { $1 })
      }
      found.formUnion(positions)
      let matches = positions.map { candidates[$0] }
      guard kind == .left || kind == .full, matches.isEmpty else {
        return matched(kind, row, matches, padding: nil)
      }
      var padded = row
      for source in right.sources { padded[source] = Part(values: [], rowID: nil) }
      return [padded]
    }
    if kind == .full {
      var padding: Row = [:]
      for source in left.sources { padding[source] = Part(values: [], rowID: nil) }
      for position in candidates.indices where !found.contains(position) {
        result.append(padding.merging(candidates[position]) { $1 })
      }
    }
    return result
  }

  private func matched(
    _ kind: JoinKind,
    _ row: Row,
    _ matches: [Row],
    padding: SourceID?
  ) -> [Row] {
    switch kind {
    case .inner: return matches.map { row.merging($0) { $1 } }
    case .left, .full:
      if !matches.isEmpty { return matches.map { row.merging($0) { $1 } } }
      guard let padding else { return [row] }
      return [row.merging([padding: Part(values: [], rowID: nil)]) { $1 }]
    case .semi: return matches.isEmpty ? [] : [row]
    case .anti: return matches.isEmpty ? [row] : []
    }
  }
}

extension PhysicalPlan {
  /// The sources that the plan's rows carry.
  fileprivate var sources: [SourceID] {
    switch operation {
    case .scan(let source, _), .keyLookup(let source, _, _), .childLookup(let source, _, _),
      .aggregate(let source, _, _, _, _):
      [source]
    case .indexScan(let scan): [scan.source]
    case .empty(let output): output.map(\.source)
    case .filter(_, let input), .distinct(_, _, let input), .sort(_, let input),
      .topN(_, _, _, let input), .limit(_, _, let input),
      .firstPerKey(_, _, _, _, _, let input):
      input.sources
    case .setOperation(let source, _, _, _, _): [source]
    case .project(let source, let outputs, _):
      [source] + outputs.compactMap { if case .row(let kept) = $0 { kept } else { nil } }
    case .apply(let source, _, _, _, let input), .numbered(let source, let input):
      input.sources + [source]
    case .join(let kind, let left, let right, _, _, _),
      .nestedLoopJoin(let kind, let left, let right, _):
      kind == .semi || kind == .anti ? left.sources : left.sources + right.sources
    case .parentLookup(let kind, _, _, let added, let input),
      .childExpansion(let kind, _, _, let added, _, let input):
      kind == .semi || kind == .anti ? input.sources : input.sources + [added]
    }
  }
}
