// SPDX-License-Identifier: Apache-2.0

/// An array of exactly `count` cells, all of which `fill` initialises.
///
/// Kernels write their results through this: no zeroing first, no bounds check per cell.
@inline(__always)
func filled<Cell: BitwiseCopyable>(
  _ count: Int,
  _ fill: (UnsafeMutablePointer<Cell>) -> Void
) -> [Cell] {
  guard count > 0 else { return [] }
  return unsafe [Cell](unsafeUninitializedCapacity: count) { buffer, initialized in
    unsafe fill(buffer.baseAddress.unsafelyUnwrapped)
    initialized = count
  }
}

/// An array of as many cells as `fill` says that it wrote, at most `capacity`.
@inline(__always)
func compacted<Cell: BitwiseCopyable>(
  _ capacity: Int,
  _ fill: (UnsafeMutablePointer<Cell>) -> Int
) -> [Cell] {
  guard capacity > 0 else { return [] }
  return unsafe [Cell](unsafeUninitializedCapacity: capacity) { buffer, initialized in
    initialized = unsafe fill(buffer.baseAddress.unsafelyUnwrapped)
  }
}

/// Each cell transformed: the standard library's `map` checks its capacity per element.
@inline(__always)
func mapped<From: BitwiseCopyable, To: BitwiseCopyable>(
  _ cells: [From],
  _ transform: (From) -> To
) -> [To] {
  unsafe cells.withUnsafeBufferPointer { cells in
    unsafe filled(cells.count) { out in
      for index in 0..<cells.count { unsafe out[index] = transform(cells[index]) }
    }
  }
}

/// The byte of a flag.
///
/// A conditional expression would compile to a branch in a hot loop.
@inline(__always)
func byte(_ flag: Bool) -> UInt8 { unsafe unsafeBitCast(flag, to: UInt8.self) }

/// Null bytes, or nil when none of them is set.
package func normalizedNulls(_ nulls: [UInt8]) -> [UInt8]? { anySet(nulls) ? nulls : nil }

/// Whether one of the bytes is not zero.
package func anySet(_ bytes: [UInt8]) -> Bool {
  var any: UInt8 = 0
  for byte in bytes { any |= byte }
  return any != 0
}

/// 1 where either is; nil when neither has any.
package func mergedNulls(_ left: [UInt8]?, _ right: [UInt8]?) -> [UInt8]? {
  guard let left else { return right }
  guard let right else { return left }
  return unsafe left.withUnsafeBufferPointer { left in
    unsafe right.withUnsafeBufferPointer { right in
      unsafe filled(left.count) { out in
        for index in 0..<left.count { unsafe out[index] = left[index] | right[index] }
      }
    }
  }
}
