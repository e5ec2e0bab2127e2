// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// The meaning of logical plans: rows in the order that the plan promises, by nested loops.
struct LogicalInterpreter {
  let expressions: ExpressionInterpreter
  var outer: Row = [:]

  func rows(_ plan: LogicalPlan) throws -> [Row] {
    switch plan {
    case .scan(let source, let table):
      return expressions.data.tables[table.index].enumerated().map {
        [source: Part(values: $0.element, rowID: $0.offset)]
      }
    case .filter(let condition, let input):
      return try rows(input).filter { try isTrue(condition, $0) }
    case .project(let source, let outputs, let input):
      return try rows(input).map { row in
        try Self.projected(source, outputs, row) { try value($0, row) }
      }
    case .join(let kind, let left, let right, let condition):
      return try joined(kind, left, right, condition)
    case .aggregate(let source, let keys, let aggregates, let input):
      return try grouped(source, keys, aggregates, rows(input), value)
    case .distinct(let input):
      var seen: Set<[Value]> = []
      return try rows(input).filter { seen.insert(outputs(of: input, $0)).inserted }
    case .sort(let keys, let input): return try sorted(rows(input), keys, value)
    case .limit(let count, let offset, let input):
      let rest = try rows(input).dropFirst(offset)
      return Array(count.map { rest.prefix($0) } ?? rest)
    case .firstPerKey(let keys, let order, let count, let offset, let input):
      return try firstPerKey(keys, order, count, offset, rows(input), value)
    case .setOperation(let source, let operation, let left, let right):
      return combined(
        operation,
        try rows(left).map { outputs(left.output, of: $0, as: source) },
        try rows(right).map { outputs(right.output, of: $0, as: source) }
      )
    }
  }

  /// The outputs as those of one source.
  private func outputs(_ output: [OutputColumn], of row: Row, as source: SourceID) -> Row {
    if case .row(let own, _)? = output.first { return [source: row[own]].compactMapValues { $0 } }
    return [source: Part(values: output.map { Self.value(of: $0, row) }, rowID: nil)]
  }

  /// What the outputs are in a row; of a whole row, its row id.
  func outputs(of plan: LogicalPlan, _ row: Row) -> [Value] {
    plan.output.map { Self.value(of: $0, row) }
  }

  static func value(of column: OutputColumn, _ row: Row) -> Value {
    switch column {
    case .column(let reference):
      guard let part = row[reference.source] else { preconditionFailure("\(reference) is lost") }
      return part.values.isEmpty ? .null : part.values[reference.index]
    case .row(let source, _):
      guard let part = row[source] else { preconditionFailure("\(source) is lost") }
      return part.rowID.map { .integer(Int64($0)) } ?? .null
    }
  }

  private func value(_ expression: Expression, _ row: Row) throws -> Value {
    try expressions.value(expression, outer.merging(row) { $1 })
  }

  private func isTrue(_ condition: Expression, _ row: Row) throws -> Bool {
    try value(condition, row) == .integer(1)
  }

  static func projected(
    _ source: SourceID,
    _ outputs: [Expression],
    _ row: Row,
    _ value: (Expression) throws -> Value
  ) throws -> Row {
    var result: Row = [:]
    var values: [Value] = []
    for output in outputs {
      if case .row(let kept) = output {
        result[kept] = row[kept]
        values.append(.null)
      } else {
        values.append(try value(output))
      }
    }
    result[source] = Part(values: values, rowID: nil)
    return result
  }

  private func joined(
    _ kind: JoinKind,
    _ left: LogicalPlan,
    _ right: LogicalPlan,
    _ condition: Expression
  ) throws -> [Row] {
    let candidates = try rows(right)
    var result: [Row] = []
    var matched: Set<Int> = []
    for row in try rows(left) {
      let positions = try candidates.indices.filter {
        try isTrue(condition, row.merging(candidates[$0]) { $1 })
      }
      matched.formUnion(positions)
      let matches = positions.map { row.merging(candidates[$0]) { $1 } }
      switch kind {
      case .inner: result += matches
      case .left, .full: result += matches.isEmpty ? [row.merging(padding(right)) { $1 }] : matches
      case .semi: if !matches.isEmpty { result.append(row) }
      case .anti: if matches.isEmpty { result.append(row) }
      }
    }
    if kind == .full {
      let rest = candidates.indices.filter { !matched.contains($0) }
      result += rest.map { padding(left).merging(candidates[$0]) { $1 } }
    }
    return result
  }

