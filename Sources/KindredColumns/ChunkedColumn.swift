// SPDX-License-Identifier: Apache-2.0

/// The number of cells in a full chunk, and so of rows in a full batch.
package let chunkCapacity = 2048

/// An array of bitwise-copyable cells in chunks of 2048 that copies share until one of them writes.
///
/// Reads go through a flat directory of chunk pointers. A write compares the chunk's owner epoch with
/// the writer's: equal, and the cell is stored in place; else the chunk is copied first, unless no
/// other copy shares it. Indexes, link columns and bitmaps are all held in this form, so a fork covers
/// them without further thought.
///
/// The first chunk of a short column grows by doubling, from 16 cells.
///
/// - Complexity: Reading and writing a cell O(1); the first write to a shared chunk copies it;
///   `shared()` copies 16 bytes per chunk and one reference per 64.
@safe
package final class ChunkedColumn<Cell: BitwiseCopyable & Sendable>: @unchecked Sendable {
  @usableFromInline @exclusivity(unchecked)
  package private(set) var directory: UnsafeMutablePointer<UnsafeMutablePointer<Cell>>
  @usableFromInline @exclusivity(unchecked)
  private(set) var owners: UnsafeMutablePointer<Epoch>
  @exclusivity(unchecked)
  private var segments: [ChunkSegment<Cell>]
  private var directoryCapacity: Int
  private var chunkCount: Int
  /// Cells that fit without another chunk.
  @usableFromInline @exclusivity(unchecked)
  private(set) var capacity: Int
  @usableFromInline @exclusivity(unchecked)
  private(set) var cellCount: Int

  package init() {
    unsafe directory = .allocate(capacity: 1)
    unsafe owners = .allocate(capacity: 1)
    unsafe segments = []
    directoryCapacity = 1
    chunkCount = 0
    unsafe capacity = 0
    unsafe cellCount = 0
  }

  private init(sharing other: ChunkedColumn) {
    unsafe directory = .allocate(capacity: other.directoryCapacity)
    unsafe owners = .allocate(capacity: other.directoryCapacity)
    unsafe directory.update(from: other.directory, count: other.chunkCount)
    unsafe owners.update(from: other.owners, count: other.chunkCount)
    unsafe segments = other.segments
    directoryCapacity = other.directoryCapacity
    chunkCount = other.chunkCount
    unsafe capacity = other.capacity
    unsafe cellCount = other.cellCount
  }

  deinit {
    unsafe directory.deallocate()
    unsafe owners.deallocate()
  }

  /// A column with the same cells that shares all chunks.
  package func shared() -> ChunkedColumn { ChunkedColumn(sharing: self) }
}

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
    if unsafe owners[chunk] != epoch { own(chunk, epoch: epoch) }
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
      if unsafe owners[chunk] != epoch { own(chunk, epoch: epoch) }
      let run = unsafe min(added - done, min(capacity, (chunk + 1) << 11) - position)
      unsafe fill(
        UnsafeMutableBufferPointer(start: directory[chunk] + (position & 2047), count: run),
        done
      )
      advance(by: run)
      done += run
    }
  }

  @usableFromInline
  package func advance(by cells: Int = 1) { unsafe cellCount &+= cells }

  /// Forgets the cells from a position on.
  package func truncate(to newCount: Int) { unsafe cellCount = min(cellCount, newCount) }

  /// Makes the chunk the writer's own: copies it unless this column alone holds it.
  @usableFromInline
  package func own(_ chunk: Int, epoch: Epoch) {
    let slot = chunk & 63
    let segment = ownSegment(chunk >> 6, epoch: epoch)
    if isKnownUniquelyReferenced(&segment.chunks[slot]) {
      ReadFence.acquire()
    } else {
      let shared = segment.chunks[slot]
      let copy = Chunk<Cell>(capacity: shared.capacity)
      let used = max(0, min(count - chunk << 11, shared.capacity))
      unsafe copy.cells.update(from: shared.cells, count: used)
      segment.chunks[slot] = copy
      unsafe directory[chunk] = copy.cells
    }
    unsafe owners[chunk] = epoch
  }

  private func ownSegment(_ index: Int, epoch: Epoch) -> ChunkSegment<Cell> {
    if unsafe segments[index].epoch != epoch {
      if unsafe isKnownUniquelyReferenced(&segments[index]) {
        unsafe segments[index].epoch = epoch
      } else {
        unsafe segments[index] = ChunkSegment(epoch: epoch, chunks: segments[index].chunks)
      }
    }
    return unsafe segments[index]
  }

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
    let segment = ownSegment(0, epoch: epoch)
    let larger = unsafe Chunk<Cell>(capacity: capacity * 2)
    unsafe larger.cells.update(from: segment.chunks[0].cells, count: count)
    segment.chunks[0] = larger
    unsafe directory[0] = larger.cells
    unsafe owners[0] = epoch
    unsafe capacity = larger.capacity
  }

  private func addChunk(capacity added: Int, epoch: Epoch) {
    if chunkCount == directoryCapacity { growDirectory() }
    let chunk = Chunk<Cell>(capacity: added)
    if chunkCount & 63 == 0 {
      unsafe segments.append(ChunkSegment(epoch: epoch, chunks: []))
    }
    ownSegment(chunkCount >> 6, epoch: epoch).chunks.append(chunk)
    unsafe directory[chunkCount] = chunk.cells
    unsafe owners[chunkCount] = epoch
    chunkCount += 1
    unsafe capacity = chunkCount == 1 ? added : chunkCount << 11
  }

  private func growDirectory() {
    let newCapacity = directoryCapacity * 2
    let newDirectory = UnsafeMutablePointer<UnsafeMutablePointer<Cell>>.allocate(
      capacity: newCapacity
    )
    let newOwners = UnsafeMutablePointer<Epoch>.allocate(capacity: newCapacity)
    unsafe newDirectory.update(from: directory, count: chunkCount)
    unsafe newOwners.update(from: owners, count: chunkCount)
    unsafe directory.deallocate()
    unsafe owners.deallocate()
    unsafe directory = newDirectory
    unsafe owners = newOwners
    directoryCapacity = newCapacity
  }
}
