// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// Writing cells into fields of any type. Unsafe, because the models are initialised field by field.
extension Field {
  @safe
  func fill(
    _ column: ColumnView,
    _ rows: UnsafeBufferPointer<RowID>,
    at base: UnsafeMutableRawPointer,
    stride: Int
  ) -> Bool {
    var field = unsafe base
    var isComplete = true
    var converted = ConvertedTexts<V>()
    for position in rows.indices {
      let row = unsafe Int(rows[position])
      let value: V? =
        if case .texts(let handles, let texts) = column.cells, column.nulls?[row] != true {
          converted.value(handles[row]) { texts[$0] }
        } else {
          V.columnValue(of: Cell(column.value(row)))
        }
      if value == nil { isComplete = false }
      unsafe field.initializeMemory(as: V.self, to: value ?? V.sample())
      unsafe field += stride
    }
    return isComplete
  }

  @safe
  func store(_ value: Value, at field: UnsafeMutableRawPointer) -> Bool {
    guard let value = V.columnValue(of: Cell(value)) else { return false }
    unsafe field.assumingMemoryBound(to: V.self).pointee = value
    return true
  }
}
