// SPDX-License-Identifier: Apache-2.0

/// The number of cells in a full chunk, and so of rows in a full batch.
package let chunkCapacity = 2048

/// An array of bitwise-copyable cells in chunks of 2048 that copies share until one of them writes.
///
/// Reads go through a flat directory of chunk pointers. A write compares the chunk's owner epoch with
/// the writer's: equal, and the cell is stored in place; else the chunk is copied first, unless no
/// other copy shares it. Appending to a shared chunk copies nothing as long as no other copy has appended
/// to it. Indexes, link columns and bitmaps are all held in this form, so a fork covers them without
/// further thought.
///
/// The first chunk of a short column grows by doubling, from 16 cells.
///
/// - Complexity: Reading, writing and appending a cell O(1); the first write to a shared chunk copies it,
///   and the first of all copies 16 bytes per chunk; ``shared()`` O(1).
@safe @usableFromInline
package final class ChunkedColumn<Cell: BitwiseCopyable & Sendable>: @unchecked Sendable {
  /// The memory of `chunks`, at hand.
  @usableFromInline @exclusivity(unchecked)
  package private(set) var directory: UnsafeMutablePointer<UnsafeMutablePointer<Cell>>
  @usableFromInline @exclusivity(unchecked)
  private(set) var owners: UnsafeMutablePointer<Epoch>
  @exclusivity(unchecked)
  private var chunks: ChunkDirectory<Cell>
  /// The epoch in which the directory became this column's own.
  private var directoryEpoch: Epoch?
  @exclusivity(unchecked)
  private var segments: [ChunkSegment<Cell>]
  private var chunkCount: Int
  /// Whether the last chunk knows what others who share it have appended.
  ///
  /// A column that was truncated cannot tell, and copies the chunk before it appends.
  private var isTailClaimable = true
  /// Cells that fit without another chunk.
  @usableFromInline @exclusivity(unchecked)
  private(set) var capacity: Int
  @usableFromInline @exclusivity(unchecked)
  private(set) var cellCount: Int

  package init() {
    unsafe chunks = ChunkDirectory(capacity: 1)
    unsafe directory = chunks.cells
    unsafe owners = chunks.owners
    unsafe segments = []
    chunkCount = 0
    unsafe capacity = 0
    unsafe cellCount = 0
  }

  private init(sharing other: ChunkedColumn) {
    unsafe chunks = other.chunks
    unsafe directory = other.directory
    unsafe owners = other.owners
    unsafe segments = other.segments
    chunkCount = other.chunkCount
    isTailClaimable = other.isTailClaimable
    unsafe capacity = other.capacity
    unsafe cellCount = other.cellCount
    if isTailClaimable, let last = lastChunk { last.seal(at: usedInLastChunk) }
  }

  /// A column with the same cells that shares all chunks.
  ///
  /// From now on either side must write with an epoch that it did not have before.
  package func shared() -> ChunkedColumn { ChunkedColumn(sharing: self) }
}

// MARK: - Cells

extension ChunkedColumn {
  @inlinable
  package var count: Int {
    @inline(__always)
    get { unsafe cellCount }
  }

  /// The cell at a position below ``count``.
  @inlinable
  package subscript(position: Int) -> Cell {
    @inline(__always)
    get { unsafe directory[position >> 11][position & 2047] }
  }

  /// Stores a cell at a position below ``count``.
  @inlinable @inline(__always)
  package func set(_ position: Int, _ cell: Cell, epoch: Epoch) {
    let chunk = position >> 11
    if unsafe owners[chunk] != epoch { own(chunk, epoch: epoch) }
    unsafe directory[chunk][position & 2047] = cell
  }

  /// Adds a cell at the end.
  @inlinable @inline(__always)
  package func append(_ cell: Cell, epoch: Epoch) {
    let position = count
    if unsafe position == capacity { grow(epoch: epoch) }
    let chunk = position >> 11
    if unsafe owners[chunk] != epoch { ownTail(for: 1, epoch: epoch) }
    unsafe directory[chunk][position & 2047] = cell
    advance()
  }

  /// Adds the same cell a number of times.
  package func append(repeating cell: Cell, count repetitions: Int, epoch: Epoch) {
    unsafe extend(by: repetitions, epoch: epoch) { cells, _ in
      unsafe cells.update(repeating: cell)
    }
  }

  /// Adds cells at the end in runs that do not cross a chunk: `fill` receives each run's cells and
  /// where the run starts among the added ones, and initialises all of them.
  @inlinable
  package func extend(
    by added: Int,
    epoch: Epoch,
    fill: (UnsafeMutableBufferPointer<Cell>, Int) -> Void
  ) {
    var done = 0
    while done < added {
      let position = count
      if unsafe position == capacity { grow(epoch: epoch) }
      let chunk = position >> 11
      let run = unsafe min(added - done, min(capacity, (chunk + 1) << 11) - position)
      if unsafe owners[chunk] != epoch { ownTail(for: run, epoch: epoch) }
      unsafe fill(
        UnsafeMutableBufferPointer(start: directory[chunk] + (position & 2047), count: run),
        done
      )
      advance(by: run)
      done += run
    }
  }

