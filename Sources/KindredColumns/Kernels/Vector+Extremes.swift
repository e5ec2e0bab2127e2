// SPDX-License-Identifier: Apache-2.0

extension Vector {
  /// The one of two values that stands in the relation to the other, row by row: `less` gives the
  /// smaller.
  ///
  /// NULL where either is. Both are of one class.
  package func extreme(_ relation: Relation, _ other: Vector) -> Vector {
    let takesOther = mapped(other.compared(relation, self)) { byte($0 == Truth.yes) }
    let nulls = mergedNulls(nulls, other.nulls)
    switch (cells, other.cells) {
    case (.integers(let left), .integers(let right)):
      return Vector(.integers(Self.merged(left, right, takesOther)), nulls: nulls)
    case (.reals(let left), .reals(let right)):
      return Vector(.reals(Self.merged(left, right, takesOther)), nulls: nulls)
    case (.integers, .reals), (.reals, .integers):
      return asReals.extreme(relation, other.asReals)
    case (.strings, _), (.handles, _), (_, .strings), (_, .handles):
      let strings = (0..<count).map { index in
        if nulls?[index] ?? 0 != 0 { return "" }
        return takesOther[index] != 0 ? other.text(at: index) : text(at: index)
      }
      return Vector(.strings(strings), nulls: nulls)
    }
  }

  @inline(__always)
  private static func merged<Cell>(_ left: [Cell], _ right: [Cell], _ takesRight: [UInt8])
    -> [Cell]
  {
    left.indices.map { takesRight[$0] != 0 ? right[$0] : left[$0] }
  }
}
