// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// The groups of an aggregation and their keys, in the order of their first row.
///
/// Two ways. Groups are numbered as they come, and the cells of the aggregates stand by that number.
/// Or, where the only key is a row id and most rows of the table will have a group, the cells stand by
/// row id: no number is looked up per row, and the groups are put in order at the end.
final class GroupKeys {
  private let keys: [BoundExpression]
  /// Nil without keys: one group.
  private let grouping: Grouping?
  private let numbering: NumberGrouping?
  private var builders: [VectorBuilder]
  /// The row ids that have a group, in the order of their first row.
  private var firstNumbers: [Int32] = []
  let classes: [StorageClass]

  init(_ keys: [BoundExpression], _ grouping: Grouping?, _ layout: Layout) {
    self.keys = keys
    self.grouping = grouping
    numbering = grouping as? RowGrouping
    classes = keys.map { $0.storageClass(in: layout) }
    builders = classes.map(VectorBuilder.init)
  }

  var groupCount: Int {
    if numbering != nil { return firstNumbers.count }
    return grouping.map(\.groupCount) ?? 1
  }

  /// How many cells an aggregate needs.
  var cellCount: Int { numbering?.bound ?? groupCount }

  /// The cells of the groups in their order; nil when they stand so already.
  var order: [Int32]? { numbering == nil ? nil : firstNumbers }

  /// The cell of each row of the batch, which is counted on the way; nil when there is only one.
  func groups(_ batch: Batch, _ counts: GroupCounts) throws(KindredError) -> [Int32]? {
    guard let grouping else {
      counts.add(rowCount: batch.count, groups: nil, groupCount: 1)
      return nil
    }
    if let numbering {
      let numbers = try numbering.numbers(batch)
      let first = counts.addFindingFirst(numbers, groupCount: numbering.bound)
      if !first.isEmpty { firstNumbers.append(contentsOf: numbers.gathered(first)) }
      return numbers
    }
    var fresh: [Int32] = []
    let groups = try grouping.assign(batch, fresh: &fresh)
    if !fresh.isEmpty {
      let first = batch.keeping(fresh)
      for key in keys.indices { builders[key].append(try keys[key].values(first)) }
    }
    if counts.isNeeded {
      counts.add(rowCount: batch.count, groups: groups, groupCount: groupCount)
    }
    return groups
  }

  /// The keys of the groups, in their order.
  var vectors: [Vector] {
    guard let numbering else { return builders.map(\.vector) }
    let none = Int32(numbering.bound - 1)
    return [RowDomain.vector(firstNumbers.map { $0 == none ? -1 : $0 })]
  }
}
