// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// One model at a time, and models that are handed over instead of copied. Unsafe for the same reason as
/// ``FieldStrips``.
extension ModelLayout {
  /// The model of one row.
  package func model(of row: RowID, in reader: TableReader) throws(KindredError) -> T {
    guard isProven else { return try models(of: [row], in: reader)[0] }
    var isComplete = true
    let model = unsafe withUnsafeTemporaryAllocation(
      byteCount: MemoryLayout<T>.size,
      alignment: MemoryLayout<T>.alignment
    ) { place in
      guard let base = place.baseAddress else { preconditionFailure("a model has no memory") }
      isComplete = unsafe withUnsafePointer(to: row) { row in
        unsafe strips.write(UnsafeBufferPointer(start: row, count: 1), of: reader.columns, to: base)
      }
      return unsafe base.assumingMemoryBound(to: T.self).move()
    }
    return isComplete ? model : try models(of: [row], in: reader)[0]
  }

  /// Makes the models of rows a block at a time.
  ///
  /// The body gets the rows of a block and their models, and must move every one of them out.
  @safe
  package func withModels(
    of rows: [RowID],
    in reader: TableReader,
    _ body: ([RowID], UnsafeMutablePointer<T>) -> Void
  ) throws(KindredError) {
    let size = min(FieldStrips.blockSize, rows.count)
    guard size > 0 else { return }
    let scratch = UnsafeMutableBufferPointer<T>.allocate(capacity: size)
    defer { unsafe scratch.deallocate() }
    guard let base = scratch.baseAddress else { return }
    for start in stride(from: 0, to: rows.count, by: size) {
      let block = Array(rows[start..<min(start + size, rows.count)])
      if isProven {
        let isComplete = unsafe block.withUnsafeBufferPointer {
          strips.write($0, of: reader.columns, to: base)
        }
        if isComplete {
          unsafe body(block, base)
          continue
        }
        unsafe base.deinitialize(count: block.count)
      }
      // One initialiser call per row; it also finds the cell that is not a value, and says which.
      let models = try models(of: block, in: reader)
      for (position, model) in models.enumerated() {
        unsafe (base + position).initialize(to: model)
      }
      unsafe body(block, base)
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
    let isStored = unsafe withUnsafeMutablePointer(to: &model) {
      strips.store(value, column, of: $0)
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
