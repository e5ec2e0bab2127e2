// SPDX-License-Identifier: Apache-2.0

/// The best few codes seen so far, and so the worst code that still counts.
///
/// A binary heap with the worst of them on top.
///
/// - Complexity: O(log *n*) for a code that gets in, O(1) for one that does not; 8 bytes each.
package struct TopThreshold: Sendable {
  private var heap: [UInt64] = []
  private let capacity: Int
  private let isDescending: Bool

  /// - `capacity`: how many of the best count, at least one.
  package init(capacity: Int, isDescending: Bool) {
    self.capacity = capacity
    self.isDescending = isDescending
  }

  /// Takes in the values of rows that may be among the best.
  ///
  /// None is NULL.
  ///
  /// - Returns: False for text, which has no codes.
  package mutating func add(_ vector: Vector) -> Bool {
    switch vector.cells {
    case .integers(let cells): for cell in cells { add(SortCodes.ordered(cell)) }
    case .reals(let cells): for cell in cells { add(SortCodes.ordered(cell)) }
    case .strings, .handles: return false
    }
    return true
  }

  /// The test that a value must pass to be among the best; nil while any may be.
  ///
  /// - `isStrict`: whether a tie with the worst does not get in.
  package func test(isReal: Bool, isStrict: Bool) -> ColumnTest? {
    guard heap.count == capacity, let top = heap.first else { return nil }
    let code = isDescending ? ~top : top
    let relation: Relation =
      isDescending ? (isStrict ? .greater : .greaterOrEqual) : (isStrict ? .less : .lessOrEqual)
    if isReal { return .reals(RealRange(relation, SortCodes.real(ordered: code))) }
    return .integers(IntegerRange(relation, Int64(bitPattern: code ^ (1 << 63))))
  }

  @inline(__always)
  private mutating func add(_ ordered: UInt64) {
    let code = isDescending ? ~ordered : ordered
    if heap.count < capacity {
      heap.append(code)
      siftUp(heap.count - 1)
    } else if code < heap[0] {
      heap[0] = code
      siftDown()
    }
  }

  private mutating func siftUp(_ start: Int) {
    var child = start
    while child > 0, heap[(child - 1) / 2] < heap[child] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func siftDown() {
    var parent = 0
    while true {
      var child = 2 * parent + 1
      if child >= heap.count { return }
      if child + 1 < heap.count, heap[child + 1] > heap[child] { child += 1 }
      if heap[parent] >= heap[child] { return }
      heap.swapAt(parent, child)
      parent = child
    }
  }
}
