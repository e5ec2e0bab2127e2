// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Float: ColumnValue {
  /// A real: every `Float` is one.
  ///
  /// A NaN is an error when it is written. What a query has computed is rounded to the nearest `Float` when
  /// it is read; a number past the largest is an error.
  public static var columnForm: ColumnForm { ColumnForm(.real, .converted) }
  /// 0 and 1.
  public static var columnSamples: [Float] { [0, 1] }
  /// The real.
  public var columnCell: Cell { Cell(.real(Double(self))) }
  /// The nearest number to the real of the cell.
  public static func columnValue(of cell: Cell) -> Float? {
    guard case .real(let real) = cell.value else { return nil }
    let value = Float(real)
    return value.isFinite == real.isFinite ? value : nil
  }
}
