// SPDX-License-Identifier: Apache-2.0

package import KindredColumns
package import KindredSchema

/// One model at a time, and models that are handed over instead of copied. Unsafe for the same reason as
/// ``FieldStrips``.
extension ModelLayout {
  /// The model of one row.
  package func model(of row: RowID, in columns: [Column]) throws(KindredError) -> T {
    guard isProven else { return try models(of: [row], in: columns)[0] }
    let place = UnsafeMutablePointer<T>.allocate(capacity: 1)
    defer { unsafe place.deallocate() }
    let base = UnsafeMutableRawPointer(place)
    var isComplete = true
    for index in columns.indices {
      let field = unsafe base + offsets[index]
      if !StandardField.fill(layouts[index], columns[index], Int(row), at: field),
        !fields[index].fill(columns[index], Int(row), at: field)
      {
        isComplete = false
      }
    }
    let model = unsafe place.move()
    return isComplete ? model : try models(of: [row], in: columns)[0]
  }

  /// Hands over the models of the rows, in their order.
  package func forEachModel(
    of rows: [RowID],
    in columns: [Column],
    _ body: (RowID, consuming T) -> Void
  ) throws(KindredError) {
    guard isProven else {
      for (row, model) in zip(rows, try models(of: rows, in: columns)) { body(row, model) }
      return
    }
    let size = FieldStrips<T>.blockSize
    let strips = FieldStrips<T>(fields, offsets)
    let scratch = UnsafeMutableBufferPointer<T>.allocate(capacity: min(size, max(rows.count, 1)))
    defer { unsafe scratch.deallocate() }
    for start in stride(from: 0, to: rows.count, by: size) {
      let block = Array(rows[start..<min(start + size, rows.count)])
      let vectors = columns.map { $0.values(at: .ids(block), isPadded: false) }
      guard strips.write(vectors, to: scratch, from: 0) else {
        unsafe scratch.extracting(0..<block.count).deinitialize()
        // Finds the cell that is not a value, and says which.
        for (row, model) in zip(block, try models(of: block, in: columns)) { body(row, model) }
        continue
      }
      for (position, row) in block.enumerated() {
        body(row, unsafe scratch.moveElement(from: position))
      }
    }
  }

  /// Replaces one column of a model.
  package func set(_ column: Int, to value: Value, in model: inout T) throws(KindredError) {
    guard isProven else {
      var cells = cells(model)
      cells[column] = value
      guard let changed = try? make(cells) else { throw mismatch(column, value) }
      model = changed
      return
    }
    let isStored = unsafe withUnsafeMutableBytes(of: &model) { bytes in
      guard let base = bytes.baseAddress else { return false }
      return fields[column].store(value, at: unsafe base + offsets[column])
    }
    if !isStored { throw mismatch(column, value) }
  }

  private func mismatch(_ column: Int, _ value: Value) -> KindredError {
    KindredError(
      .type,
      "\(value) is not a value of the type \(fields[column].typeName)",
      table: name,
      columns: [columnNames[column]]
    )
  }
}
