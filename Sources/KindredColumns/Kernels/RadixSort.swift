// SPDX-License-Identifier: Apache-2.0

/// Stable sorting of row numbers by keys that are numbers of a known width.
package enum RadixSort {
  /// Sorts the permutation stably by `codes[permutation[i]]`, of which the low `bits` count.
  ///
  /// Each element carries its code above its position in one word, so that a pass moves eight bytes
  /// per row and ties cannot change places. Wide codes are sorted in two halves. Few rows are sorted
  /// by comparison instead.
  ///
  /// - Complexity: O(*n* · bits / 11); 16 bytes per row while it runs.
  package static func sort(_ permutation: inout [Int32], by codes: [UInt64], bits: Int) {
    let count = permutation.count
    guard count > 1, bits > 0 else { return }
    let positionBits = max(1, Int.bitWidth - (count - 1).leadingZeroBitCount)
    let lowBits = min(bits, 64 - positionBits)
    pass(&permutation, codes, shift: 0, bits: lowBits, positionBits)
    if bits > lowBits {
      pass(&permutation, codes, shift: lowBits, bits: bits - lowBits, positionBits)
    }
  }

  private static func pass(
    _ permutation: inout [Int32], _ codes: [UInt64], shift: Int, bits: Int, _ positionBits: Int
  ) {
    let mask: UInt64 = bits == 64 ? .max : (1 << UInt64(bits)) - 1
    let source = permutation
    var elements: [UInt64] = unsafe codes.withUnsafeBufferPointer { codes in
      unsafe filled(source.count) { out in
        for index in source.indices {
          let code = unsafe codes[Int(truncatingIfNeeded: source[index])] >> UInt64(shift) & mask
          unsafe out[index] = code << UInt64(positionBits) | UInt64(truncatingIfNeeded: index)
        }
      }
    }
    sort(&elements, from: positionBits, bits: bits)
    let positionMask = (1 as UInt64) << UInt64(positionBits) - 1
    for index in elements.indices {
      permutation[index] = source[Int(truncatingIfNeeded: elements[index] & positionMask)]
    }
  }

  /// Sorts words stably by `bits` bits from bit `start` on; the bits below are in order already.
  private static func sort(_ elements: inout [UInt64], from start: Int, bits: Int) {
    if elements.count <= 256 {
      elements.sort()
      return
    }
    let digitBits = 11
    let digitCount = (bits + digitBits - 1) / digitBits
    let histograms = histograms(elements, start, bits, digitBits, digitCount)
    var scratch = elements
    for digit in 0..<digitCount {
      let counts = histograms[digit]
      // All rows have the same digit: nothing would move.
      if counts.contains(elements.count) { continue }
      let shift = UInt64(start + digit * digitBits)
      scatter(elements, to: &scratch, counts, shift, mask(digit, bits, digitBits))
      swap(&elements, &scratch)
    }
  }

  private static func mask(_ digit: Int, _ bits: Int, _ digitBits: Int) -> UInt64 {
    1 << UInt64(min(digitBits, bits - digit * digitBits)) - 1
  }

  private static func histograms(
    _ elements: [UInt64], _ start: Int, _ bits: Int, _ digitBits: Int, _ digitCount: Int
  ) -> [[Int]] {
    (0..<digitCount).map { digit in
      let (shift, mask) = (UInt64(start + digit * digitBits), mask(digit, bits, digitBits))
      var counts = [Int](repeating: 0, count: 1 << digitBits)
      unsafe counts.withUnsafeMutableBufferPointer { counts in
        for element in elements {
          unsafe counts[Int(truncatingIfNeeded: element >> shift & mask)] &+= 1
        }
      }
      return counts
    }
  }

  private static func scatter(
    _ elements: [UInt64], to scratch: inout [UInt64], _ counts: [Int], _ shift: UInt64,
    _ mask: UInt64
  ) {
    var places = counts
    var sum = 0
    for digit in places.indices {
      let count = places[digit]
      places[digit] = sum
      sum += count
    }
    unsafe places.withUnsafeMutableBufferPointer { places in
      unsafe scratch.withUnsafeMutableBufferPointer { scratch in
        for element in elements {
          let digit = Int(truncatingIfNeeded: element >> shift & mask)
          unsafe scratch[places[digit]] = element
          unsafe places[digit] &+= 1
        }
      }
    }
  }
}
