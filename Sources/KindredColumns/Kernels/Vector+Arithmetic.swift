// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// The binary operators on numbers.
package enum Arithmetic: Sendable, Hashable {
  case add
  case subtract
  case multiply
  case divide
  case remainder
}

extension Vector {
  /// Computes row by row.
  ///
  /// NULL where either is, and for a divisor of zero.
  ///
  /// - Throws: `arithmetic` when an integer result does not fit 64 bits or a real one is not a number
  ///   in a row where neither operand is NULL.
  package func computed(_ operation: Arithmetic, _ other: Vector) throws(KindredError) -> Vector {
    switch (cells, other.cells) {
    case (.integers(let left), .integers(let right)):
      return try integers(operation, left, right, mergedNulls(nulls, other.nulls))
    case (.integers, .reals), (.reals, .integers), (.reals, .reals):
      return try reals(operation, asReals, other.asReals)
    case (.strings, _), (.handles, _), (_, .strings), (_, .handles):
      preconditionFailure("text stands in arithmetic")
    }
  }

  private func integers(
    _ operation: Arithmetic,
    _ left: [Int64],
    _ right: [Int64],
    _ nulls: [UInt8]?
  ) throws(KindredError) -> Vector {
    switch operation {
    case .add:
      return try checked(left, right, nulls) { $0.addingReportingOverflow($1) }
    case .subtract:
      return try checked(left, right, nulls) { $0.subtractingReportingOverflow($1) }
    case .multiply:
      return try checked(left, right, nulls) { $0.multipliedReportingOverflow(by: $1) }
    case .divide, .remainder:
      // Zero divisors become NULL first, so that the division itself never sees them.
      let zeros = normalizedNulls(mapped(right) { byte($0 == 0) })
      let nulls = mergedNulls(nulls, zeros)
      let divisors = zeros == nil ? right : mapped(right) { $0 == 0 ? 1 : $0 }
      if operation == .divide {
        return try checked(left, divisors, nulls) { $0.dividedReportingOverflow(by: $1) }
      }
      // The remainder of the least integer by -1 is 0, and not an overflow.
      return try checked(left, divisors, nulls) {
        (partialValue: $1 == -1 ? 0 : $0 % $1, overflow: false)
      }
    }
  }

  private func reals(
    _ operation: Arithmetic,
    _ left: Vector,
    _ right: Vector
  ) throws(KindredError) -> Vector {
    guard case .reals(let first) = left.cells, case .reals(let second) = right.cells else {
      preconditionFailure("reals were expected")
    }
    let nulls = mergedNulls(left.nulls, right.nulls)
    switch operation {
    case .add: return try numbers(first, second, nulls) { $0 + $1 }
    case .subtract: return try numbers(first, second, nulls) { $0 - $1 }
    case .multiply: return try numbers(first, second, nulls) { $0 * $1 }
    case .divide:
      let zeros = normalizedNulls(mapped(second) { byte($0 == 0) })
      return try numbers(first, second, mergedNulls(nulls, zeros)) { $0 / $1 }
    case .remainder:
      let divisors = second.map { $0.saturatedInteger }
      let zeros = normalizedNulls(divisors.map { byte($0 == 0) })
      return try numbers(first, second, mergedNulls(nulls, zeros)) { left, right in
        let divisor = right.saturatedInteger
        if divisor == 0 || divisor == -1 { return 0 }
        return Double(left.saturatedInteger % divisor)
      }
    }
  }

  /// The numbers with their sign changed.
  package func negated() throws(KindredError) -> Vector {
    switch cells {
    case .integers(let cells):
      return try checked(cells, cells, nulls) { left, _ in
        (0 as Int64).subtractingReportingOverflow(left)
      }
    case .reals(let cells): return Vector(.reals(mapped(cells) { -$0 }), nulls: nulls)
    case .strings, .handles: preconditionFailure("text stands in arithmetic")
    }
  }

  /// The numbers without their sign.
  package func magnitudes() throws(KindredError) -> Vector {
    switch cells {
    case .integers(let cells):
      return try checked(cells, cells, nulls) { left, _ in
        left < 0 ? (0 as Int64).subtractingReportingOverflow(left) : (left, false)
      }
    case .reals(let cells): return Vector(.reals(mapped(cells) { abs($0) }), nulls: nulls)
    case .strings, .handles: preconditionFailure("text stands in arithmetic")
    }
  }
}

extension Double {
  /// The whole part, at the nearest end of the range of 64 bits if it lies outside; 0 for NaN.
  fileprivate var saturatedInteger: Int64 {
    if isNaN { return 0 }
    if self >= 0x1p63 { return .max }
    return self < -0x1p63 ? .min : Int64(self)
  }
}

/// Whether an operation overflowed is collected over the batch; only then are the rows looked at one
/// by one, as the cells of NULL rows may hold anything.
@inline(__always)
private func checked(
  _ left: [Int64],
  _ right: [Int64],
  _ nulls: [UInt8]?,
  _ operation: (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
) throws(KindredError) -> Vector {
  var hasOverflow = false
  let cells: [Int64] = unsafe left.withUnsafeBufferPointer { left in
    unsafe right.withUnsafeBufferPointer { right in
      unsafe filled(left.count) { out in
        var any = false
        for index in 0..<left.count {
          let (result, overflow) = unsafe operation(left[index], right[index])
          unsafe out[index] = result
          any = any != overflow || any
        }
        hasOverflow = any
      }
    }
  }
  guard hasOverflow else { return Vector(.integers(cells), nulls: nulls) }
  for index in left.indices where nulls?[index] ?? 0 == 0 {
    if operation(left[index], right[index]).overflow { throw .integerOverflow }
  }
  return Vector(.integers(cells), nulls: nulls)
}

@inline(__always)
private func numbers(
  _ left: [Double],
  _ right: [Double],
  _ nulls: [UInt8]?,
  _ operation: (Double, Double) -> Double
) throws(KindredError) -> Vector {
  var hasNaN = false
  let cells: [Double] = unsafe left.withUnsafeBufferPointer { left in
    unsafe right.withUnsafeBufferPointer { right in
      unsafe filled(left.count) { out in
        var any: UInt8 = 0
        for index in 0..<left.count {
          let result = unsafe operation(left[index], right[index])
          unsafe out[index] = result
          any |= byte(result.isNaN)
        }
        hasNaN = any != 0
      }
    }
  }
  guard hasNaN else { return Vector(.reals(cells), nulls: nulls) }
  for index in cells.indices where cells[index].isNaN && nulls?[index] ?? 0 == 0 {
    throw .notANumber
  }
  return Vector(.reals(cells.map { $0.isNaN ? 0 : $0 }), nulls: nulls)
}

extension KindredError {
  package static var integerOverflow: KindredError {
    KindredError(.arithmetic, "an integer result does not fit 64 bits")
  }

  package static var notANumber: KindredError {
    KindredError(.arithmetic, "a real result is not a number")
  }
}
