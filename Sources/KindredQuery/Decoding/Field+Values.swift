// SPDX-License-Identifier: Apache-2.0

import Foundation
import KindredColumns
import KindredSchema

/// Making values of a vector: one switch, then a loop over memory. Unsafe, because the memory is initialised
/// as the type that the switch found the values to be.
extension Field {
  /// Writes the values into uninitialised memory, one after the other.
  ///
  /// - Returns: False when a cell is not a value of the type. All places are initialised all the same.
  @safe
  func fill(_ vector: Vector, at base: UnsafeMutablePointer<V>) -> Bool {
    let field = unsafe ValueRun(UnsafeMutableRawPointer(base))
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
      return convert(vector, at: base)
    }
    return true
  }

  @safe
  private func convert(_ vector: Vector, at base: UnsafeMutablePointer<V>) -> Bool {
    var isComplete = true
    var converted = ConvertedTexts<V>()
    for position in 0..<vector.count {
      let value: V? =
        if case .handles(let cells, let pool) = vector.cells, !vector.isNull(at: position) {
          converted.value(cells[position]) { pool[$0] }
        } else {
          V.columnValue(of: Cell(vector.value(at: position)))
        }
      if value == nil { isComplete = false }
      unsafe (base + position).initialize(to: value ?? V.sample())
    }
    return isComplete
  }
}

/// A run of values.
@unsafe
private struct ValueRun {
  private let base: UnsafeMutableRawPointer

  init(_ base: UnsafeMutableRawPointer) { unsafe self.base = unsafe base }

  @inline(__always)
  func fill<C, F>(_ cells: [C], _ make: (C) -> F) {
    let values = unsafe base.assumingMemoryBound(to: F.self)
    for index in cells.indices { unsafe (values + index).initialize(to: make(cells[index])) }
  }

  /// Nil where the byte is not 0.
  ///
  /// A text's handle may be anything there, so it is not read.
  @inline(__always)
  func fill<C, F>(_ cells: [C], _ nulls: [UInt8]?, _ make: (C) -> F) {
    guard let nulls else { return unsafe fill(cells) { Optional(make($0)) } }
    let values = unsafe base.assumingMemoryBound(to: F?.self)
    for index in cells.indices {
      unsafe (values + index).initialize(to: nulls[index] != 0 ? nil : make(cells[index]))
    }
  }
}
