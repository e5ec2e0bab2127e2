// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

extension PhysicalPlan {
  /// The plan as a tree that prints, with the names of the indexes used.
  package func explained(_ schema: Schema) -> ExplainNode {
    var names = PlanNames(schema)
    introduce(into: &names)
    return node(&names)
  }

  /// The operators that this one reads from, left to right.
  package var inputs: [PhysicalPlan] {
    switch operation {
    case .scan, .keyLookup, .childLookup, .indexScan, .empty: []
    case .filter(_, let input), .project(_, _, let input), .parentLookup(_, _, _, _, let input),
      .childExpansion(_, _, _, _, _, let input), .aggregate(_, _, _, _, let input),
      .distinct(_, _, let input), .sort(_, let input), .topN(_, _, _, let input),
      .limit(_, _, let input), .firstPerKey(_, _, _, _, _, let input), .numbered(_, let input):
      [input]
    case .apply(_, _, _, let subquery, let input): [input, subquery]
    case .join(_, let probe, let build, _, _, _): [probe, build]
    case .nestedLoopJoin(_, let left, let right, _): [left, right]
    case .setOperation(_, _, _, let left, let right): [left.plan, right.plan]
    }
  }

  private func introduce(into names: inout PlanNames) {
    switch operation {
    case .scan(let source, let table): names.introduce(source, reading: table)
    case .keyLookup(let source, let key, _): names.introduce(source, reading: key.table)
    case .childLookup(let source, let key, _): names.introduce(source, reading: key.table)
    case .indexScan(let scan): names.introduce(scan.source, reading: scan.index.table)
    case .empty(let output):
      for case .row(let source, let table) in output { names.introduce(source, reading: table) }
    case .project(let source, _, _): names.introduce(source, computing: "p")
    case .aggregate(let source, _, _, _, _): names.introduce(source, computing: "g")
    case .numbered(let source, _): names.introduce(source, computing: "n")
    case .apply(let source, _, _, _, _): names.introduce(source, computing: "s")
    case .parentLookup(_, _, let key, let parent, _):
      names.introduce(parent, reading: names.schema[key].parent)
    case .childExpansion(_, _, let key, let child, _, _):
      names.introduce(child, reading: key.table)
    case .setOperation(let source, _, .rows(let table), _, _):
      names.introduce(source, reading: table)
    case .setOperation(let source, _, .general, _, _): names.introduce(source, computing: "u")
    case .filter, .join, .nestedLoopJoin, .distinct, .sort, .topN, .limit, .firstPerKey: break
    }
    for input in inputs { input.introduce(into: &names) }
  }

  private func node(_ names: inout PlanNames) -> ExplainNode {
    let (name, details) = title(&names)
    var children: [ExplainNode] = []
    for input in inputs { children.append(input.node(&names)) }
    var node = ExplainNode(
      name,
      details: details,
      estimatedRows: estimatedRows,
      estimatedCost: estimatedCost,
      children: children
    )
    if let (table, index) = reads(names) { (node.table, node.index) = (table, index) }
    return node
  }

  /// The table that the operator reads, and the index that it uses for it.
  private func reads(_ names: PlanNames) -> (table: String, index: String?)? {
    func table(_ id: TableID) -> String { names.schema[id].name }
    switch operation {
    case .scan(_, let id): return (table(id), nil)
    case .keyLookup(_, let key, _): return (table(key.table), names.index(key))
    case .childLookup(_, let key, _): return (table(key.table), names.index(key))
    case .indexScan(let scan): return (table(scan.index.table), names.index(scan.index))
    case .parentLookup(_, _, let key, _, _):
      return (table(names.schema[key].parent), names.index(key))
    case .childExpansion(_, _, let key, _, _, _): return (table(key.table), names.index(key))
    case .empty, .filter, .project, .apply, .join, .numbered, .nestedLoopJoin, .aggregate,
      .distinct, .sort,
      .topN, .limit, .firstPerKey, .setOperation:
      return nil
    }
  }

