// SPDX-License-Identifier: Apache-2.0

/// Numbers distinct integers from 0 in the order of their first occurrence.
///
/// Open addressing.
///
/// A slot holds a number of four bytes; the keys stand by number in an array of their own, so that
/// the table stays small enough for the caches for as long as possible.
///
/// - Complexity: O(1) per key, expected; 8 bytes per key and 4 per slot, two thirds of which are used
///   at most.
@safe
package final class IntegerKeyTable: @unchecked Sendable {
  private var keys: UnsafeMutablePointer<Int64>
  private var keyCapacity: Int
  /// The number of the slot's key, -1 for an empty slot.
  private var slots: UnsafeMutablePointer<Int32>
  private var slotMask: Int
  package private(set) var groupCount = 0
  /// The number of NULL, once one was seen.
  package private(set) var nullGroup: Int32 = -1

  package init() {
    keyCapacity = 10
    slotMask = 15
    unsafe keys = .allocate(capacity: keyCapacity)
    unsafe slots = .allocate(capacity: slotMask + 1)
    unsafe slots.initialize(repeating: -1, count: slotMask + 1)
  }

  deinit {
    unsafe keys.deallocate()
    unsafe slots.deallocate()
  }

  /// The number of each key; new keys get the next ones.
  ///
  /// - `nulls`: 1 where the key is NULL: all NULLs are one key.
  /// - `newPositions`: receives the positions of the keys that were not known.
  package func assign(
    _ values: [Int64],
    nulls: [UInt8]?,
    newPositions: inout [Int32]
  ) -> [Int32] {
    reserve(groupCount + values.count)
    let before = groupCount
    let assigned: [Int32] = unsafe values.withUnsafeBufferPointer { values in
      unsafe filled(values.count) { out in unsafe assign(values, nulls, to: out) }
    }
    if groupCount > before {
      GroupKernels.appendFresh(assigned, from: before, to: &newPositions)
    }
    return assigned
  }

  private func assign(
    _ values: UnsafeBufferPointer<Int64>,
    _ nulls: [UInt8]?,
    to out: UnsafeMutablePointer<Int32>
  ) {
    let (keys, slots, mask, seed) = unsafe (self.keys, self.slots, slotMask, Hash.seed)
    var next = Int32(truncatingIfNeeded: groupCount)
    for index in 0..<values.count {
      let value = unsafe values[index]
      if let nulls, nulls[index] != 0 {
        if nullGroup < 0 {
          nullGroup = next
          unsafe keys[Int(next)] = 0
          next &+= 1
        }
        unsafe out[index] = nullGroup
        continue
      }
      var slot = Int(truncatingIfNeeded: Self.hash(value, seed)) & mask
      while true {
        let group = unsafe slots[slot]
        if group < 0 {
          unsafe slots[slot] = next
          unsafe keys[Int(truncatingIfNeeded: next)] = value
          unsafe out[index] = next
          next &+= 1
          break
        }
        if unsafe keys[Int(truncatingIfNeeded: group)] == value {
          unsafe out[index] = group
          break
        }
        slot = (slot &+ 1) & mask
      }
    }
    groupCount = Int(next)
  }

  /// The number of each key, -1 for keys that are not known.
  ///
  /// - `matchesNull`: whether NULL finds NULL; otherwise it finds nothing.
  package func find(_ values: [Int64], nulls: [UInt8]?, matchesNull: Bool) -> [Int32] {
    let nullGroup = matchesNull ? self.nullGroup : -1
    let (keys, slots, mask, seed) = unsafe (self.keys, self.slots, slotMask, Hash.seed)
    return unsafe values.withUnsafeBufferPointer { values in
      unsafe filled(values.count) { out in
        for index in 0..<values.count {
          let value = unsafe values[index]
          var slot = Int(truncatingIfNeeded: Self.hash(value, seed)) & mask
          var group = unsafe slots[slot]
          while group >= 0, unsafe keys[Int(truncatingIfNeeded: group)] != value {
            slot = (slot &+ 1) & mask
            group = unsafe slots[slot]
          }
          unsafe out[index] = group
          if let nulls, nulls[index] != 0 { unsafe out[index] = nullGroup }
        }
      }
    }
  }

  /// One multiplication, folded: enough for linear probing, and seeded against chosen keys.
  @inline(__always)
  private static func hash(_ value: Int64, _ seed: UInt64) -> UInt64 {
    let product = (UInt64(bitPattern: value) ^ seed).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }

  /// Makes room for so many keys without growing.
  private func reserve(_ count: Int) {
    if count > keyCapacity {
      let capacity = max(count, keyCapacity * 2)
      let larger = UnsafeMutablePointer<Int64>.allocate(capacity: capacity)
      unsafe larger.update(from: keys, count: groupCount)
      unsafe keys.deallocate()
      unsafe keys = larger
      keyCapacity = capacity
    }
    guard count * 3 > (slotMask + 1) * 2 else { return }
    let capacity = (count * 3 / 2 + 1).nextPowerOfTwo
    slotMask = capacity - 1
    unsafe slots.deallocate()
    unsafe slots = .allocate(capacity: capacity)
    unsafe slots.initialize(repeating: -1, count: capacity)
    enterKeys()
  }

  private func enterKeys() {
    let (keys, slots, mask, seed) = unsafe (self.keys, self.slots, slotMask, Hash.seed)
    for group in 0..<groupCount where group != Int(nullGroup) {
      var slot = unsafe Int(truncatingIfNeeded: Self.hash(keys[group], seed)) & mask
      while unsafe slots[slot] >= 0 { slot = (slot &+ 1) & mask }
      unsafe slots[slot] = Int32(truncatingIfNeeded: group)
    }
  }
}
