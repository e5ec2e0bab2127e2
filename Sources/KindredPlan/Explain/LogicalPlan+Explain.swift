// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

extension LogicalPlan {
  /// The plan as a tree that prints.
  package func explained(_ schema: Schema) -> ExplainNode {
    var names = PlanNames(schema)
    introduce(into: &names)
    return node(&names)
  }

  fileprivate func introduce(into names: inout PlanNames) {
    switch self {
    case .scan(let source, let table): names.introduce(source, reading: table)
    case .project(let source, _, _): names.introduce(source, computing: "p")
    case .aggregate(let source, _, _, _): names.introduce(source, computing: "g")
    case .setOperation(let source, _, let left, _):
      names.introduce(source, combining: left.output)
    case .filter, .join, .distinct, .sort, .limit, .firstPerKey: break
    }
    forEachInput { $0.introduce(into: &names) }
    forEachExpression { expression in
      expression.forEachSubplan { $0.introduce(into: &names) }
    }
  }

  private func node(_ names: inout PlanNames) -> ExplainNode {
    let firstSubquery = names.subqueries.count
    let (name, details) = title(&names)
    let subqueries = names.subqueries(from: firstSubquery)
    var children: [ExplainNode] = []
    for input in inputs { children.append(input.node(&names)) }
    for (number, plan) in subqueries {
      children.append(ExplainNode("Subquery #\(number)", children: [plan.node(&names)]))
    }
    return ExplainNode(name, details: details, children: children)
  }

  private func title(_ names: inout PlanNames) -> (name: String, details: [String]) {
    switch self {
    case .scan(let source, _): return ("Scan", [names[source]])
    case .filter(let condition, _): return ("Filter", [names.text(condition)])
    case .project(let source, let expressions, _):
      return ("Project \(names[source])", [names.texts(expressions)])
    case .join(let kind, _, _, let condition): return (kind.title, [names.text(condition)])
    case .aggregate(let source, let keys, let aggregates, _):
      return ("Group \(names[source])", names.details(keys, aggregates))
    case .distinct: return ("Distinct", [])
    case .sort(let keys, _): return ("Sort", [names.texts(keys)])
    case .limit(let count, let offset, _): return ("Limit", names.details(count, offset))
    case .firstPerKey(let keys, let order, let count, let offset, _):
      return ("First per key", names.details(keys, order, count, offset))
    case .setOperation(let source, let operation, _, _):
      return ("\(operation.title) \(names[source])", [])
    }
  }
}

extension PlanNames {
  mutating func texts(_ keys: [SortKey]) -> String {
    keys.map { text($0) }.joined(separator: ", ")
  }

  mutating func details(_ keys: [Expression], _ aggregates: [Aggregate]) -> [String] {
    var details: [String] = []
    if !keys.isEmpty { details.append("by " + texts(keys)) }
    if !aggregates.isEmpty {
      details.append(aggregates.map { text($0) }.joined(separator: ", "))
    }
    return details
  }

  func details(_ count: Int?, _ offset: Int) -> [String] {
    let limit = count.map { "\($0)" } ?? "all"
    return [offset == 0 ? limit : "\(limit) after \(offset)"]
  }
}

extension PlanNames {
  mutating func details(
    _ keys: [Expression],
    _ order: [SortKey],
    _ count: Int?,
    _ offset: Int
  ) -> [String] {
    details(count, offset) + ["per " + texts(keys)] + (order.isEmpty ? [] : ["by " + texts(order)])
  }

  /// Names the source of a set operation: by its table, where the operands yield rows.
  fileprivate mutating func introduce(_ source: SourceID, combining outputs: [OutputColumn]) {
    if case .row(_, let table)? = outputs.first {
      introduce(source, reading: table)
    } else {
      introduce(source, computing: "u")
    }
  }
}

extension SetOperation {
  /// As operators are called in explained plans.
  var title: String {
    switch self {
    case .union: "Union"
    case .unionAll: "Union all"
    case .intersect: "Intersect"
    case .except: "Except"
    }
  }
}

extension JoinKind {
  /// As operators are called in explained plans.
  var title: String {
    switch self {
    case .inner: "Join"
    case .left: "Left join"
    case .full: "Full join"
    case .semi: "Semi-join"
    case .anti: "Anti-join"
    }
  }
}