  private func title(_ names: inout PlanNames) -> (name: String, details: [String]) {
    switch operation {
    case .scan(let source, _): return ("Scan", [names[source]])
    case .keyLookup(_, let key, let keys):
      return ("Key lookup", names.lookup(names.index(key), keys))
    case .childLookup(_, let key, let keys):
      return ("Child lookup", names.lookup(names.index(key), keys))
    case .indexScan(let scan): return ("Index scan", names.details(scan))
    case .empty: return ("Empty", [])
    case .filter(let condition, _): return ("Filter", [names.text(condition)])
    case .project(let source, let expressions, _):
      return ("Project \(names[source])", [names.texts(expressions)])
    case .apply(let source, let kind, let bindings, _, _):
      return ("Apply \(names[source])", names.details(kind, bindings))
    case .join(let kind, _, _, let keys, let residual, let domain):
      return ("\(kind.title) by \(domain.title)", names.details(keys, residual))
    case .numbered(let source, _): return ("Number \(names[source])", [])
    case .nestedLoopJoin(let kind, _, _, let condition):
      return ("\(kind.title) by nested loop", [names.text(condition)])
    case .parentLookup(let kind, _, let key, let parent, _):
      return ("\(kind.title) by parent lookup", [names[parent], names.index(key)])
    case .childExpansion(let kind, _, let key, let child, let filter, _):
      let condition = filter.map { [names.text($0)] } ?? []
      return (
        "\(kind.title) by child expansion", [names[child], names.index(key)] + condition
      )
    case .aggregate(let source, let keys, let aggregates, let domain, _):
      let by = keys.isEmpty ? "" : " by \(domain.title)"
      return ("Group \(names[source])\(by)", names.details(keys, aggregates))
    case .distinct(let keys, let domain, _):
      return ("Distinct by \(domain.title)", [names.texts(keys)])
    case .sort(let keys, _): return ("Sort", [names.texts(keys)])
    case .topN(let keys, let count, let offset, _):
      return ("Top", names.details(count, offset) + [names.texts(keys)])
    case .limit(let count, let offset, _): return ("Limit", names.details(count, offset))
    case .firstPerKey(let keys, let order, let count, let offset, let domain, _):
      return ("First per key by \(domain.title)", names.details(keys, order, count, offset))
    case .setOperation(let source, let operation, let domain, let left, let right):
      let by = operation.isDistinct ? " by \(domain.title)" : ""
      return (
        "\(operation.title) \(names[source])\(by)",
        ["(\(names.texts(left.outputs))) and (\(names.texts(right.outputs)))"]
      )
    }
  }
}

extension PlanNames {
  fileprivate mutating func lookup(_ index: String, _ keys: [[Expression]]) -> [String] {
    let shown = keys.prefix(3).map { key in
      key.count == 1 ? text(key[0]) : "(\(texts(key)))"
    }
    let more = keys.count > 3 ? ", and \(keys.count - 3) more" : ""
    return [index, shown.joined(separator: ", ") + more]
  }

  fileprivate mutating func details(_ kind: SubqueryKind, _ bindings: [Binding]) -> [String] {
    let question =
      switch kind {
      case .exists: "exists"
      case .scalar: "scalar"
      case .contains(let value): "\(text(value)) IN"
      }
    guard !bindings.isEmpty else { return [question, "once"] }
    let bound = bindings.map { "?\($0.parameter) = \(text($0.value))" }
    return [question, bound.joined(separator: ", ")]
  }

  fileprivate mutating func details(_ keys: [JoinKey], _ residual: Expression?) -> [String] {
    let equal = keys.map { key in
      "\(text(key.probe)) \(key.isNullSafe ? "IS" : "=") \(text(key.build))"
    }
    return [equal.joined(separator: " AND ")] + (residual.map { [text($0)] } ?? [])
  }
}

extension KeyDomain {
  /// As operators are called in explained plans.
  fileprivate var title: String {
    switch self {
    case .rows: "row id"
    case .general: "hash"
    }
  }
}
