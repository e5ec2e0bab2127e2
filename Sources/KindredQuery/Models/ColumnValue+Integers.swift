// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// An integer of less than 64 bits, or `Int64`: held as an integer, refused when a cell does not fit.
///
/// There is no unsigned 64-bit column: SQL has none.
public protocol SizedInteger: ColumnValue, FixedWidthInteger {}

extension SizedInteger {
  /// An integer.
  public static var columnForm: ColumnForm { ColumnForm(.integer, .converted) }
  /// 0 and 1.
  public static var columnSamples: [Self] { [0, 1] }
  /// The integer.
  public var columnCell: Cell { Cell(.integer(Int64(self))) }
  /// The integer of the cell, if it fits.
  public static func columnValue(of cell: Cell) -> Self? {
    if case .integer(let value) = cell.value { Self(exactly: value) } else { nil }
  }
}

extension SizedInteger {
  /// The smallest integer of the type, which therefore cannot be a key.
  public static var unassignedKey: Self { .min }
}

extension Int64: SizedInteger, AutomaticKey {}
extension Int32: SizedInteger, AutomaticKey {}
extension Int16: SizedInteger, AutomaticKey {}
extension Int8: SizedInteger, AutomaticKey {}
extension UInt32: SizedInteger, AutomaticKey {}
extension UInt16: SizedInteger, AutomaticKey {}
extension UInt8: SizedInteger, AutomaticKey {}
