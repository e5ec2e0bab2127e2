// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Int: ColumnValue {
  /// An integer.
  public static var columnForm: ColumnForm { ColumnForm(.integer, .integer) }
  /// 0 and 1.
  public static var columnSamples: [Int] { [0, 1] }
  /// The integer.
  public var columnCell: Cell { Cell(.integer(Int64(self))) }
  /// The integer of the cell.
  public static func columnValue(of cell: Cell) -> Int? {
    if case .integer(let value) = cell.value { Int(value) } else { nil }
  }
}

extension Double: ColumnValue {
  /// A real.
  ///
  /// A NaN is an error when it is written.
  public static var columnForm: ColumnForm { ColumnForm(.real, .real) }
  /// 0 and 1.
  public static var columnSamples: [Double] { [0, 1] }
  /// The real.
  public var columnCell: Cell { Cell(.real(self)) }
  /// The real of the cell.
  public static func columnValue(of cell: Cell) -> Double? {
    switch cell.value {
    case .real(let value): value
    case .null, .integer, .text: nil
    }
  }
}

extension String: ColumnValue {
  /// Text, compared by its UTF-8 bytes.
  public static var columnForm: ColumnForm { ColumnForm(.text, .text) }
  /// The empty text and one that is not.
  public static var columnSamples: [String] { ["", "a"] }
  /// The text.
  public var columnCell: Cell { Cell(.text(self)) }
  /// The text of the cell.
  public static func columnValue(of cell: Cell) -> String? {
    if case .text(let value) = cell.value { value } else { nil }
  }
}

extension Bool: ColumnValue {
  /// A truth value: 0 or 1 in SQL.
  public static var columnForm: ColumnForm { ColumnForm(.boolean, .boolean) }
  /// False and true.
  public static var columnSamples: [Bool] { [false, true] }
  /// The truth value.
  public var columnCell: Cell { Cell(.boolean(self)) }
  /// Whether the cell is not 0.
  public static func columnValue(of cell: Cell) -> Bool? {
    if case .integer(let value) = cell.value { value != 0 } else { nil }
  }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
  /// The type without any optionality.
  public typealias Base = Wrapped.Base
  /// That of the wrapped type, with NULL for nil.
  public static var columnForm: ColumnForm { Wrapped.columnForm.optional }
  /// Nil and a value.
  public static var columnSamples: [Wrapped?] { [nil] + Wrapped.columnSamples.suffix(1) }
  /// That of the wrapped type.
  public static var columnTarget: (any Entity.Type)? { Wrapped.columnTarget }
  /// NULL for nil.
  public var columnCell: Cell { self?.columnCell ?? Cell(.null) }
  /// Nil for NULL.
  public static func columnValue(of cell: Cell) -> Wrapped?? {
    if cell.value.isNull { return .some(nil) }
    guard let value = Wrapped.columnValue(of: cell) else { return nil }
    return .some(value)
  }
}
