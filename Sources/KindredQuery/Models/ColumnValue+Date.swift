// SPDX-License-Identifier: Apache-2.0

public import Foundation
import KindredSchema

extension Date: ColumnValue {
  /// Whole microseconds since 1970, rounded when the date enters.
  ///
  /// A date that is not a number, or more than 292,000 years away from 1970, is an error when it enters.
  public static var columnForm: ColumnForm { ColumnForm(.date, .date) }
  /// The beginning of 1970 and a second later.
  public static var columnSamples: [Date] {
    [Date(timeIntervalSince1970: 0), Date(timeIntervalSince1970: 1)]
  }
  /// The microseconds.
  public var columnCell: Cell { Cell(.integer(microseconds)) }
  /// The date of the microseconds.
  public static func columnValue(of cell: Cell) -> Date? {
    if case .integer(let value) = cell.value { Date(microseconds: value) } else { nil }
  }

  /// The nearest microsecond; ``ColumnType/notADate`` where there is none.
  var microseconds: Int64 {
    Int64(exactly: (timeIntervalSince1970 * 1_000_000).rounded()) ?? ColumnType.notADate
  }

  init(microseconds: Int64) {
    self.init(timeIntervalSince1970: Double(microseconds) / 1_000_000)
  }
}
