// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

extension Vector {
  /// So many NULLs.
  package static func allNull(_ count: Int, of storageClass: StorageClass) -> Vector {
    Vector(repeating: .null, count: count, of: storageClass)
  }

  /// The same value so many times.
  ///
  /// The value is NULL or of the class.
  package init(repeating value: Value, count: Int, of storageClass: StorageClass) {
    let nulls: [UInt8]? = value.isNull ? [UInt8](repeating: 1, count: count) : nil
    switch storageClass {
    case .integer:
      let integer: Int64 = if case .integer(let value) = value { value } else { 0 }
      self.init(.integers([Int64](repeating: integer, count: count)), nulls: nulls)
    case .real:
      let real: Double = if case .real(let value) = value { value } else { 0 }
      self.init(.reals([Double](repeating: real, count: count)), nulls: nulls)
    case .text:
      let text: String = if case .text(let value) = value { value } else { "" }
      self.init(.strings([String](repeating: text, count: count)), nulls: nulls)
    }
  }

  /// The values at the positions, which are all valid.
  package func gathered(_ positions: [Int32]) -> Vector {
    let nulls = self.nulls.map { gatheredCells($0, positions) }
    switch cells {
    case .integers(let cells):
      return Vector(.integers(gatheredCells(cells, positions)), nulls: nulls)
    case .reals(let cells): return Vector(.reals(gatheredCells(cells, positions)), nulls: nulls)
    case .strings(let cells):
      return Vector(.strings(positions.map { cells[Int($0)] }), nulls: nulls)
    case .handles(let cells, let pool):
      return Vector(.handles(gatheredCells(cells, positions), pool), nulls: nulls)
    }
  }

  /// The values at the positions, NULL where a position is -1.
  package func gatheredPadding(_ positions: [Int32]) -> Vector {
    guard let padding = positions.paddingBytes else { return gathered(positions) }
    if count == 0 { return .allNull(positions.count, of: storageClass) }
    var vector = gathered(mapped(positions) { Swift.max($0, 0) })
    vector.nulls = mergedNulls(vector.nulls, padding)
    return vector
  }

  /// The values of a part.
  package func slice(_ range: Range<Int>) -> Vector {
    if range == 0..<count { return self }
    let nulls = self.nulls.map { Array($0[range]) }
    switch cells {
    case .integers(let cells): return Vector(.integers(Array(cells[range])), nulls: nulls)
    case .reals(let cells): return Vector(.reals(Array(cells[range])), nulls: nulls)
    case .strings(let cells): return Vector(.strings(Array(cells[range])), nulls: nulls)
    case .handles(let cells, let pool):
      return Vector(.handles(Array(cells[range]), pool), nulls: nulls)
    }
  }

  /// The text at a position that is not NULL.
  @inline(__always)
  package func text(at position: Int) -> String {
    switch cells {
    case .strings(let cells): cells[position]
    case .handles(let cells, let pool): pool[cells[position]]
    case .integers, .reals: preconditionFailure("a number was read as text")
    }
  }

  /// The same text as strings of its own instead of handles.
  package var withOwnStrings: Vector {
    guard case .handles(let handles, let pool) = cells else { return self }
    if let nulls {
      let strings = zip(handles, nulls).map { $1 == 0 ? pool[$0] : "" }
      return Vector(.strings(strings), nulls: nulls)
    }
    return Vector(.strings(handles.map { pool[$0] }))
  }

  /// Integers as reals, exact or rounded to nearest; reals as they are.
  package var asReals: Vector {
    guard case .integers(let cells) = cells else { return self }
    return Vector(.reals(mapped(cells) { Double($0) }), nulls: nulls)
  }
}
