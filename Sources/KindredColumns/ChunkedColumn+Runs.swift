// SPDX-License-Identifier: Apache-2.0

/// Changes of short runs of cells that lie in one chunk: the nodes of trees.
extension ChunkedColumn {
  /// Puts a cell at an offset of a run and moves the `count - offset` cells from there on up by one.
  ///
  /// The run begins at `start` and has room for the cell.
  package func insert(_ cell: Cell, at offset: Int, ofRun start: Int, count: Int, epoch: Epoch) {
    unsafe withRun(start, count: count + 1, epoch: epoch) { run in
      var index = count
      while index > offset {
        unsafe run[index] = run[index - 1]
        index -= 1
      }
      unsafe run[offset] = cell
    }
  }

  /// Takes the cell at an offset out of a run of `count` cells and moves those after it down.
  package func remove(at offset: Int, ofRun start: Int, count: Int, epoch: Epoch) {
    unsafe withRun(start, count: count, epoch: epoch) { run in
      var index = offset
      while index + 1 < count {
        unsafe run[index] = run[index + 1]
        index += 1
      }
    }
  }

  /// Stores cells from a position on.
  package func replace(from start: Int, with cells: ArraySlice<Cell>, epoch: Epoch) {
    guard !cells.isEmpty else { return }
    unsafe withRun(start, count: cells.count, epoch: epoch) { run in
      for (index, cell) in cells.enumerated() { unsafe run[index] = cell }
    }
  }

  /// The cells of a run.
  package func run(_ start: Int, count: Int) -> ArraySlice<Cell> {
    guard count > 0 else { return [] }
    precondition(start >> 11 == (start + count - 1) >> 11, "a run crosses a chunk")
    let cells = unsafe directory[start >> 11] + (start & 2047)
    return unsafe Array(UnsafeBufferPointer(start: cells, count: count))[...]
  }

  private func withRun(
    _ start: Int,
    count: Int,
    epoch: Epoch,
    _ body: (UnsafeMutablePointer<Cell>) -> Void
  ) {
    let chunk = start >> 11
    precondition(chunk == (start + count - 1) >> 11, "a run crosses a chunk")
    if unsafe owners[chunk] != epoch { own(chunk, epoch: epoch) }
    unsafe body(directory[chunk] + (start & 2047))
  }
}
