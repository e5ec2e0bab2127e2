// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// One stored property of a model, its type forgotten.
protocol AnyField: Sendable {
  var form: ColumnForm { get }
  var size: Int { get }
  var alignment: Int { get }
  /// The model that the values identify, if they are keys.
  var target: (any Entity.Type)? { get }
  var typeName: String { get }

  /// Whether there are sample values; without any no row can be made.
  var hasSamples: Bool { get }
  /// What the database gives a key in place of, if it hands out keys of this type.
  var unassignedKey: Int64? { get }
  /// The cell of one of the two sample values.
  func sample(_ isSecond: Bool) -> Value
  /// Whether this is the sample value, of the property's very type.
  func isSample(_ value: Any, _ isSecond: Bool) -> Bool
  /// Whether the cell is a value of the property's type.
  func accepts(_ cell: Value) -> Bool
  /// The cell of a value of the property's type.
  func cell(of value: Any) -> Value?

  /// Writes the values of rows into uninitialised memory, one every `stride` bytes.
  ///
  /// - Returns: False when a cell is not a value of the type. All places are initialised all the same.
  @safe
  func fill(
    _ column: ColumnView,
    _ rows: UnsafeBufferPointer<RowID>,
    at base: UnsafeMutableRawPointer,
    stride: Int
  ) -> Bool
  /// Reads the values of so many models, `stride` bytes apart.
  @safe
  func gather(count: Int, from base: UnsafeRawPointer, stride: Int) -> Vector
  /// Replaces one value; false when the cell is not one of the type.
  @safe
  func store(_ value: Value, at field: UnsafeMutableRawPointer) -> Bool
  /// Reads one value.
  @safe
  func cell(at field: UnsafeRawPointer) -> Value
}

/// A stored property of the type `V`.
///
/// The loops over memory are in `Field+Fill` and `Field+Gather`.
struct Field<V: ColumnValue>: AnyField {
  var form: ColumnForm { V.columnForm }
  var size: Int { MemoryLayout<V>.size }
  var alignment: Int { MemoryLayout<V>.alignment }
  var target: (any Entity.Type)? { V.columnTarget }
  var typeName: String { "\(V.self)" }

  var hasSamples: Bool { !V.columnSamples.isEmpty }

  var unassignedKey: Int64? { V.columnTarget.flatMap { $0.unassignedKey } }

  func sample(_ isSecond: Bool) -> Value { V.sample(isSecond).columnCell.value }

  func isSample(_ value: Any, _ isSecond: Bool) -> Bool {
    guard type(of: value) == V.self, let value = value as? V else { return false }
    return value == V.sample(isSecond)
  }

  func accepts(_ cell: Value) -> Bool { V.columnValue(of: Cell(cell)) != nil }

  func cell(of value: Any) -> Value? { (value as? V)?.columnCell.value }
}

/// Hands the cells of one row to an initialiser, one after the other.
struct CellReader {
  private let cells: [Value]
  private var position = 0

  init(_ cells: [Value]) { self.cells = cells }

  mutating func next<V: ColumnValue>(_ type: V.Type) throws -> V {
    defer { position += 1 }
    return try V.value(cells[position])
  }
}
