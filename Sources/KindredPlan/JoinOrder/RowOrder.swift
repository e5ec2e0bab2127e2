// SPDX-License-Identifier: Apache-2.0

/// In which order the rows of a join come: by the rows of one relation, then by those of the next.
///
/// Relations by number, at most sixteen, four bits each.
struct RowOrder: Equatable {
  private(set) var count = 0
  private var digits: UInt64 = 0

  static let maximumCount = 16

  init() {}

  init(_ relation: Int) { append(relation) }

  subscript(position: Int) -> Int { Int(digits >> UInt64(4 * position) & 15) }

  mutating func append(_ relation: Int) {
    digits |= UInt64(relation) << UInt64(4 * count)
    count += 1
  }

  func followed(by other: RowOrder) -> RowOrder {
    guard count > 0 else { return other }
    guard other.count > 0 else { return self }
    var result = self
    result.digits |= other.digits << UInt64(4 * count)
    result.count += other.count
    return result
  }

  /// The same order without the relations of which those before leave but one row.
  ///
  /// - Parameters:
  ///   - dependent: Per relation, those of which a row of it determines the row.
  ///   - fixed: The relations that have one row at most.
  /// - Returns: The relations that are left, in turn.
  func reduced(_ dependent: [RelationSet], fixed: RelationSet) -> RowOrder {
    var result = RowOrder()
    var known = fixed
    for position in 0..<count {
      let relation = self[position]
      if known.contains(relation) { continue }
      result.append(relation)
      known.formUnion(dependent[relation])
    }
    return result
  }
}
