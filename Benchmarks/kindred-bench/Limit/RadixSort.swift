// SPDX-License-Identifier: Apache-2.0

/// `keys` in ascending order of the high 32 bits, equal ones in the order they came in.
///
/// Four passes of eight bits: more targets at once than 256 miss the nearest cache. The parameter is
/// consumed so that the passes swap two buffers and copy neither.
func sortedByHighHalf(_ keys: consuming [UInt64]) -> [UInt64] {
  var source = keys
  var target = [UInt64](repeating: 0, count: source.count)
  var starts = digitStarts(source)
  for digit in 0..<4 {
    unsafe source.withUnsafeBufferPointer { input in
      unsafe target.withUnsafeMutableBufferPointer { output in
        unsafe starts.withUnsafeMutableBufferPointer { starts in
          unsafe distribute(input, into: output, digit: digit, starts: starts)
        }
      }
    }
    swap(&source, &target)
  }
  return source
}

/// Where the keys of each value of each digit start, 256 values per digit.
private func digitStarts(_ keys: [UInt64]) -> [Int] {
  var starts = [Int](repeating: 0, count: 4 * 256)
  for key in keys {
    for digit in 0..<4 { starts[digit * 256 + value(of: key, digit)] += 1 }
  }
  for digit in 0..<4 {
    var sum = 0
    for index in digit * 256..<(digit + 1) * 256 {
      (starts[index], sum) = (sum, sum + starts[index])
    }
  }
  return starts
}

/// Moves every key to the next free place of its digit's value.
private func distribute(
  _ input: UnsafeBufferPointer<UInt64>,
  into output: UnsafeMutableBufferPointer<UInt64>,
  digit: Int,
  starts: UnsafeMutableBufferPointer<Int>
) {
  for index in input.indices {
    let key = unsafe input[index]
    let slot = digit * 256 + value(of: key, digit)
    unsafe output[starts[slot]] = key
    unsafe starts[slot] += 1
  }
}

@inline(__always)
private func value(of key: UInt64, _ digit: Int) -> Int {
  Int(key >> UInt64(32 + 8 * digit) & 255)
}
