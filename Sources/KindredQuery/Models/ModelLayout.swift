// SPDX-License-Identifier: Apache-2.0

import KindredSchema
import Synchronization

/// The columns of a model: their names, types and places in its memory.
///
/// Names come from a mirror of a row made of sample values. Places follow from Swift's layout rule for
/// structs; the total is compared with the type's size, and ``LayoutProof`` writes and reads every
/// field through them once. A model whose places cannot be proven is read and written through its
/// initialiser and a mirror: slower, never wrong.
package final class ModelLayout<T: Entity>: Sendable {
  package let name: String
  package let number: TableNumber
  package let columnNames: [String]
  let fields: [any AnyField]
  let strips: FieldStrips
  /// The column at each offset, -1 for none.
  private let columnAtOffset: [Int16]
  /// Whether the offsets were proven, so that memory may be written through them.
  let isProven: Bool
  let faults: [String]
  let site: Site
  let make: @Sendable ([Value]) throws -> T

  init(
    name: String,
    fields: [any AnyField],
    site: Site,
    make: @escaping @Sendable ([Value]) throws -> T
  ) {
    self.name = name
    self.fields = fields
    self.site = site
    self.make = make
    number = TableNumber.next(for: T.self)
    let places = FieldPlaces(fields)
    strips = FieldStrips(fields, places.offsets, stride: MemoryLayout<T>.stride)
    var columnAtOffset = [Int16](repeating: -1, count: max(MemoryLayout<T>.size, 1))
    for (index, offset) in places.offsets.enumerated() where offset < columnAtOffset.count {
      columnAtOffset[offset] = Int16(index)
    }
    self.columnAtOffset = columnAtOffset
    let proof = LayoutProof<T>(name: name, fields: fields, places: places, make: make)
    columnNames = proof.columnNames
    isProven = proof.isProven
    faults = proof.faults
  }

  /// The column that the key path leads to; nil when it is not a stored property with a column.
  ///
  /// - Complexity: O(1), some 30 nanoseconds.
  package func position(of keyPath: PartialKeyPath<T>) -> Int? {
    guard let offset = MemoryLayout<T>.offset(of: keyPath), columnAtOffset.indices.contains(offset)
    else { return nil }
    let column = Int(columnAtOffset[offset])
    return column < 0 ? nil : column
  }

  /// The columns of the key paths, or a fault for what is none.
  func positions(
    of keyPaths: [PartialKeyPath<T>],
    for use: String,
    _ faults: inout [String]
  ) -> [Int]? {
    let positions = keyPaths.compactMap(position)
    guard positions.count == keyPaths.count else {
      faults.append(
        "\(name).\(use) (\(site)) names a property that is not a stored property of \(T.self)"
      )
      return nil
    }
    return positions
  }

  func label(_ columns: [Int]) -> String {
    name + "." + columns.map { columnNames[$0] }.joined(separator: ", ")
  }
}

/// A number that each described table has to itself, in all databases of the process.
package struct TableNumber: Sendable, Hashable {
  package let index: Int

  private static let typeNames = Mutex<[String]>([])

  static func next<T>(for type: T.Type) -> TableNumber {
    typeNames.withLock { names in
      names.append("\(type)")
      return TableNumber(index: names.count - 1)
    }
  }

  /// The name of the model's type.
  package var typeName: String { Self.typeNames.withLock { $0[index] } }
}

/// Where Swift's layout rule for structs puts the fields: each at the next multiple of its alignment.
struct FieldPlaces {
  let offsets: [Int]
  let size: Int

  init(_ fields: [any AnyField]) {
    var offsets: [Int] = []
    var end = 0
    for field in fields {
      let offset = (end + field.alignment - 1) / field.alignment * field.alignment
      offsets.append(offset)
      end = offset + field.size
    }
    self.offsets = offsets
    size = end
  }
}
