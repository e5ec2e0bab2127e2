// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// A vector put together out of parts that were computed for some of the rows each: what CASE and
/// COALESCE yield.
///
/// Rows that no part covers are NULL.
package struct ScatteredVector: Sendable {
  private var integers: [Int64] = []
  private var reals: [Double] = []
  private var strings: [String] = []
  private var nulls: [UInt8]
  private let storageClass: StorageClass

  package init(_ storageClass: StorageClass, count: Int) {
    self.storageClass = storageClass
    nulls = [UInt8](repeating: 1, count: count)
    switch storageClass {
    case .integer: integers = [Int64](repeating: 0, count: count)
    case .real: reals = [Double](repeating: 0, count: count)
    case .text: strings = [String](repeating: "", count: count)
    }
  }

  /// Places the part's values at the positions.
  ///
  /// An integer becomes a real where reals are wanted.
  package mutating func place(_ part: Vector, at positions: [Int32]) {
    let part = storageClass == .real ? part.asReals : part
    for (index, position) in positions.enumerated() {
      nulls[Int(position)] = part.isNull(at: index) ? 1 : 0
    }
    switch part.cells {
    case .integers(let cells):
      for (index, position) in positions.enumerated() { integers[Int(position)] = cells[index] }
    case .reals(let cells):
      for (index, position) in positions.enumerated() { reals[Int(position)] = cells[index] }
    case .strings, .handles:
      for (index, position) in positions.enumerated() where !part.isNull(at: index) {
        strings[Int(position)] = part.text(at: index)
      }
    }
  }

  package var vector: Vector {
    let nulls = normalizedNulls(nulls)
    return switch storageClass {
    case .integer: Vector(.integers(integers), nulls: nulls)
    case .real: Vector(.reals(reals), nulls: nulls)
    case .text: Vector(.strings(strings), nulls: nulls)
    }
  }
}
