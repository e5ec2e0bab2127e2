// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The owner of one run of cells.
///
/// Shared by reference between snapshots; never resized.
///
/// A chunk that is shared may still be appended to: a free slot belongs to whoever *claims* it, and none
/// of the others looks past the cells that it knows of. For that the chunk is *sealed* when it is first
/// shared: it remembers how many slots are in use.
@safe
final class Chunk<Cell: BitwiseCopyable> {
  let cells: UnsafeMutablePointer<Cell>
  let capacity: Int
  /// Slots in use by whoever shares the chunk; `unsealed` while it has one owner.
  private let claimed = Atomic<Int>(Chunk.unsealed)

  private static var unsealed: Int { -1 }

  init(capacity: Int) {
    self.capacity = capacity
    unsafe cells = .allocate(capacity: capacity)
  }

  deinit { unsafe cells.deallocate() }

  /// Notes how many slots are in use, unless another who shares the chunk has done so.
  func seal(at count: Int) {
    _ = claimed.compareExchange(
      expected: Self.unsealed,
      desired: count,
      ordering: .acquiringAndReleasing
    )
  }

  /// Says that the chunk has one owner again.
  func unseal() { claimed.store(Self.unsealed, ordering: .relaxed) }

  /// Takes slots for one of those who share the chunk, if the next free one is the one expected.
  func claim(_ slots: Int, from slot: Int) -> Bool {
    claimed.compareExchange(
      expected: slot,
      desired: slot + slots,
      ordering: .acquiringAndReleasing
    ).exchanged
  }
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

/// Where the chunks of a column are, and whose: flat, for reading.
///
/// Copied before the first change to it while it is shared.
@safe
final class ChunkDirectory<Cell: BitwiseCopyable> {
  let cells: UnsafeMutablePointer<UnsafeMutablePointer<Cell>>
  let owners: UnsafeMutablePointer<Epoch>
  let capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
    unsafe cells = .allocate(capacity: capacity)
    unsafe owners = .allocate(capacity: capacity)
  }

  /// A copy of the first entries.
  convenience init(_ other: ChunkDirectory, count: Int, capacity: Int) {
    self.init(capacity: capacity)
    unsafe cells.update(from: other.cells, count: count)
    unsafe owners.update(from: other.owners, count: count)
  }

  deinit {
    unsafe cells.deallocate()
    unsafe owners.deallocate()
  }
}
