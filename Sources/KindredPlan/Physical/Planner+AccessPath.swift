// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Lowering {
  mutating func planFilter(
    _ condition: Expression,
    _ input: LogicalPlan,
    _ demand: Demand
  ) throws(KindredError) -> PhysicalPlan {
    if condition.isNeverTrueLiteral { return estimated(.empty(input.output)) }
    guard case .scan(let source, let table) = input else {
      return try filtered(try plan(input, demand), by: condition.conjuncts)
    }
    estimator.register(source, reads: table)
    let conditions = condition.conjuncts
    let path = accessPath(source, table, conditions)
    var plan = try filtered(path.plan, by: conditions.without(path.used))
    if let (rows, known) = path.counted, !condition.hasSubquery {
      plan.estimatedRows = rows * estimator.selectivity(.all(conditions.without(known)))
    }
    return plan
  }

  /// Filters by the conditions: those without subqueries first, so that the subqueries of the
  /// others run for fewer rows.
  ///
  /// A condition that can fail is not moved before one that may shield it.
  mutating func filtered(
    _ input: PhysicalPlan,
    by conditions: [Expression]
  ) throws(KindredError) -> PhysicalPlan {
    let (late, early) = conditions.partitioned { $0.hasSubquery || $0.canFail }
    var plan = input
    for group in [early] + late.map({ [$0] }) where !group.isEmpty {
      let lowered = try lowered(Expression.all(group), over: &plan)
      plan = estimated(.filter(lowered, plan))
    }
    return plan
  }

  /// The cheapest way to the rows of a table, with the positions of the conditions that it sees to; and
  /// those of which an index, used or not, counts the rows together.
  private mutating func accessPath(
    _ source: SourceID,
    _ table: TableID,
    _ conditions: [Expression]
  ) -> (plan: PhysicalPlan, used: [Int], counted: (rows: Double, conditions: [Int])?) {
    var best = estimated(.scan(source, table))
    var used: [Int] = []
    var counted: (rows: Double, conditions: [Int])?
    for (index, key) in schema[table].uniqueKeys.enumerated() {
      guard let found = keys(of: key, in: conditions, source, table) else { continue }
      let lookup = estimated(
        .keyLookup(source, UniqueKeyID(table: table, index: index), keys: found.keys)
      )
      if lookup.estimatedCost < best.estimatedCost || found.keys.count == 1 {
        (best, used) = (lookup, found.conditions)
        if found.keys.count == 1 { return (best, used, nil) }
      }
    }
    for (index, key) in schema[table].foreignKeys.enumerated() {
      guard let found = keys(of: key.columns, in: conditions, source, table) else { continue }
      let lookup = estimated(
        .childLookup(
          source,
          ForeignKeyID(table: table, index: index),
          parentKeys: found.keys
        )
      )
      if lookup.estimatedCost < best.estimatedCost {
        (best, used) = (lookup, found.conditions)
      }
    }
    for position in schema[table].indexes.indices where !isDisabled(.indexRange) {
      let index = OrderedIndexID(table: table, index: position)
      guard let match = match(index, source, conditions), !match.used.isEmpty else { continue }
      let scan = estimated(.indexScan(match.scan))
      if match.used.count > max(1, counted?.conditions.count ?? 0) {
        counted = (scan.estimatedRows, match.used)
      }
      if scan.estimatedCost < best.estimatedCost { (best, used) = (scan, match.used) }
    }
    if case .indexScan = best.operation { note(.indexRange) }
    return (best, used, counted)
  }

  /// The keys that the conditions fix for the columns, and the positions of those conditions: one key
  /// by equalities for all columns, or one per listed value of a single column.
  private func keys(
    of columns: [Int],
    in conditions: [Expression],
    _ source: SourceID,
    _ table: TableID
  ) -> (keys: [[Expression]], conditions: [Int])? {
    var key: [Expression] = []
    var used: [Int] = []
    for column in columns {
      let type = schema[table].columns[column].type
      let position = conditions.firstIndex { $0.equal(column, of: source, type) != nil }
      guard let position, let value = conditions[position].equal(column, of: source, type) else {
        break
      }
      key.append(value)
      used.append(position)
    }
    if key.count == columns.count { return ([key], used) }
    guard columns.count == 1 else { return nil }
    let type = schema[table].columns[columns[0]].type
    for (position, condition) in conditions.enumerated() {
      if let values = condition.listed(columns[0], of: source, type) {
        return (values.map { [$0] }, [position])
      }
    }
    return nil
  }
}

extension [Expression] {
  /// Those that are not at the positions.
  fileprivate func without(_ positions: [Int]) -> [Expression] {
    indices.filter { !positions.contains($0) }.map { self[$0] }
  }
}

extension Expression {
  /// The value that the condition makes the column equal to, if it is known before the first row.
  func equal(
    _ column: Int,
    of source: SourceID,
    _ type: ColumnType
  ) -> Expression? {
    guard case .comparison(.equal, let left, let right) = self else { return nil }
    for (side, value) in [(left, right), (right, left)] {
      if case .column(let reference) = side, reference.source == source,
        reference.index == column, value.isKey(of: type)
      {
        return value
      }
    }
    return nil
  }

  func isKey(of type: ColumnType) -> Bool {
    switch self {
    case .literal(let value, _): value.storageClass == type.storageClass
    case .parameter(_, let given): given.storageClass == type.storageClass
    case .column, .row, .rowID, .parentRowID, .comparison, .and, .or, .not, .isNull, .truth,
      .inList, .textMatch, .arithmetic, .negate, .function, .coalesce, .conditional, .exists,
      .scalar, .inSubquery:
      false
    }
  }

  /// The values that the condition lists for the column, each once, without NULL.
  func listed(
    _ column: Int,
    of source: SourceID,
    _ type: ColumnType
  ) -> [Expression]? {
    guard case .inList(.column(let reference), let values) = self, reference.source == source,
      reference.index == column,
      values.allSatisfy({ $0.isNull || $0.storageClass == type.storageClass })
    else { return nil }
    var seen: Set<Value> = []
    return values.filter { !$0.isNull && seen.insert($0).inserted }.map { .literal($0, type) }
  }
}
