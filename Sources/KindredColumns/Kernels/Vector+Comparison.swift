// SPDX-License-Identifier: Apache-2.0

extension Vector {
  /// Compares row by row; unknown where either is NULL.
  ///
  /// Integers compare with reals exactly.
  package func compared(_ relation: Relation, _ other: Vector) -> [UInt8] {
    var truths = comparedIgnoringNulls(relation, other)
    Truth.setUnknown(&truths, where: nulls)
    Truth.setUnknown(&truths, where: other.nulls)
    return truths
  }

  /// Null-safe equality, row by row: never unknown, NULL is NULL.
  package func identical(_ other: Vector) -> [UInt8] {
    var truths = comparedIgnoringNulls(.equal, other)
    guard nulls != nil || other.nulls != nil else { return truths }
    for index in truths.indices {
      let (left, right) = (isNull(at: index), other.isNull(at: index))
      if left || right { truths[index] = byte(left && right) }
    }
    return truths
  }

  private func comparedIgnoringNulls(_ relation: Relation, _ other: Vector) -> [UInt8] {
    switch (cells, other.cells) {
    case (.integers(let left), .integers(let right)): return compareCells(relation, left, right)
    case (.reals(let left), .reals(let right)): return compareCells(relation, left, right)
    case (.integers(let left), .reals(let right)):
      return zip(left, right).map { byte(relation.holds(compareExactly($0, $1))) }
    case (.reals(let left), .integers(let right)):
      return zip(left, right).map { byte(relation.holds(-compareExactly($1, $0))) }
    case (.strings, .strings), (.strings, .handles), (.handles, .strings), (.handles, .handles):
      return comparedTexts(relation, other)
    case (.integers, _), (.reals, _), (.strings, _), (.handles, _):
      preconditionFailure("text was compared with a number")
    }
  }

  private func comparedTexts(_ relation: Relation, _ other: Vector) -> [UInt8] {
    if case .handles(let left, let pool) = cells,
      case .handles(let right, let otherPool) = other.cells
    {
      if pool === otherPool, pool.isDictionary, relation == .equal || relation == .notEqual {
        return compareCells(relation, left, right)
      }
      return (0..<count).map { index in
        if isNull(at: index) || other.isNull(at: index) { return 0 }
        return byte(
          relation.holds(TextOrder.compare(left[index], pool, right[index], otherPool))
        )
      }
    }
    return (0..<count).map { index in
      if isNull(at: index) || other.isNull(at: index) { return 0 }
      return byte(relation.holds(Text.compare(text(at: index), other.text(at: index))))
    }
  }
}

@inline(__always)
private func compareCells<Cell: BitwiseCopyable & Comparable>(
  _ relation: Relation,
  _ left: [Cell],
  _ right: [Cell]
) -> [UInt8] {
  switch relation {
  case .equal: zippedBytes(left, right) { $0 == $1 }
  case .notEqual: zippedBytes(left, right) { $0 != $1 }
  case .less: zippedBytes(left, right) { $0 < $1 }
  case .lessOrEqual: zippedBytes(left, right) { $0 <= $1 }
  case .greater: zippedBytes(left, right) { $0 > $1 }
  case .greaterOrEqual: zippedBytes(left, right) { $0 >= $1 }
  }
}

@inline(__always)
private func zippedBytes<Cell: BitwiseCopyable>(
  _ left: [Cell],
  _ right: [Cell],
  _ test: (Cell, Cell) -> Bool
) -> [UInt8] {
  unsafe left.withUnsafeBufferPointer { left in
    unsafe right.withUnsafeBufferPointer { right in
      unsafe filled(left.count) { out in
        for index in 0..<left.count { unsafe out[index] = byte(test(left[index], right[index])) }
      }
    }
  }
}

/// The order of text held as handles.
package enum TextOrder {
  /// Negative, zero or positive; looks at the first eight bytes before the texts.
  @inline(__always)
  static func compare(
    _ left: Int32,
    _ leftPool: StringPool,
    _ right: Int32,
    _ rightPool: StringPool
  ) -> Int {
    if leftPool === rightPool, left == right { return 0 }
    let (first, second) = (leftPool.prefix(left), rightPool.prefix(right))
    if first != second { return first < second ? -1 : 1 }
    return Text.compare(leftPool[left], rightPool[right])
  }
}
