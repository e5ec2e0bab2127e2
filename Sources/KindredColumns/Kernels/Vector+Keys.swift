// SPDX-License-Identifier: Apache-2.0

extension Vector {
  /// Combines each row's hash with that of its value here; equal values have equal hashes.
  func combineHashes(into hashes: inout [UInt64]) {
    switch cells {
    case .integers(let cells):
      for index in hashes.indices {
        hashes[index] = Hash.combine(hashes[index], Hash.integer(cells[index]))
      }
    case .reals(let cells):
      for index in hashes.indices {
        hashes[index] = Hash.combine(hashes[index], Hash.real(cells[index]))
      }
    case .strings(let cells):
      for index in hashes.indices {
        hashes[index] = Hash.combine(hashes[index], Hash.text(cells[index]))
      }
    case .handles(let cells, let pool):
      for index in hashes.indices where !isNull(at: index) {
        hashes[index] = Hash.combine(hashes[index], Hash.text(pool[cells[index]]))
      }
    }
    guard let nulls else { return }
    // Whatever the cell of a NULL holds, its hash must be one and the same.
    for index in hashes.indices where nulls[index] != 0 { hashes[index] = 0x6E75_6C6C }
  }

  /// Whether two values are equal; NULL equals NULL.
  func equals(_ position: Int, _ other: Vector, _ otherPosition: Int) -> Bool {
    let isNull = isNull(at: position)
    let otherIsNull = other.isNull(at: otherPosition)
    if isNull || otherIsNull { return isNull && otherIsNull }
    switch (cells, other.cells) {
    case (.integers(let left), .integers(let right)):
      return left[position] == right[otherPosition]
    case (.reals(let left), .reals(let right)): return left[position] == right[otherPosition]
    case (.integers(let left), .reals(let right)):
      return compareExactly(left[position], right[otherPosition]) == 0
    case (.reals(let left), .integers(let right)):
      return compareExactly(right[otherPosition], left[position]) == 0
    case (.handles(let left, let pool), .handles(let right, let otherPool)):
      return TextOrder.compare(left[position], pool, right[otherPosition], otherPool) == 0
    case (.strings, .strings), (.strings, .handles), (.handles, .strings):
      return Text.equal(text(at: position), other.text(at: otherPosition))
    case (.integers, _), (.reals, _), (.strings, _), (.handles, _): return false
    }
  }
}
