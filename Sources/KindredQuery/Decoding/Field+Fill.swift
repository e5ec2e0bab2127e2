// SPDX-License-Identifier: Apache-2.0

import Foundation
import KindredColumns
import KindredSchema

/// Writing a column's values into the fields of models: one switch per column and block, then a loop
/// over memory. Unsafe, because the models are initialised field by field.
extension Field {
  @safe
  func fill(_ vector: Vector, at base: UnsafeMutableRawPointer, stride: Int) -> Bool {
    let field = unsafe FieldPointer(base, stride)
    switch (V.columnForm.layout, vector.cells) {
    case (.integer, .integers(let cells)): unsafe field.fill(cells) { Int($0) }
    case (.optionalInteger, .integers(let cells)):
      unsafe field.fill(cells, vector.nulls) { Int($0) }
    case (.boolean, .integers(let cells)): unsafe field.fill(cells) { $0 != 0 }
    case (.optionalBoolean, .integers(let cells)):
      unsafe field.fill(cells, vector.nulls) { $0 != 0 }
    case (.date, .integers(let cells)): unsafe field.fill(cells) { Date(microseconds: $0) }
    case (.optionalDate, .integers(let cells)):
      unsafe field.fill(cells, vector.nulls) { Date(microseconds: $0) }
    case (.real, .reals(let cells)): unsafe field.fill(cells) { $0 }
    case (.optionalReal, .reals(let cells)): unsafe field.fill(cells, vector.nulls) { $0 }
    case (.text, .strings(let cells)): unsafe field.fill(cells) { $0 }
    case (.optionalText, .strings(let cells)): unsafe field.fill(cells, vector.nulls) { $0 }
    case (.text, .handles(let cells, let pool)): unsafe field.fill(cells) { pool[$0] }
    case (.optionalText, .handles(let cells, let pool)):
      unsafe field.fill(cells, vector.nulls) { pool[$0] }
    case (.converted, _), (.integer, _), (.optionalInteger, _), (.boolean, _),
      (.optionalBoolean, _), (.date, _), (.optionalDate, _), (.real, _), (.optionalReal, _),
      (.text, _), (.optionalText, _):
      return convert(vector, at: base, stride: stride)
    }
    return true
  }

  @safe
  private func convert(
    _ vector: Vector,
    at base: UnsafeMutableRawPointer,
    stride: Int
  ) -> Bool {
    var field = unsafe base
    var isComplete = true
    var converted = ConvertedTexts<V>()
    for position in 0..<vector.count {
      let value = converted.value(vector, position)
      if value == nil { isComplete = false }
      unsafe field.initializeMemory(as: V.self, to: value ?? V.sample())
      unsafe field += stride
    }
    return isComplete
  }
}

/// Remembers the last conversions of a text column's handles: an enum's few values convert once.
private struct ConvertedTexts<V: ColumnValue> {
  private var handles: [Int32] = []
  private var values: [V] = []

  mutating func value(_ vector: Vector, _ position: Int) -> V? {
    guard case .handles(let cells, let pool) = vector.cells, !vector.isNull(at: position) else {
      return V.columnValue(of: Cell(vector.value(at: position)))
    }
    let handle = cells[position]
    if let known = handles.firstIndex(of: handle) { return values[known] }
    guard let value = V.columnValue(of: Cell(.text(pool[handle]))) else { return nil }
    if handles.count < 16 {
      handles.append(handle)
      values.append(value)
    }
    return value
  }
}

/// One field of a run of models.
@unsafe
private struct FieldPointer {
  private let base: UnsafeMutableRawPointer
  private let stride: Int

  init(_ base: UnsafeMutableRawPointer, _ stride: Int) {
    unsafe self.base = unsafe base
    unsafe self.stride = stride
  }

  @inline(__always)
  func fill<C, F>(_ cells: [C], _ make: (C) -> F) {
    var field = unsafe base
    for cell in cells {
      unsafe field.initializeMemory(as: F.self, to: make(cell))
      unsafe field += stride
    }
  }

  /// Nil where the byte is not 0.
  ///
  /// A model's text handle may be anything there, so it is not read.
  @inline(__always)
  func fill<C, F>(_ cells: [C], _ nulls: [UInt8]?, _ make: (C) -> F) {
    var field = unsafe base
    guard let nulls else {
      for cell in cells {
        unsafe field.initializeMemory(as: F?.self, to: make(cell))
        unsafe field += stride
      }
      return
    }
    for index in cells.indices {
      unsafe field.initializeMemory(as: F?.self, to: nulls[index] != 0 ? nil : make(cells[index]))
      unsafe field += stride
    }
  }
}
