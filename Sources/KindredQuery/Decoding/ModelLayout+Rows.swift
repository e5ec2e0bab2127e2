// SPDX-License-Identifier: Apache-2.0

package import KindredColumns
package import KindredSchema

/// Between the rows of a table and models: every way in and out.
extension ModelLayout {
  /// The models of the rows, in their order.
  ///
  /// All rows are live.
  ///
  /// - Throws: `type` where a cell is not a value of its property's type: an enum's unknown raw value.
  package func models(
    of rows: [RowID],
    in reader: TableReader
  ) throws(KindredError) -> [T] {
    guard isProven else { return try initialised(rows, reader) }
    var firstBad = rows.count
    let models = unsafe [T](unsafeUninitializedCapacity: rows.count) { buffer, initialized in
      guard let base = buffer.baseAddress else { return }
      forEachBlock(rows) { start, block in
        if unsafe !strips.write(block, of: reader.columns, to: base + start) {
          firstBad = min(firstBad, start)
        }
      }
      initialized = rows.count
    }
    if firstBad < rows.count { _ = try initialised(Array(rows[firstBad...]), reader) }
    return models
  }

  /// One vector per column.
  package func vectors(of models: [T]) -> [Vector] {
    guard !isProven else { return unsafe models.withUnsafeBytes { strips.gather($0) } }
    let rows = models.map(cells)
    return fields.indices.map { column in
      Vector(rows.map { $0[column] }, as: fields[column].form.type.storageClass)
    }
  }

  /// All cells of a model.
  package func cells(_ model: T) -> [Value] {
    guard !isProven else { return fields.indices.map { cell($0, ofProven: model) } }
    return zip(fields, Mirror(reflecting: model).children).map { field, child in
      field.cell(of: child.value) ?? field.sample(false)
    }
  }

  /// One cell of a model.
  package func cell(_ column: Int, of model: T) -> Value {
    isProven ? cell(column, ofProven: model) : cells(model)[column]
  }

  private func cell(_ column: Int, ofProven model: T) -> Value {
    unsafe withUnsafePointer(to: model) { strips.cell(column, of: $0) }
  }

  /// Hands out the rows in blocks, with where each starts.
  @safe
  func forEachBlock(_ rows: [RowID], _ body: (Int, UnsafeBufferPointer<RowID>) -> Void) {
    let size = FieldStrips.blockSize
    unsafe rows.withUnsafeBufferPointer { rows in
      for start in stride(from: 0, to: rows.count, by: size) {
        unsafe body(
          start,
          UnsafeBufferPointer(rebasing: rows[start..<min(start + size, rows.count)])
        )
      }
    }
  }

  private func initialised(_ rows: [RowID], _ reader: TableReader) throws(KindredError) -> [T] {
    var models: [T] = []
    for row in rows {
      do {
        models.append(try make(reader.columns.map { $0.value(Int(row)) }))
      } catch {
        throw (error as? KindredError).map { problem in
          var problem = problem
          problem.table = name
          return problem
        } ?? KindredError(.type, "\(error)", table: name)
      }
    }
    return models
  }
}
