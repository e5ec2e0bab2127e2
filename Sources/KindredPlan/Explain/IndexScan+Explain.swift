// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension PlanNames {
  /// The index, the range of it that is read, and its order if that is used.
  mutating func details(_ scan: IndexScan) -> [String] {
    var details = [index(scan.index)]
    let range = range(scan)
    if !range.isEmpty { details.append(range) }
    switch scan.order {
    case .rowID: break
    case .end(let isLast): details.append(isLast ? "the last" : "the first")
    case .index(_, let isReversed): details.append(isReversed ? "in reverse" : "in order")
    }
    return details
  }

  private mutating func range(_ scan: IndexScan) -> String {
    let parts = schema[scan.index].parts
    func name(_ part: Int) -> String { schema[scan.index.table].columns[parts[part].column].name }
    var conditions: [String] = []
    for (part, match) in scan.prefix.enumerated() {
      switch match {
      case .value(let value): conditions.append("\(name(part)) = \(text(value))")
      case .null: conditions.append("\(name(part)) IS NULL")
      }
    }
    let part = scan.prefix.count
    switch scan.limits {
    case .none: break
    case .between(nil, nil): conditions.append("\(name(part)) IS NOT NULL")
    case .between(let lower, let upper):
      if let lower {
        conditions.append("\(name(part)) \(lower.isInclusive ? ">=" : ">") \(text(lower.value))")
      }
      if let upper {
        conditions.append("\(name(part)) \(upper.isInclusive ? "<=" : "<") \(text(upper.value))")
      }
    case .oneOf(let values):
      let shown = values.prefix(3).map { text($0) }.joined(separator: ", ")
      let more = values.count > 3 ? ", and \(values.count - 3) more" : ""
      conditions.append("\(name(part)) IN (\(shown)\(more))")
    case .textPrefix(let value):
      conditions.append("\(name(part)) begins with \(text(value))")
    }
    return conditions.joined(separator: " AND ")
  }
}
