// SPDX-License-Identifier: Apache-2.0

/// The children of every parent, as one array of child rows cut by offsets (CSR).
struct Adjacency {
  /// The children of parent row `p` are `children[offsets[p]..<offsets[p + 1]]`, ascending.
  private(set) var offsets: [Int32]
  private(set) var children: [Int32]

  /// Groups the child rows by `parentID`, where id 0 means no parent and id `p + 1` is row `p`.
  init(parentID: [Int32], parentCount: Int) {
    var next = [Int32](repeating: 0, count: parentCount + 2)
    // Row p counts at p + 2, so that filling moves the starts to where the offsets belong.
    for id in parentID where id != 0 { next[Int(id) + 1] += 1 }
    for row in 1..<next.count { next[row] += next[row - 1] }
    var children = [Int32](repeating: 0, count: Int(next[parentCount + 1]))
    for (child, id) in parentID.enumerated() where id != 0 {
      children[Int(next[Int(id)])] = Int32(truncatingIfNeeded: child)
      next[Int(id)] += 1
    }
    next.removeLast()
    offsets = next
    self.children = children
  }

  /// The positions in `children` of the children of `parent`.
  @inline(__always)
  func range(_ parent: Int) -> Range<Int> {
    Int(offsets[parent])..<Int(offsets[parent + 1])
  }

  /// The number of children of `parent`.
  @inline(__always)
  func count(_ parent: Int) -> Int {
    Int(offsets[parent + 1] &- offsets[parent])
  }
}
