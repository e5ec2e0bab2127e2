// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension RelationStore {
  /// Deals the objects out to their owners and remembers the lists.
  ///
  /// An owner without objects gets an empty list.
  ///
  /// - Complexity: O(objects + owners).
  func deal(
    _ objects: [AnyObject],
    _ ownerOfObject: [RowID],
    to owners: [RowID],
    _ window: (offset: Int, limit: Int?)
  ) {
    let positions = OwnerPositions(owners)
    var ends = [Int](repeating: 0, count: owners.count + 1)
    let slots = ownerOfObject.map { positions[$0] }
    for slot in slots { ends[slot + 1] += 1 }
    for slot in owners.indices { ends[slot + 1] += ends[slot] }
    var next = ends
    var dealt = [Int](repeating: 0, count: objects.count)
    for (index, slot) in slots.enumerated() {
      dealt[next[slot]] = index
      next[slot] += 1
    }
    var list: ContiguousArray<AnyObject> = []
    list.reserveCapacity(objects.count)
    var counts: [(owner: RowID, count: Int)] = []
    counts.reserveCapacity(owners.count)
    for (slot, owner) in owners.enumerated() {
      let start = list.count
      let available = ends[slot + 1] - ends[slot]
      let skipped = min(window.offset, available)
      let taken = min(window.limit ?? available, available - skipped)
      for place in (ends[slot] + skipped)..<(ends[slot] + skipped + taken) {
        let object = objects[dealt[place]]
        // A link table without a key may connect the same two rows twice: once is enough.
        if list.count > start, list[list.count - 1] === object { continue }
        list.append(object)
      }
      counts.append((owner, list.count - start))
    }
    remember(list, counts)
  }
}

/// The positions of owners in their list: by array while that is not much larger than the list.
private struct OwnerPositions {
  private var byRow: [Int32] = []
  private var sparse: [RowID: Int] = [:]

  init(_ owners: [RowID]) {
    let largest = Int(owners.max() ?? -1)
    if largest < owners.count * 16 + 64 {
      byRow = Array(repeating: 0, count: largest + 1)
      for (position, owner) in owners.enumerated() { byRow[Int(owner)] = Int32(position) }
    } else {
      for (position, owner) in owners.enumerated() { sparse[owner] = position }
    }
  }

  subscript(owner: RowID) -> Int {
    if !byRow.isEmpty { return Int(byRow[Int(owner)]) }
    guard let position = sparse[owner] else {
      preconditionFailure("a related row belongs to none of the owners it was loaded for")
    }
    return position
  }
}
