// SPDX-License-Identifier: Apache-2.0

package import KindredColumns
package import KindredSchema

/// Between the rows of a table and models: every way in and out.
extension ModelLayout {
  private var strips: FieldStrips<T> { FieldStrips(fields, offsets) }

  /// The models of the rows, in their order.
  ///
  /// All rows are live.
  ///
  /// - Throws: `type` where a cell is not a value of its property's type: an enum's unknown raw value.
  package func models(
    of rows: [RowID],
    in columns: [Column]
  ) throws(KindredError) -> [T] {
    guard isProven else { return try initialised(rows, columns) }
    let (strips, size) = (strips, FieldStrips<T>.blockSize)
    var firstBad = rows.count
    let models = unsafe [T](unsafeUninitializedCapacity: rows.count) { buffer, initialized in
      for start in stride(from: 0, to: rows.count, by: size) {
        let block = RowVector.ids(Array(rows[start..<Swift.min(start + size, rows.count)]))
        let vectors = columns.map { $0.values(at: block, isPadded: false) }
        if !strips.write(vectors, to: buffer, from: start) { firstBad = Swift.min(firstBad, start) }
      }
      initialized = rows.count
    }
    if firstBad < rows.count { _ = try initialised(Array(rows[firstBad...]), columns) }
    return models
  }

  /// One vector per column.
  package func vectors(of models: [T]) -> [Vector] {
    guard !isProven else { return strips.gather(models) }
    let rows = models.map(cells)
    return fields.indices.map { column in
      Vector(rows.map { $0[column] }, as: fields[column].form.type.storageClass)
    }
  }

  /// All cells of a model.
  package func cells(_ model: T) -> [Value] {
    guard !isProven else { return fields.indices.map { strips.cell($0, of: model) } }
    return zip(fields, Mirror(reflecting: model).children).map { field, child in
      field.cell(of: child.value) ?? field.sample(false)
    }
  }

  /// One cell of a model.
  package func cell(_ column: Int, of model: T) -> Value {
    isProven ? strips.cell(column, of: model) : cells(model)[column]
  }

  private func initialised(_ rows: [RowID], _ columns: [Column]) throws(KindredError) -> [T] {
    var models: [T] = []
    for row in rows {
      do {
        models.append(try make(columns.map { $0.value(Int(row)) }))
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
