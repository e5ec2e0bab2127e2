// SPDX-License-Identifier: Apache-2.0

/// A set of integers for membership tests: a list while it is short, else open addressing.
package struct IntegerSet: Sendable {
  private let values: [Int64]
  /// Positions in `values` by hash, -1 for empty; none while the list is short.
  private let slots: [Int32]

  package init(_ values: [Int64]) {
    self.values = values
    guard values.count > 8 else {
      slots = []
      return
    }
    var slots = [Int32](repeating: -1, count: (values.count * 2).nextPowerOfTwo)
    for (position, value) in values.enumerated() {
      var slot = Int(truncatingIfNeeded: Hash.integer(value)) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(position)
    }
    self.slots = slots
  }

  package var isEmpty: Bool { values.isEmpty }

  package func contains(_ value: Int64) -> Bool {
    if slots.isEmpty { return values.contains(value) }
    var slot = Int(truncatingIfNeeded: Hash.integer(value)) & (slots.count - 1)
    while slots[slot] >= 0 {
      if values[Int(slots[slot])] == value { return true }
      slot = (slot + 1) & (slots.count - 1)
    }
    return false
  }
}
