// SPDX-License-Identifier: Apache-2.0

import Foundation
import KindredColumns
import KindredSchema

/// Writing a column's cells into the fields of models, for the standard types.
///
/// The types are decided once per column and run, then a loop goes over memory. Unsafe, because the models are
/// initialised field by field.
///
/// Not generic on purpose: in generic code that is not specialised the types of the cells would be
/// looked up at run time, for every field.
enum StandardField {
  /// Initialises the field of models that lie `stride` bytes apart, with the cells of these rows.
  ///
  /// - Returns: False, and nothing done, when the field is not of a standard type.
  @safe
  static func fill(
    _ layout: FieldLayout,
    _ column: ColumnView,
    _ rows: UnsafeBufferPointer<RowID>,
    at base: UnsafeMutableRawPointer,
    stride: Int
  ) -> Bool {
    let run = unsafe FieldRun(base, stride, rows)
    switch column.cells {
    case .int8(let cells): return unsafe run.fill(layout, cells, column.nulls)
    case .int16(let cells): return unsafe run.fill(layout, cells, column.nulls)
    case .int32(let cells): return unsafe run.fill(layout, cells, column.nulls)
    case .int64(let cells): return unsafe run.fill(layout, cells, column.nulls)
    case .reals(let cells):
      switch layout {
      case .real: unsafe run.fill { cells[$0] }
      case .optionalReal: unsafe run.fill(column.nulls) { cells[$0] }
      case .converted, .integer, .optionalInteger, .boolean, .optionalBoolean, .date,
        .optionalDate, .text, .optionalText:
        return false
      }
    case .texts(let handles, let texts):
      switch layout {
      case .text: unsafe run.fill { texts[handles[$0]] }
      case .optionalText: unsafe run.fill(column.nulls) { texts[handles[$0]] }
      case .converted, .integer, .optionalInteger, .boolean, .optionalBoolean, .date,
        .optionalDate, .real, .optionalReal:
        return false
      }
    }
    return true
  }
}

/// One field of a run of models.
@unsafe
private struct FieldRun {
  private let base: UnsafeMutableRawPointer
  private let stride: Int
  private let rows: UnsafeBufferPointer<RowID>

  init(_ base: UnsafeMutableRawPointer, _ stride: Int, _ rows: UnsafeBufferPointer<RowID>) {
    unsafe self.base = unsafe base
    unsafe self.stride = stride
    unsafe self.rows = unsafe rows
  }

  func fill<Cell: FixedWidthInteger>(
    _ layout: FieldLayout,
    _ cells: CellsView<Cell>,
    _ nulls: NullsView?
  ) -> Bool {
    switch layout {
    case .integer: unsafe fill { Int(cells[$0]) }
    case .optionalInteger: unsafe fill(nulls) { Int(cells[$0]) }
    case .boolean: unsafe fill { cells[$0] != 0 }
    case .optionalBoolean: unsafe fill(nulls) { cells[$0] != 0 }
    case .date: unsafe fill { Date(microseconds: Int64(cells[$0])) }
    case .optionalDate: unsafe fill(nulls) { Date(microseconds: Int64(cells[$0])) }
    case .converted, .real, .optionalReal, .text, .optionalText: return false
    }
    return true
  }

  @inline(__always)
  func fill<F>(_ value: (Int) -> F) {
    var field = unsafe base
    for position in 0..<(unsafe rows.count) {
      unsafe field.initializeMemory(as: F.self, to: value(Int(rows[position])))
      unsafe field += stride
    }
  }

  /// Nil where the row is NULL.
  ///
  /// A text's handle may be anything there, so it is not read.
  @inline(__always)
  func fill<F>(_ nulls: NullsView?, _ value: (Int) -> F) {
    guard let nulls else { return unsafe fill { Optional(value($0)) } }
    unsafe fill { nulls[$0] ? nil : value($0) }
  }
}
