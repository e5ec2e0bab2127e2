// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Lowering {
  /// The rows of a filtered scan in the order of an index instead of sorted, if that is cheaper: as it is
  /// where a limit ends the reading early, or the range is short.
  ///
  ///     Sort year, over books where publisher = 7   ⟶  index (publisher, year), one range
  ///     Top 10 by year descending over books        ⟶  index (year), backwards, ten rows
  ///
  /// Holds because ties of an index scan go by row id, as those of a stable sort of a scan do.
  ///
  /// - Parameters:
  ///   - keys: What the rows are to be sorted by.
  ///   - input: What is to be sorted.
  ///   - wanted: How many rows are read of the sorted ones; nil for all.
  ///   - sorted: The plan that sorts.
  /// - Returns: nil if no index does it for less than that.
  /// - Throws: What lowering a condition throws.
  mutating func ordered(
    by keys: [SortKey],
    _ input: LogicalPlan,
    wanted: Int?,
    insteadOf sorted: PhysicalPlan
  ) throws(KindredError) -> PhysicalPlan? {
    guard !isDisabled(.indexOrder), let (source, table, conditions) = input.filteredScan,
      !conditions.contains(where: \.hasSubquery)
    else { return nil }
    var best: PhysicalPlan?
    var bestCost = sorted.estimatedCost
    for position in schema[table].indexes.indices {
      let index = OrderedIndexID(table: table, index: position)
      guard var match = match(index, source, conditions) else { continue }
      if case .oneOf = match.scan.limits {
        match.used.removeLast()
        match.scan.limits = .none
      }
      guard let order = order(keys, match, schema[index].parts) else { continue }
      match.scan.order = order
      let rest = conditions.indices.filter { !match.used.contains($0) }.map { conditions[$0] }
      let plan = try filtered(estimated(.indexScan(match.scan)), by: rest)
      var cost = plan.estimatedCost
      if let wanted, plan.estimatedRows > Double(wanted) {
        cost *= Double(wanted) / plan.estimatedRows
      }
      if cost < bestCost { (best, bestCost) = (plan, cost) }
    }
    if best != nil { note(.indexOrder) }
    return best
  }

  /// The order of the index that is the keys' order, if there is one.
  private func order(
    _ keys: [SortKey],
    _ match: IndexMatch,
    _ parts: [IndexSchema.Part]
  ) -> IndexScan.Order? {
    var position = match.fixedParts
    var isReversed: Bool?
    for key in keys {
      guard case .column(let column) = key.expression, column.source == match.scan.source,
        key.nullsFirst == !key.isDescending
      else { return nil }
      if parts[..<match.fixedParts].contains(where: { $0.column == column.index }) { continue }
      guard position < parts.count, parts[position].column == column.index else { return nil }
      let isOpposite = key.isDescending != parts[position].isDescending
      guard isReversed ?? isOpposite == isOpposite else { return nil }
      isReversed = isOpposite
      position += 1
    }
    guard let isReversed else { return nil }
    return .index(parts: position, isReversed: isReversed)
  }
}

extension LogicalPlan {
  /// The table and the conditions, if this is a scan with or without a filter.
  var filteredScan: (SourceID, TableID, [Expression])? {
    switch self {
    case .scan(let source, let table): (source, table, [])
    case .filter(let condition, .scan(let source, let table)):
      condition.isNeverTrueLiteral ? nil : (source, table, condition.conjuncts)
    case .filter, .project, .join, .aggregate, .distinct, .sort, .limit, .firstPerKey,
      .setOperation:
      nil
    }
  }
}
