// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Objects by row id, their type forgotten: memory in chunks, a look-up two loads.
///
/// Not generic on purpose. The floor's generic code is not specialised for the caller's models, and there
/// each use of a generic collection looks its type up at run time, which costs more than the look-up.
/// Plain memory on purpose: each use of an array of arrays checks for exclusive access and for unique
/// ownership, which costs more than the look-up too.
@safe
final class ObjectMap {
  private typealias Chunk = UnsafeMutablePointer<AnyObject?>

  private static var chunkSize: Int { 256 }
  @exclusivity(unchecked)
  private var chunks: UnsafeMutablePointer<Chunk?>
  @exclusivity(unchecked)
  private var capacity: Int

  init() {
    unsafe capacity = 0
    unsafe chunks = .allocate(capacity: 0)
  }

  deinit {
    for index in unsafe 0..<capacity {
      guard let chunk = unsafe chunks[index] else { continue }
      unsafe chunk.deinitialize(count: Self.chunkSize)
      unsafe chunk.deallocate()
    }
    unsafe chunks.deallocate()
  }

  subscript(row: RowID) -> AnyObject? {
    get {
      let chunk = Int(row) >> 8
      guard unsafe chunk < capacity, let cells = unsafe chunks[chunk] else { return nil }
      return unsafe cells[Int(row) & 255]
    }
    set {
      let chunk = Int(row) >> 8
      if unsafe chunk >= capacity { grow(toHold: chunk) }
      let cells = unsafe chunks[chunk] ?? newChunk(chunk)
      unsafe cells[Int(row) & 255] = newValue
    }
  }

  /// Whether the row has an object.
  func contains(_ row: RowID) -> Bool {
    let chunk = Int(row) >> 8
    guard unsafe chunk < capacity, let cells = unsafe chunks[chunk] else { return false }
    return unsafe cells[Int(row) & 255] != nil
  }

  /// The rows without an object; -1 is passed over.
  func missing(_ rows: [RowID]) -> [RowID] { rows.filter { $0 >= 0 && !contains($0) } }

  /// The objects of rows that all have one.
  func objects(of rows: [RowID]) -> ContiguousArray<AnyObject> {
    var objects: ContiguousArray<AnyObject> = []
    objects.reserveCapacity(rows.count)
    for row in rows {
      guard let object = self[row] else {
        preconditionFailure("an object was built but is not in the identity map")
      }
      objects.append(object)
    }
    return objects
  }

  /// Calls the body for every object.
  func forEach<Failure: Error>(_ body: (AnyObject) throws(Failure) -> Void) throws(Failure) {
    for index in unsafe 0..<capacity {
      guard let cells = unsafe chunks[index] else { continue }
      for place in 0..<Self.chunkSize {
        if let object = unsafe cells[place] { try body(object) }
      }
    }
  }
}

extension ObjectMap {
  private func grow(toHold chunk: Int) {
    let newCapacity = unsafe max(chunk + 1, capacity * 2)
    let grown = UnsafeMutablePointer<Chunk?>.allocate(capacity: newCapacity)
    unsafe grown.moveInitialize(from: chunks, count: capacity)
    unsafe (grown + capacity).initialize(repeating: nil, count: newCapacity - capacity)
    unsafe chunks.deallocate()
    unsafe chunks = grown
    unsafe capacity = newCapacity
  }

  private func newChunk(_ index: Int) -> Chunk {
    let chunk = Chunk.allocate(capacity: Self.chunkSize)
    unsafe chunk.initialize(repeating: nil, count: Self.chunkSize)
    unsafe chunks[index] = chunk
    return unsafe chunk
  }
}
