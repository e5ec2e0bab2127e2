// SPDX-License-Identifier: Apache-2.0

import Foundation
import KindredColumns
import KindredSchema

/// One field of one model. Unsafe, because the model is initialised field by field.
extension Field {
  @safe
  func fill(_ column: Column, _ row: Int, at field: UnsafeMutableRawPointer) -> Bool {
    switch (V.columnForm.layout, column.cells) {
    case (.integer, .integers(let cells)):
      unsafe field.initializeMemory(as: Int.self, to: Int(cells[row]))
    case (.real, .reals(let cells)):
      unsafe field.initializeMemory(as: Double.self, to: cells[row])
    case (.text, .texts(let handles, let pool)):
      unsafe field.initializeMemory(as: String.self, to: pool[handles[row]])
    case (.boolean, .integers(let cells)):
      unsafe field.initializeMemory(as: Bool.self, to: cells[row] != 0)
    case (.date, .integers(let cells)):
      unsafe field.initializeMemory(as: Date.self, to: Date(microseconds: cells[row]))
    case (.optionalInteger, .integers(let cells)):
      unsafe field.initializeMemory(
        as: Int?.self, to: column.isNull(row) ? nil : Int(cells[row]))
    case (.optionalText, .texts(let handles, let pool)):
      unsafe field.initializeMemory(
        as: String?.self, to: column.isNull(row) ? nil : pool[handles[row]])
    case (.optionalReal, .reals(let cells)):
      unsafe field.initializeMemory(as: Double?.self, to: column.isNull(row) ? nil : cells[row])
    case (.optionalDate, .integers(let cells)):
      unsafe field.initializeMemory(
        as: Date?.self, to: column.isNull(row) ? nil : Date(microseconds: cells[row]))
    case (.converted, _), (.optionalBoolean, _), (.integer, _), (.real, _), (.text, _),
      (.boolean, _), (.date, _), (.optionalInteger, _), (.optionalText, _), (.optionalReal, _),
      (.optionalDate, _):
      let value = V.columnValue(of: Cell(column.value(row)))
      unsafe field.initializeMemory(as: V.self, to: value ?? V.columnSamples.0)
      return value != nil
    }
    return true
  }

  @safe
  func store(_ value: Value, at field: UnsafeMutableRawPointer) -> Bool {
    guard let value = V.columnValue(of: Cell(value)) else { return false }
    unsafe field.assumingMemoryBound(to: V.self).pointee = value
    return true
  }
}
