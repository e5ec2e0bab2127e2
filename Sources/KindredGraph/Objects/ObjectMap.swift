// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Objects by row id, their type forgotten: an array in chunks, a look-up two loads.
///
/// Not generic on purpose. The floor's generic code is not specialised for the caller's models, and there
/// each use of a generic collection looks its type up at run time, which costs more than the look-up.
struct ObjectMap {
  private static var chunkSize: Int { 256 }
  private var chunks: ContiguousArray<ContiguousArray<AnyObject?>> = []

  subscript(row: RowID) -> AnyObject? {
    get {
      let chunk = Int(row) >> 8
      guard chunk < chunks.count, !chunks[chunk].isEmpty else { return nil }
      return chunks[chunk][Int(row) & 255]
    }
    set {
      let chunk = Int(row) >> 8
      while chunks.count <= chunk { chunks.append([]) }
      if chunks[chunk].isEmpty {
        chunks[chunk] = ContiguousArray(repeating: nil, count: Self.chunkSize)
      }
      chunks[chunk][Int(row) & 255] = newValue
    }
  }

  /// The rows without an object, each once, in their order; -1 is passed over.
  func missing(_ rows: [RowID]) -> [RowID] { rows.filter { $0 >= 0 && self[$0] == nil } }

  /// The objects of rows that all have one.
  func objects(of rows: [RowID]) -> [AnyObject] {
    rows.map { row in
      guard let object = self[row] else {
        preconditionFailure("an object was built but is not in the identity map")
      }
      return object
    }
  }

  /// Calls the body for every object.
  func forEach<Failure: Error>(_ body: (AnyObject) throws(Failure) -> Void) throws(Failure) {
    for chunk in chunks {
      for case let object? in chunk { try body(object) }
    }
  }
}
