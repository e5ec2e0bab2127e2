// SPDX-License-Identifier: Apache-2.0

/// The owner of one run of cells.
///
/// Shared by reference between snapshots; never resized.
@safe
final class Chunk<Cell: BitwiseCopyable> {
  let cells: UnsafeMutablePointer<Cell>
  let capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
    unsafe cells = .allocate(capacity: capacity)
  }

  deinit { unsafe cells.deallocate() }
}

/// The owners of 64 neighbouring chunks: what a writer copies instead of one long list of owners.
final class ChunkSegment<Cell: BitwiseCopyable> {
  var epoch: Epoch
  var chunks: [Chunk<Cell>]

  init(epoch: Epoch, chunks: [Chunk<Cell>]) {
    self.epoch = epoch
    self.chunks = chunks
  }
}
