// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension ReferenceEvaluator {
  func aggregate(
    _ source: SourceID,
    _ keys: [Expression],
    _ aggregates: [Aggregate],
    _ rows: [ReferenceRow],
    _ outer: ReferenceRow
  ) throws(KindredError) -> [ReferenceRow] {
    var groups: [[Value]: [ReferenceRow]] = keys.isEmpty ? [[]: []] : [:]
    var order: [[Value]] = keys.isEmpty ? [[]] : []
    for row in rows {
      let visible = outer.merging(row)
      var key: [Value] = []
      for expression in keys { key.append(try value(expression, visible)) }
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(visible)
    }
    var result: [ReferenceRow] = []
    for key in order {
      var values = key
      for aggregate in aggregates {
        values.append(try self.value(aggregate, groups[key] ?? []))
      }
      result.append(ReferenceRow(source, values))
    }
    return result
  }

  private func value(
    _ aggregate: Aggregate,
    _ rows: [ReferenceRow]
  ) throws(KindredError) -> Value {
    var values: [Value] = []
    for row in rows {
      if let filter = aggregate.filter, try !isTrue(filter, row) { continue }
      let value = try aggregate.argument.map { argument throws(KindredError) in
        try self.value(argument, row)
      }
      values.append(value ?? .integer(1))
    }
    values.removeAll(where: \.isNull)
    switch aggregate.function {
    case .count: return .integer(Int64(values.count))
    case .countDistinct: return .integer(Int64(Set(values).count))
    case .sum: return try sum(values)
    case .total: return number(realSum(values))
    case .average: return values.isEmpty ? .null : number(realSum(values) / Double(values.count))
    case .concatenation(let separator):
      return values.isEmpty
        ? .null : .text(values.map(ReferenceText.text).joined(separator: separator))
    case .minimum: return values.min(by: ReferenceOrder.isLess) ?? .null
    case .maximum: return values.max(by: ReferenceOrder.isLess) ?? .null
    }
  }

  /// Exact for integers, whatever the order of the rows.
  private func sum(_ values: [Value]) throws(KindredError) -> Value {
    guard let first = values.first else { return .null }
    if case .real = first { return number(realSum(values)) }
    var total: Int128 = 0
    for case .integer(let value) in values { total += Int128(value) }
    guard let sum = Int64(exactly: total) else {
      if let substitute = mode.substitute(.integer) { return substitute }
      throw KindredError(.arithmetic, "the sum does not fit an integer")
    }
    return .integer(sum)
  }

  private func realSum(_ values: [Value]) -> Double {
    values.reduce(0) { sum, value in
      switch value {
      case .integer(let value): sum + Double(value)
      case .real(let value): sum + value
      case .null, .text: sum
      }
    }
  }

  private func number(_ real: Double) -> Value { real.isNaN ? .null : .real(real) }
}
