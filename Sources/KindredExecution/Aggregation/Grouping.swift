// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// Gives each row the number of its group: groups are numbered in the order of their first row.
///
/// NULLs are equal here.
class Grouping {
  private(set) var groupCount = 0

  /// The group of each row.
  ///
  /// - `fresh`: receives the positions of the rows that begin a group, ascending.
  final func assign(_ batch: Batch, fresh: inout [Int32]) throws(KindredError) -> [Int32] {
    let groups = try number(batch, fresh: &fresh)
    groupCount += fresh.count
    return groups
  }

  fileprivate func number(_ batch: Batch, fresh: inout [Int32]) throws(KindredError) -> [Int32] {
    preconditionFailure("not overridden")
  }

  /// The positions of the rows that begin a group, when nobody asks for the groups themselves.
  ///
  /// Not to be mixed with ``assign(_:fresh:)``.
  func firstPositions(_ batch: Batch) throws(KindredError) -> [Int32] {
    var fresh: [Int32] = []
    _ = try assign(batch, fresh: &fresh)
    return fresh
  }
}

/// Groups by one integer: open addressing.
final class IntegerGrouping: Grouping {
  private let key: BoundExpression
  private let table = IntegerKeyTable()

  init(_ key: BoundExpression) { self.key = key }

  override func number(_ batch: Batch, fresh: inout [Int32]) throws(KindredError) -> [Int32] {
    let vector = try key.values(batch)
    guard case .integers(let cells) = vector.cells else {
      preconditionFailure("a key is not an integer")
    }
    return table.assign(cells, nulls: vector.nulls, newPositions: &fresh)
  }
}

/// Groups by small numbers that the rows have: an array by number.
class NumberGrouping: Grouping {
  /// All numbers are below it.
  let bound: Int
  private var groups: DenseGroups?
  private var seen: SeenNumbers?

  fileprivate init(bound: Int) { self.bound = bound }

  /// The number of each row.
  func numbers(_ batch: Batch) throws(KindredError) -> [Int32] {
    preconditionFailure("not overridden")
  }

  override func number(_ batch: Batch, fresh: inout [Int32]) throws(KindredError) -> [Int32] {
    if groups == nil { groups = DenseGroups(bound: bound) }
    let numbers = try numbers(batch)
    return groups?.assign(numbers, newPositions: &fresh) ?? []
  }

  override func firstPositions(_ batch: Batch) throws(KindredError) -> [Int32] {
    try firstPositions(ofNumbers: try numbers(batch))
  }

  /// The positions of the numbers that had not been seen.
  func firstPositions(ofNumbers numbers: [Int32]) throws(KindredError) -> [Int32] {
    if seen == nil { seen = SeenNumbers(bound: bound) }
    return seen?.firstPositions(numbers) ?? []
  }
}

/// Groups by a row id of one table.
///
/// The number is the row id; NULL has the last one.
final class RowGrouping: NumberGrouping {
  private let key: BoundExpression

  init(_ key: BoundExpression, slotCount: Int) {
    self.key = key
    super.init(bound: slotCount + 1)
  }

  override func numbers(_ batch: Batch) throws(KindredError) -> [Int32] {
    RowDomain.numbers(try key.rows(batch), slotCount: bound - 1)
  }
}

/// Groups by stored columns that are few bits wide together.
final class CodeGrouping: NumberGrouping {
  private var packing: KeyPacking
  private let slots: [Int]

  init(_ packing: KeyPacking, slots: [Int]) {
    self.packing = packing
    self.slots = slots
    super.init(bound: 1 << packing.bits)
  }

  override func numbers(_ batch: Batch) throws(KindredError) -> [Int32] {
    packing.denseCodes(slots.map { batch.rows[$0] })
  }
}

/// Groups by stored columns that fit into one integer together: open addressing.
final class PackedGrouping: Grouping {
  private var packing: KeyPacking
  private let slots: [Int]
  private let table = IntegerKeyTable()

  init(_ packing: KeyPacking, slots: [Int]) {
    self.packing = packing
    self.slots = slots
  }

  override func number(_ batch: Batch, fresh: inout [Int32]) throws(KindredError) -> [Int32] {
    table.assign(packing.codes(slots.map { batch.rows[$0] }), nulls: nil, newPositions: &fresh)
  }
}

/// Groups by keys of any classes.
final class GeneralGrouping: Grouping {
  private let keys: [BoundExpression]
  private var table: KeyTable

  init(_ keys: [BoundExpression], _ layout: Layout) {
    self.keys = keys
    table = KeyTable(keys.map { $0.storageClass(in: layout) })
  }

  override func number(_ batch: Batch, fresh: inout [Int32]) throws(KindredError) -> [Int32] {
    table.assign(try keys.vectors(batch), count: batch.count, newPositions: &fresh)
  }
}