  private func padding(_ plan: LogicalPlan) -> Row {
    var row: Row = [:]
    for column in plan.output { row[column.source] = Part(values: [], rowID: nil) }
    return row
  }
}

/// Groups by the keys, in the order of each group's first row.
func grouped(
  _ source: SourceID,
  _ keys: [Expression],
  _ aggregates: [Aggregate],
  _ rows: [Row],
  _ value: (Expression, Row) throws -> Value
) throws -> [Row] {
  var order: [[Value]] = keys.isEmpty ? [[]] : []
  var groups: [[Value]: [Row]] = keys.isEmpty ? [[]: []] : [:]
  for row in rows {
    let key = try keys.map { try value($0, row) }
    if groups[key] == nil { order.append(key) }
    groups[key, default: []].append(row)
  }
  return try order.map { key in
    let outcomes = try aggregates.map { try outcome($0, groups[key] ?? [], value) }
    return [source: Part(values: key + outcomes, rowID: nil)]
  }
}

private func outcome(
  _ aggregate: Aggregate,
  _ rows: [Row],
  _ value: (Expression, Row) throws -> Value
) throws -> Value {
  let kept = try rows.filter { row in
    try aggregate.filter.map { try value($0, row) == .integer(1) } ?? true
  }
  guard let argument = aggregate.argument else { return .integer(Int64(kept.count)) }
  let values = try kept.map { try value(argument, $0) }.filter { !$0.isNull }
  switch aggregate.function {
  case .count: return .integer(Int64(values.count))
  case .countDistinct: return .integer(Int64(Set(values).count))
  case .minimum: return values.min(by: ExpressionInterpreter.precedes) ?? .null
  case .maximum: return values.max(by: ExpressionInterpreter.precedes) ?? .null
  case .sum:
    if values.isEmpty { return .null }
    var total: Int64 = 0
    for case .integer(let number) in values {
      let (sum, hasOverflowed) = total.addingReportingOverflow(number)
      if hasOverflowed { throw EvaluationFailure() }
      total = sum
    }
    return .integer(total)
  case .total, .average, .concatenation: preconditionFailure("not generated")
  }
}

/// Rows of one source each, combined: what they are is their values and their row id.
func combined(_ operation: SetOperation, _ left: [Row], _ right: [Row]) -> [Row] {
  func identity(_ row: Row) -> [Value] {
    row.values.flatMap { part in
      part.rowID.map { [.integer(Int64($0))] } ?? (part.values.isEmpty ? [.null] : part.values)
    }
  }
  let members = Set(right.map(identity))
  let candidates =
    switch operation {
    case .union, .unionAll: left + right
    case .intersect: left.filter { members.contains(identity($0)) }
    case .except: left.filter { !members.contains(identity($0)) }
    }
  var seen: Set<[Value]> = []
  return candidates.filter { operation == .unionAll || seen.insert(identity($0)).inserted }
}

/// Of the rows with equal keys, those at the places of the order, in the order of the rows.
func firstPerKey(
  _ keys: [Expression],
  _ order: [SortKey],
  _ count: Int?,
  _ offset: Int,
  _ rows: [Row],
  _ value: (Expression, Row) throws -> Value
) throws -> [Row] {
  let place = SourceID(1_000_000)
  let numbered = rows.enumerated().map { position, row in
    row.merging([place: Part(values: [], rowID: position)]) { $1 }
  }
  var counts: [[Value]: Int] = [:]
  var kept: Set<Int> = []
  for row in try sorted(numbered, order, value) {
    let key = try keys.map { try value($0, row) }
    let number = counts[key, default: 0]
    counts[key] = number + 1
    if number >= offset, count.map({ number - offset < $0 }) ?? true {
      kept.insert(row[place]?.rowID ?? -1)
    }
  }
  return rows.indices.filter(kept.contains).map { rows[$0] }
}

/// A stable sort.
func sorted(
  _ rows: [Row],
  _ keys: [SortKey],
  _ value: (Expression, Row) throws -> Value
) throws -> [Row] {
  let decorated = try rows.enumerated().map { position, row in
    (position: position, row: row, keys: try keys.map { try value($0.expression, row) })
  }
  return decorated.sorted { first, second in
    for (index, key) in keys.enumerated() where first.keys[index] != second.keys[index] {
      let (left, right) = (first.keys[index], second.keys[index])
      if left.isNull { return key.nullsFirst }
      if right.isNull { return !key.nullsFirst }
      return key.isDescending != ExpressionInterpreter.precedes(left, right)
    }
    return first.position < second.position
  }.map(\.row)
}
