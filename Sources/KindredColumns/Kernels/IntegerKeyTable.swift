// SPDX-License-Identifier: Apache-2.0

/// Numbers distinct integers from 0 in the order of their first occurrence. Open addressing.
///
/// - Complexity: O(1) per key, expected; 12 bytes per slot, at most half of which are used.
@safe
package final class IntegerKeyTable: @unchecked Sendable {
  private var keys: UnsafeMutablePointer<Int64>
  /// The number of the slot's key, -1 for an empty slot.
  private var groups: UnsafeMutablePointer<Int32>
  private var capacity: Int
  package private(set) var groupCount = 0
  /// The number of NULL, once one was seen.
  package private(set) var nullGroup: Int32 = -1

  package init(expectedKeys: Int = 8) {
    capacity = (max(8, expectedKeys) * 2).nextPowerOfTwo
    unsafe keys = .allocate(capacity: capacity)
    unsafe groups = .allocate(capacity: capacity)
    unsafe groups.initialize(repeating: -1, count: capacity)
  }

  deinit {
    unsafe keys.deallocate()
    unsafe groups.deallocate()
  }

  /// The number of each key; new keys get the next ones.
  ///
  /// - Parameters:
  ///   - nulls: 1 where the key is NULL: all NULLs are one key.
  ///   - newPositions: Receives the positions of the keys that were not known.
  package func assign(
    _ values: [Int64], nulls: [UInt8]?, newPositions: inout [Int32]
  ) -> [Int32] {
    reserve(groupCount + values.count)
    let before = groupCount
    var fresh: [Int32] = []
    let assigned: [Int32] = unsafe values.withUnsafeBufferPointer { values in
      unsafe filled(values.count) { out in
        fresh = unsafe compacted(values.count) { fresh in
          unsafe assign(values, nulls, to: out, fresh: fresh)
        }
      }
    }
    if groupCount > before { newPositions.append(contentsOf: fresh) }
    return assigned
  }

  private func assign(
    _ values: UnsafeBufferPointer<Int64>, _ nulls: [UInt8]?, to out: UnsafeMutablePointer<Int32>,
    fresh: UnsafeMutablePointer<Int32>
  ) -> Int {
    let (keys, groups, mask, seed) = unsafe (self.keys, self.groups, capacity - 1, Hash.seed)
    var next = Int32(truncatingIfNeeded: groupCount)
    var freshCount = 0
    for index in 0..<values.count {
      let value = unsafe values[index]
      if let nulls, nulls[index] != 0 {
        if nullGroup < 0 {
          nullGroup = next
          next &+= 1
          unsafe fresh[freshCount] = Int32(truncatingIfNeeded: index)
          freshCount &+= 1
        }
        unsafe out[index] = nullGroup
        continue
      }
      var slot = Int(truncatingIfNeeded: Self.hash(value, seed)) & mask
      while true {
        let group = unsafe groups[slot]
        if group < 0 {
          unsafe groups[slot] = next
          unsafe keys[slot] = value
          unsafe out[index] = next
          unsafe fresh[freshCount] = Int32(truncatingIfNeeded: index)
          next &+= 1
          freshCount &+= 1
          break
        }
        if unsafe keys[slot] == value {
          unsafe out[index] = group
          break
        }
        slot = (slot &+ 1) & mask
      }
    }
    groupCount = Int(next)
    return freshCount
  }

  /// The number of each key, -1 for keys that are not known.
  ///
  /// - Parameter matchesNull: Whether NULL finds NULL; otherwise it finds nothing.
  package func find(_ values: [Int64], nulls: [UInt8]?, matchesNull: Bool) -> [Int32] {
    let nullGroup = matchesNull ? self.nullGroup : -1
    let (keys, groups, mask, seed) = unsafe (self.keys, self.groups, capacity - 1, Hash.seed)
    return unsafe values.withUnsafeBufferPointer { values in
      unsafe filled(values.count) { out in
        for index in 0..<values.count {
          let value = unsafe values[index]
          var slot = Int(truncatingIfNeeded: Self.hash(value, seed)) & mask
          var group = unsafe groups[slot]
          while group >= 0, unsafe keys[slot] != value {
            slot = (slot &+ 1) & mask
            group = unsafe groups[slot]
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
    guard count * 2 > capacity else { return }
    let (oldKeys, oldGroups, oldCapacity) = unsafe (keys, groups, capacity)
    capacity = (count * 2).nextPowerOfTwo
    unsafe keys = .allocate(capacity: capacity)
    unsafe groups = .allocate(capacity: capacity)
    unsafe groups.initialize(repeating: -1, count: capacity)
    let seed = Hash.seed
    for old in 0..<oldCapacity where unsafe oldGroups[old] >= 0 {
      let key = unsafe oldKeys[old]
      var slot = Int(truncatingIfNeeded: Self.hash(key, seed)) & (capacity - 1)
      while unsafe groups[slot] >= 0 { slot = (slot &+ 1) & (capacity - 1) }
      unsafe keys[slot] = key
      unsafe groups[slot] = oldGroups[old]
    }
    unsafe oldKeys.deallocate()
    unsafe oldGroups.deallocate()
  }
}
