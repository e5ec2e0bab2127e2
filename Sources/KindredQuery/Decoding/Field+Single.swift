// SPDX-License-Identifier: Apache-2.0

import Foundation
import KindredColumns
import KindredSchema

/// One field of one model. Unsafe, because the model is initialised field by field.
extension Field {
  @safe
  func fill(_ column: Column, _ row: Int, at field: UnsafeMutableRawPointer) -> Bool {
    if StandardField.fill(V.columnForm.layout, column, row, at: field) { return true }
    let value = V.columnValue(of: Cell(column.value(row)))
    unsafe field.initializeMemory(as: V.self, to: value ?? V.sample())
    return value != nil
  }

  @safe
  func store(_ value: Value, at field: UnsafeMutableRawPointer) -> Bool {
    guard let value = V.columnValue(of: Cell(value)) else { return false }
    unsafe field.assumingMemoryBound(to: V.self).pointee = value
    return true
  }
}

/// The fields of the standard types, one value at a time.
///
/// Not generic on purpose: in generic code that is not specialised the types of the cells would be
/// looked up at run time, for every field.
enum StandardField {
  /// Initialises the field; false, and nothing done, when it is not of a standard type.
  @safe
  static func fill(
    _ layout: FieldLayout,
    _ column: Column,
    _ row: Int,
    at field: UnsafeMutableRawPointer
  ) -> Bool {
    switch column.cells {
    case .integers(let cells): unsafe fill(layout, column, row, cells[row], field)
    case .reals(let cells): unsafe fill(layout, column, row, cells[row], field)
    case .texts(let handles, let pool):
      unsafe fill(layout, column, row, handles[row], pool, field)
    }
  }

  @unsafe
  private static func fill(
    _ layout: FieldLayout,
    _ column: Column,
    _ row: Int,
    _ cell: Int64,
    _ field: UnsafeMutableRawPointer
  ) -> Bool {
    switch layout {
    case .integer: unsafe field.initializeMemory(as: Int.self, to: Int(cell))
    case .optionalInteger:
      unsafe field.initializeMemory(as: Int?.self, to: column.isNull(row) ? nil : Int(cell))
    case .boolean: unsafe field.initializeMemory(as: Bool.self, to: cell != 0)
    case .optionalBoolean:
      unsafe field.initializeMemory(as: Bool?.self, to: column.isNull(row) ? nil : cell != 0)
    case .date: unsafe field.initializeMemory(as: Date.self, to: Date(microseconds: cell))
    case .optionalDate:
      unsafe field.initializeMemory(
        as: Date?.self,
        to: column.isNull(row) ? nil : Date(microseconds: cell)
      )
    case .converted, .real, .optionalReal, .text, .optionalText: return false
    }
    return true
  }

  @unsafe
  private static func fill(
    _ layout: FieldLayout,
    _ column: Column,
    _ row: Int,
    _ cell: Double,
    _ field: UnsafeMutableRawPointer
  ) -> Bool {
    switch layout {
    case .real: unsafe field.initializeMemory(as: Double.self, to: cell)
    case .optionalReal:
      unsafe field.initializeMemory(as: Double?.self, to: column.isNull(row) ? nil : cell)
    case .converted, .integer, .optionalInteger, .boolean, .optionalBoolean, .date, .optionalDate,
      .text, .optionalText:
      return false
    }
    return true
  }

  @unsafe
  private static func fill(
    _ layout: FieldLayout,
    _ column: Column,
    _ row: Int,
    _ handle: Int32,
    _ pool: StringPool,
    _ field: UnsafeMutableRawPointer
  ) -> Bool {
    switch layout {
    case .text: unsafe field.initializeMemory(as: String.self, to: pool[handle])
    case .optionalText:
      unsafe field.initializeMemory(as: String?.self, to: column.isNull(row) ? nil : pool[handle])
    case .converted, .integer, .optionalInteger, .boolean, .optionalBoolean, .date, .optionalDate,
      .real, .optionalReal:
      return false
    }
    return true
  }
}
