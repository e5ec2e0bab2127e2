// SPDX-License-Identifier: Apache-2.0

/// Stable sorting of rows by codes: numbers of a known width that sort as the rows should.
///
/// Each element is one word: the code above the row's position. A pass moves eight bytes per row, and
/// ties cannot change places. Codes that do not fit beside the position are sorted in two halves.
package enum RadixSort {
  /// Positions in the order of their codes, of which the low `bits` count.
  ///
  /// - Complexity: O(*n* · bits); 16 bytes per row while it runs.
  package static func permutation(_ codes: consuming [UInt64], bits: Int) -> [Int32] {
    let positionBits = positionBits(codes.count)
    guard bits + positionBits <= 64 else {
      var permutation = allPositions(codes.count)
      sort(&permutation, by: codes, bits: bits)
      return permutation
    }
    var elements = codes
    unsafe elements.withUnsafeMutableBufferPointer { elements in
      for index in 0..<elements.count {
        unsafe elements[index] =
          elements[index] << UInt64(positionBits) | UInt64(truncatingIfNeeded: index)
      }
    }
    sort(&elements, from: positionBits, bits: bits)
    let mask = (1 as UInt64) << UInt64(positionBits) - 1
    return unsafe elements.withUnsafeBufferPointer { elements in
      unsafe filled(elements.count) { out in
        for index in 0..<elements.count {
          unsafe out[index] = Int32(truncatingIfNeeded: elements[index] & mask)
        }
      }
    }
  }

  /// Sorts the permutation stably by `codes[permutation[i]]`, of which the low `bits` count.
  package static func sort(_ permutation: inout [Int32], by codes: [UInt64], bits: Int) {
    guard permutation.count > 1, bits > 0 else { return }
    let lowBits = min(bits, 64 - positionBits(permutation.count))
    let low = part(codes, permutation, shift: 0, bits: lowBits)
    permutation = permutation.gathered(self.permutation(low, bits: lowBits))
    guard bits > lowBits else { return }
    let high = part(codes, permutation, shift: lowBits, bits: bits - lowBits)
    permutation = permutation.gathered(self.permutation(high, bits: bits - lowBits))
  }

  private static func positionBits(_ count: Int) -> Int {
    max(1, Int.bitWidth - max(0, count - 1).leadingZeroBitCount)
  }

  /// Some bits of the codes, in the order of the permutation.
  private static func part(
    _ codes: [UInt64],
    _ permutation: [Int32],
    shift: Int,
    bits: Int
  ) -> [UInt64] {
    let mask: UInt64 = bits == 64 ? .max : (1 << UInt64(bits)) - 1
    return unsafe codes.withUnsafeBufferPointer { codes in
      unsafe filled(permutation.count) { out in
        for index in permutation.indices {
          let code = unsafe codes[Int(truncatingIfNeeded: permutation[index])]
          unsafe out[index] = code >> UInt64(shift) & mask
        }
      }
    }
  }
}

// MARK: - Words

extension RadixSort {
  /// Sorts words by `bits` bits from bit `start` on; the bits below are in order already.
  ///
  /// Few words are sorted by comparison. Many are moved by narrow digits: every digit value is a
  /// stream of writes to a page of its own, and more streams than the processor can translate
  /// addresses for cost more than further passes.
  private static func sort(_ elements: inout [UInt64], from start: Int, bits: Int) {
    let count = elements.count
    if count <= 256 { return elements.sort() }
    let digitBits = count > 200_000 ? 6 : 8
    let digitCount = (bits + digitBits - 1) / digitBits
    var counts = [UInt32](repeating: 0, count: digitCount << digitBits)
    var scratch: [UInt64] = unsafe filled(count) { _ in }
    var isInScratch = false
    unsafe elements.withUnsafeMutableBufferPointer { elements in
      unsafe scratch.withUnsafeMutableBufferPointer { scratch in
        unsafe counts.withUnsafeMutableBufferPointer { counts in
          guard var from = elements.baseAddress, var to = scratch.baseAddress,
            let counts = counts.baseAddress
          else { return }
          for digit in 0..<digitCount {
            let digitCounts = unsafe counts + digit << digitBits
            let shift = UInt64(start + digit * digitBits)
            let mask = (1 as UInt64) << UInt64(min(digitBits, bits - digit * digitBits)) - 1
            unsafe countDigits(from, count, digitCounts, shift, mask)
            // All words have the same digit: nothing would move.
            let first = unsafe Int(truncatingIfNeeded: from[0] >> shift & mask)
            if unsafe digitCounts[first] == UInt32(count) { continue }
            unsafe scatter(from, to, count, digitCounts, shift, mask)
            unsafe swap(&from, &to)
            isInScratch.toggle()
          }
        }
      }
    }
    if isInScratch { elements = scratch }
  }

  private static func countDigits(
    _ elements: UnsafeMutablePointer<UInt64>,
    _ count: Int,
    _ counts: UnsafeMutablePointer<UInt32>,
    _ shift: UInt64,
    _ mask: UInt64
  ) {
    for index in 0..<count {
      unsafe counts[Int(truncatingIfNeeded: elements[index] &>> shift & mask)] &+= 1
    }
  }

  private static func scatter(
    _ from: UnsafeMutablePointer<UInt64>,
    _ to: UnsafeMutablePointer<UInt64>,
    _ count: Int,
    _ counts: UnsafeMutablePointer<UInt32>,
    _ shift: UInt64,
    _ mask: UInt64
  ) {
    var sum: UInt32 = 0
    for digit in 0...Int(mask) {
      let digitCount = unsafe counts[digit]
      unsafe counts[digit] = sum
      sum &+= digitCount
    }
    for index in 0..<count {
      let element = unsafe from[index]
      let digit = Int(truncatingIfNeeded: element &>> shift & mask)
      let place = unsafe counts[digit]
      unsafe counts[digit] = place &+ 1
      unsafe to[Int(truncatingIfNeeded: place)] = element
    }
  }
}
