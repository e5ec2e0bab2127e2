// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// A vector that grows batch by batch: what an operator that buffers keeps of a computed column.
///
/// The cells stand in one array per class, of which one is used, so that appending never copies them.
/// Text stays handles as long as all of it comes from one pool.
package struct VectorBuilder: Sendable {
  package let storageClass: StorageClass
  package private(set) var count = 0
  private var integers: [Int64] = []
  private var reals: [Double] = []
  private var strings: [String] = []
  private var handles: [Int32] = []
  private var pool: StringPool?
  /// As long as `count`, or empty while nothing is NULL.
  private var nulls: [UInt8] = []

  package init(_ storageClass: StorageClass) { self.storageClass = storageClass }

  /// What was appended so far.
  package var vector: Vector {
    let nulls = nulls.isEmpty ? nil : nulls
    switch storageClass {
    case .integer: return Vector(.integers(integers), nulls: nulls)
    case .real: return Vector(.reals(reals), nulls: nulls)
    case .text:
      if let pool { return Vector(.handles(handles, pool), nulls: nulls) }
      return Vector(.strings(strings), nulls: nulls)
    }
  }

  /// Adds the values of a vector of the same class at the end.
  package mutating func append(_ added: Vector) {
    switch added.cells {
    case .integers(let cells): integers.append(contentsOf: cells)
    case .reals(let cells): reals.append(contentsOf: cells)
    case .strings(let cells):
      useStrings()
      strings.append(contentsOf: cells)
    case .handles(let cells, let other):
      if count == 0 { pool = other }
      guard pool === other else {
        append(added.withOwnStrings)
        return
      }
      handles.append(contentsOf: cells)
    }
    appendNulls(added.nulls, count: added.count)
  }

  private mutating func appendNulls(_ added: [UInt8]?, count addedCount: Int) {
    if added != nil || !nulls.isEmpty {
      if nulls.isEmpty { nulls = [UInt8](repeating: 0, count: count) }
      if let added {
        nulls.append(contentsOf: added)
      } else {
        nulls.append(contentsOf: repeatElement(0, count: addedCount))
      }
    }
    count += addedCount
  }

  /// Gives up the pool.
  private mutating func useStrings() {
    guard pool != nil else { return }
    guard case .strings(let own) = vector.withOwnStrings.cells else { return }
    strings = own
    handles = []
    pool = nil
  }

  /// Forgets everything, but keeps the memory.
  package mutating func removeAll() {
    count = 0
    integers.removeAll(keepingCapacity: true)
    reals.removeAll(keepingCapacity: true)
    strings.removeAll(keepingCapacity: true)
    handles.removeAll(keepingCapacity: true)
    nulls.removeAll(keepingCapacity: true)
    pool = nil
  }
}
