// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// The check, once per model and process, that the columns are what the initialiser takes and lie
/// where the layout rule puts them.
///
/// Each field has two sample values. Rows are made in which the *i*-th field has the second sample where
/// bit *k* of *i* + 1 is set, one row per *k*: no two fields agree in all rows. Every row is made by the
/// initialiser and read through a mirror (so the names are those of the initialiser's parameters), then
/// written through the offsets and read through a mirror, then read through the offsets.
struct LayoutProof<T: Entity> {
  let columnNames: [String]
  let isProven: Bool
  let faults: [String]

  init(
    name: String,
    fields: [any AnyField],
    places: FieldPlaces,
    make: ([Value]) throws -> T
  ) {
    if let column = fields.firstIndex(where: { !$0.hasSamples }) {
      columnNames = fields.indices.map { "column\($0)" }
      isProven = false
      faults = [
        "\(name): column \(column + 1) is of the type \(fields[column].typeName), which has no values: "
          + "give it cases, or columnSamples"
      ]
      return
    }
    let patterns = Self.patterns(count: fields.count)
    let rows = patterns.compactMap { pattern in
      try? make(zip(fields, pattern).map { $0.sample($1) })
    }
    let children = rows.first.map { Array(Mirror(reflecting: $0).children) } ?? []
    var names = children.map { $0.label ?? "" }
    var faults: [String] = []
    if rows.count != patterns.count || names.count != fields.count
      || MemoryLayout<T>.size != places.size
    {
      faults.append(
        "\(name): the initialiser takes \(fields.count) columns, but \(T.self) has "
          + "\(names.count) stored properties in \(MemoryLayout<T>.size) bytes (\(places.size) for "
          + "the columns): give Table the memberwise initialiser"
      )
      names += (names.count..<max(names.count, fields.count)).map { "column\($0)" }
    } else if !Self.mirrors(rows, fields, patterns) {
      faults.append(
        "\(name): the initialiser does not take the columns in the order in which \(T.self) declares "
          + "them: give Table the memberwise initialiser"
      )
    }
    columnNames = Array(names.prefix(fields.count))
    self.faults = faults
    isProven =
      faults.isEmpty && Self.canWriteByOffset(rows, fields, places, patterns)
  }

  private static func patterns(count: Int) -> [[Bool]] {
    var patterns: [[Bool]] = []
    var bit = 1
    repeat {
      patterns.append((1...max(count, 1)).map { $0 & bit != 0 })
      bit <<= 1
    } while bit <= count
    return patterns
  }

  private static func mirrors(
    _ rows: [T],
    _ fields: [any AnyField],
    _ patterns: [[Bool]]
  ) -> Bool {
    for (row, pattern) in zip(rows, patterns) {
      let children = Mirror(reflecting: row).children
      for (child, (field, isSecond)) in zip(children, zip(fields, pattern))
      where !field.isSample(child.value, isSecond) {
        return false
      }
    }
    return true
  }

  private static func canWriteByOffset(
    _ rows: [T],
    _ fields: [any AnyField],
    _ places: FieldPlaces,
    _ patterns: [[Bool]]
  ) -> Bool {
    let strips = FieldStrips(fields, places.offsets, stride: MemoryLayout<T>.stride)
    let vectors = unsafe rows.withUnsafeBytes { strips.gather($0) }
    for (index, field) in fields.enumerated() {
      for (row, pattern) in patterns.enumerated()
      where vectors[index].value(at: row) != field.sample(pattern[index]) {
        return false
      }
    }
    guard let written = models(of: vectors, count: rows.count, strips) else { return false }
    return mirrors(written, fields, patterns)
  }

  /// The models with these values, by way of columns; nil when a value is not one of its field's type.
  private static func models(of vectors: [Vector], count: Int, _ strips: FieldStrips) -> [T]? {
    let columns = vectors.map { vector in
      var column = Column(vector.storageClass)
      column.append(vector, part: 0..<count, epoch: .fresh())
      return column
    }
    let rows = (0..<count).map(RowID.init)
    var isComplete = true
    let models = unsafe [T](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let base = buffer.baseAddress else { return }
      let views = columns.map(ColumnView.init)
      isComplete = unsafe rows.withUnsafeBufferPointer { strips.write($0, of: views, to: base) }
      initialized = count
    }
    withExtendedLifetime(columns) {}
    return isComplete ? models : nil
  }
}