  @inlinable @inline(__always)
  package func advance(by cells: Int = 1) { unsafe cellCount &+= cells }

  /// Forgets the cells from a position on, and the chunks that have no others.
  package func truncate(to newCount: Int) {
    guard newCount < count else { return }
    unsafe cellCount = newCount
    isTailClaimable = false
    let needed = max(1, (newCount + chunkCapacity - 1) >> 11)
    guard needed < chunkCount else { return }
    chunkCount = needed
    unsafe capacity = needed << 11
  }
}

// MARK: - Ownership

extension ChunkedColumn {
  private var lastChunk: Chunk<Cell>? {
    guard chunkCount > 0 else { return nil }
    return unsafe segments[(chunkCount - 1) >> 6].chunks[(chunkCount - 1) & 63]
  }

  private var usedInLastChunk: Int { count - (chunkCount - 1) << 11 }

  /// Makes the next cells of the last chunk the writer's own, by claiming them if possible.
  @usableFromInline
  package func ownTail(for added: Int, epoch: Epoch) {
    if isTailClaimable, let last = lastChunk, last.claim(added, from: usedInLastChunk) { return }
    own(chunkCount - 1, epoch: epoch)
  }

  /// Makes the chunk the writer's own: copies it unless this column alone holds it.
  @usableFromInline
  package func own(_ chunk: Int, epoch: Epoch) {
    ownDirectory(epoch: epoch)
    let slot = chunk & 63
    let segment = ownSegment(chunk >> 6, epoch: epoch)
    if isKnownUniquelyReferenced(&segment.chunks[slot]) {
      ReadFence.acquire()
      segment.chunks[slot].unseal()
    } else {
      let shared = segment.chunks[slot]
      let copy = Chunk<Cell>(capacity: shared.capacity)
      let used = max(0, min(count - chunk << 11, shared.capacity))
      unsafe copy.cells.update(from: shared.cells, count: used)
      segment.chunks[slot] = copy
      unsafe directory[chunk] = copy.cells
    }
    unsafe owners[chunk] = epoch
    if chunk == chunkCount - 1 { isTailClaimable = true }
  }

  private func ownDirectory(epoch: Epoch, capacity: Int = 0) {
    let isRoomy = unsafe chunks.capacity >= capacity
    if directoryEpoch == epoch, isRoomy { return }
    if isRoomy, unsafe isKnownUniquelyReferenced(&chunks) {
      ReadFence.acquire()
    } else {
      unsafe chunks = ChunkDirectory(
        chunks,
        count: chunkCount,
        capacity: max(capacity, chunks.capacity)
      )
      unsafe directory = chunks.cells
      unsafe owners = chunks.owners
    }
    directoryEpoch = epoch
  }

  private func ownSegment(_ index: Int, epoch: Epoch) -> ChunkSegment<Cell> {
    if unsafe segments[index].epoch != epoch {
      if unsafe isKnownUniquelyReferenced(&segments[index]) {
        ReadFence.acquire()
        unsafe segments[index].epoch = epoch
      } else {
        unsafe segments[index] = ChunkSegment(epoch: epoch, chunks: segments[index].chunks)
      }
    }
    return unsafe segments[index]
  }
}

// MARK: - Growth

extension ChunkedColumn {
  /// Makes room for at least one more cell.
  @usableFromInline
  package func grow(epoch: Epoch) {
    if chunkCount == 1, unsafe capacity < chunkCapacity {
      growFirstChunk(epoch: epoch)
    } else {
      addChunk(capacity: chunkCount == 0 ? 16 : chunkCapacity, epoch: epoch)
    }
  }

  private func growFirstChunk(epoch: Epoch) {
    ownDirectory(epoch: epoch)
    let segment = ownSegment(0, epoch: epoch)
    let larger = unsafe Chunk<Cell>(capacity: capacity * 2)
    unsafe larger.cells.update(from: segment.chunks[0].cells, count: count)
    segment.chunks[0] = larger
    unsafe directory[0] = larger.cells
    unsafe owners[0] = epoch
    isTailClaimable = true
    unsafe capacity = larger.capacity
  }

  private func addChunk(capacity added: Int, epoch: Epoch) {
    if unsafe chunkCount == chunks.capacity {
      ownDirectory(epoch: epoch, capacity: chunkCount * 2)
    } else {
      ownDirectory(epoch: epoch)
    }
    let chunk = Chunk<Cell>(capacity: added)
    let segment = segmentForNextChunk(epoch: epoch)
    // What is past the count is left from before a truncation.
    segment.chunks.removeSubrange((chunkCount & 63)...)
    segment.chunks.append(chunk)
    unsafe directory[chunkCount] = chunk.cells
    unsafe owners[chunkCount] = epoch
    chunkCount += 1
    isTailClaimable = true
    unsafe capacity = chunkCount == 1 ? added : chunkCount << 11
  }

  private func segmentForNextChunk(epoch: Epoch) -> ChunkSegment<Cell> {
    let index = chunkCount >> 6
    if unsafe index == segments.count {
      unsafe segments.append(ChunkSegment(epoch: epoch, chunks: []))
    }
    return ownSegment(index, epoch: epoch)
  }
}
