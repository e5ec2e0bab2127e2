// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Lowering {
  /// The least or greatest value of a column from the row at an end of an ordered index.
  ///
  ///     minimum(year) over books                     ⟶  over the first row of index (year)
  ///     minimum(year), maximum(year) over books      ⟶  over the first row and the last
  ///     maximum(year) over books where author = 7    ⟶  over the last row of index (author, year) with author 7
  ///
  /// Holds because the extreme of some values is that of any part of them that has it, so that the rows at
  /// several ends do for several aggregates; NULLs, which aggregates skip, are left out of the range, and
  /// where nothing else is there, no row and all rows have the same extreme: NULL.
  ///
  /// - Returns: nil if there is no such index for one of the aggregates, or it is cheaper to read all rows.
  mutating func extremes(
    _ source: SourceID,
    _ aggregates: [Aggregate],
    _ input: LogicalPlan,
    insteadOf grouped: PhysicalPlan
  ) -> PhysicalPlan? {
    guard !isDisabled(.indexExtremes), let (scanned, table, conditions) = input.filteredScan else {
      return nil
    }
    var ends: [IndexScan] = []
    var arguments: [Expression] = []
    for aggregate in aggregates {
      guard let argument = aggregate.argument,
        let end = end(aggregate, scanned, table, conditions)
      else { return nil }
      arguments.append(argument)
      if !ends.contains(end) { ends.append(end) }
    }
    guard let first = ends.first else { return nil }
    let outputs = arguments
    var rows = estimated(.indexScan(first))
    for end in ends.dropFirst() {
      let both = freshSource()
      rows = estimated(
        .setOperation(
          both,
          .unionAll,
          .general,
          PhysicalOperation.Operand(rows, arguments),
          PhysicalOperation.Operand(estimated(.indexScan(end)), outputs)
        )
      )
      arguments = outputs.indices.map {
        .column(ColumnReference(both, $0, outputs[$0].type))
      }
    }
    let own = zip(aggregates, arguments).map { Aggregate($0.function, $1) }
    let plan = estimated(.aggregate(source, keys: [], aggregates: own, .general, rows))
    guard plan.estimatedCost < grouped.estimatedCost else { return nil }
    note(.indexExtremes)
    return plan
  }

  /// The end of an index at which the aggregate's value is; nil if there is none.
  private func end(
    _ aggregate: Aggregate,
    _ source: SourceID,
    _ table: TableID,
    _ conditions: [Expression]
  ) -> IndexScan? {
    guard let isMaximum = aggregate.function.isMaximum, aggregate.filter == nil,
      case .column(let column)? = aggregate.argument, column.source == source
    else { return nil }
    for position in schema[table].indexes.indices {
      let index = OrderedIndexID(table: table, index: position)
      let parts = schema[index].parts
      guard var match = match(index, source, conditions),
        conditions.indices.allSatisfy({ match.used.contains($0) }),
        match.fixedParts < parts.count, parts[match.fixedParts].column == column.index
      else { continue }
      switch match.scan.limits {
      case .oneOf: continue
      case .between, .textPrefix: break
      case .none:
        if schema[table].columns[column.index].isNullable { match.scan.limits = .between(nil, nil) }
      }
      match.scan.order = .end(isLast: isMaximum != parts[match.fixedParts].isDescending)
      return match.scan
    }
    return nil
  }
}

extension AggregateFunction {
  /// Whether this is the greatest value or the least; nil for what is neither.
  fileprivate var isMaximum: Bool? {
    switch self {
    case .minimum: false
    case .maximum: true
    case .count, .countDistinct, .sum, .total, .average, .concatenation: nil
    }
  }
}
