// SPDX-License-Identifier: Apache-2.0

/// Loops that fold a batch of values into one cell per group.
///
/// `groups` holds each row's group, nil when all rows belong to group 0. NULL rows are left out.
package enum GroupKernels {
  /// Counts the rows.
  package static func count(
    _ groups: [Int32]?,
    _ rowCount: Int,
    _ nulls: [UInt8]?,
    into counts: inout [Int64]
  ) {
    guard let groups else {
      counts[0] &+= Int64(rowCount - nullCount(nulls))
      return
    }
    unsafe counts.withUnsafeMutableBufferPointer { counts in
      if let nulls {
        for index in groups.indices {
          unsafe counts[Int(truncatingIfNeeded: groups[index])] &+= Int64(nulls[index] ^ 1)
        }
      } else {
        for group in groups { unsafe counts[Int(truncatingIfNeeded: group)] &+= 1 }
      }
    }
  }

  /// Counts the rows by their groups.
  ///
  /// - Returns: The positions of the rows that are the first of their group.
  package static func countFindingFirst(_ groups: [Int32], into counts: inout [Int64]) -> [Int32] {
    unsafe counts.withUnsafeMutableBufferPointer { counts in
      unsafe groups.withUnsafeBufferPointer { groups in
        unsafe compacted(groups.count) { out in
          var written = 0
          for index in 0..<groups.count {
            let group = unsafe Int(truncatingIfNeeded: groups[index])
            let count = unsafe counts[group]
            unsafe out[written] = Int32(truncatingIfNeeded: index)
            if count == 0 { written &+= 1 }
            unsafe counts[group] = count &+ 1
          }
          return written
        }
      }
    }
  }

  /// Counts the NULLs.
  package static func countNulls(_ groups: [Int32]?, _ nulls: [UInt8], into counts: inout [Int64]) {
    for index in nulls.indices where nulls[index] != 0 {
      counts[groups.map { Int($0[index]) } ?? 0] &+= 1
    }
  }

  /// The positions of the rows that begin a group, given that groups below `known` existed before:
  /// new groups have ascending numbers, so each row whose number is the next one begins a group.
  static func appendFresh(_ groups: [Int32], from known: Int, to positions: inout [Int32]) {
    var next = Int32(truncatingIfNeeded: known)
    let fresh: [Int32] = unsafe compacted(groups.count) { out in
      var written = 0
      for index in groups.indices {
        unsafe out[written] = Int32(truncatingIfNeeded: index)
        if groups[index] == next {
          written &+= 1
          next &+= 1
        }
      }
      return written
    }
    if positions.isEmpty { positions = fresh } else { positions.append(contentsOf: fresh) }
  }

  /// Sums or averages with their NULLs: what is not a number is NULL, and so is a group without values
  /// if `needsValues`.
  package static func numbers(
    _ sums: [Double],
    _ counts: [Int64],
    averages: Bool,
    needsValues: Bool
  ) -> Vector {
    var cells = sums
    if averages {
      for group in cells.indices { cells[group] /= Double(max(1, counts[group])) }
    }
    let nulls: [UInt8] = unsafe filled(cells.count) { out in
      for group in cells.indices {
        unsafe out[group] =
          byte(cells[group].isNaN) | (byte(needsValues) & byte(counts[group] == 0))
      }
    }
    for group in cells.indices where cells[group].isNaN { cells[group] = 0 }
    return Vector(.reals(cells), nulls: normalizedNulls(nulls))
  }

  package static func nullCount(_ nulls: [UInt8]?) -> Int {
    guard let nulls else { return 0 }
    var count = 0
    for null in nulls { count &+= Int(null) }
    return count
  }

  /// Adds integers exactly.
  package static func sum(
    _ groups: [Int32]?,
    _ values: [Int64],
    _ nulls: [UInt8]?,
    into sums: inout [Int128]
  ) {
    guard let groups else {
      sums[0] &+= total(values, nulls)
      return
    }
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      if let nulls {
        for index in groups.indices {
          let value = nulls[index] == 0 ? values[index] : 0
          unsafe sums[Int(truncatingIfNeeded: groups[index])] &+= Int128(truncatingIfNeeded: value)
        }
      } else {
        unsafe values.withUnsafeBufferPointer { values in
          for index in groups.indices {
            unsafe sums[Int(truncatingIfNeeded: groups[index])] &+= Int128(
              truncatingIfNeeded: values[index]
            )
          }
        }
      }
    }
  }

  /// The exact total of a batch, by the sums of the high and the low halves.
  private static func total(_ values: [Int64], _ nulls: [UInt8]?) -> Int128 {
    var (high, low) = (0 as Int64, 0 as Int64)
    if let nulls {
      for index in values.indices where nulls[index] == 0 {
        high &+= values[index] >> 32
        low &+= values[index] & 0xFFFF_FFFF
      }
    } else {
      for value in values {
        high &+= value >> 32
        low &+= value & 0xFFFF_FFFF
      }
    }
    return Int128(high) << 32 &+ Int128(low)
  }

  /// Adds reals.
  ///
  /// Within a group in row order; without groups each batch in four interleaved partial sums, which
  /// are then added pairwise: the same data always gives the same sum.
  package static func sum(
    _ groups: [Int32]?,
    _ values: [Double],
    _ nulls: [UInt8]?,
    into sums: inout [Double]
  ) {
    var values = values
    if let nulls {
      for index in values.indices where nulls[index] != 0 { values[index] = 0 }
    }
    guard let groups else {
      sums[0] += total(values)
      return
    }
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      unsafe values.withUnsafeBufferPointer { values in
        for index in groups.indices {
          unsafe sums[Int(truncatingIfNeeded: groups[index])] += values[index]
        }
      }
    }
  }

  private static func total(_ values: [Double]) -> Double {
    var partial = SIMD4<Double>.zero
    let whole = values.count & ~3
    unsafe values.withUnsafeBufferPointer { values in
      var index = 0
      while index < whole {
        partial += unsafe SIMD4(
          values[index],
          values[index &+ 1],
          values[index &+ 2],
          values[index &+ 3]
        )
        index &+= 4
      }
    }
    var sum = (partial[0] + partial[1]) + (partial[2] + partial[3])
    for index in whole..<values.count { sum += values[index] }
    return sum
  }

  /// Keeps the least, or the greatest, number of each group.
  ///
  /// `seen` is 1 for groups that have one.
  package static func extreme(
    _ groups: [Int32]?,
    _ values: [Int64],
    _ nulls: [UInt8]?,
    isMaximum: Bool,
    into best: inout [Int64],
    seen: inout [UInt8]
  ) {
    extremeNumbers(groups, values, nulls, isMaximum, &best, &seen)
  }

  package static func extreme(
    _ groups: [Int32]?,
    _ values: [Double],
    _ nulls: [UInt8]?,
    isMaximum: Bool,
    into best: inout [Double],
    seen: inout [UInt8]
  ) {
    extremeNumbers(groups, values, nulls, isMaximum, &best, &seen)
  }

  @inline(__always)
  private static func extremeNumbers<Cell: Comparable & BitwiseCopyable>(
    _ groups: [Int32]?,
    _ values: [Cell],
    _ nulls: [UInt8]?,
    _ isMaximum: Bool,
    _ best: inout [Cell],
    _ seen: inout [UInt8]
  ) {
    for index in values.indices {
      if let nulls, nulls[index] != 0 { continue }
      let group = if let groups { Int(groups[index]) } else { 0 }
      let value = values[index]
      if seen[group] == 0 || (isMaximum ? value > best[group] : value < best[group]) {
        best[group] = value
        seen[group] = 1
      }
    }
  }

  /// Keeps the least, or the greatest, text of each group.
  package static func extreme(
    _ groups: [Int32]?,
    _ texts: Vector,
    isMaximum: Bool,
    into best: inout [String],
    seen: inout [UInt8]
  ) {
    for index in 0..<texts.count where !texts.isNull(at: index) {
      let group = if let groups { Int(groups[index]) } else { 0 }
      let text = texts.text(at: index)
      if seen[group] != 0 {
        let order = Text.compare(text, best[group])
        if isMaximum ? order <= 0 : order >= 0 { continue }
      }
      best[group] = text
      seen[group] = 1
    }
  }
}
