// SPDX-License-Identifier: Apache-2.0

/// An enum with raw values that is stored as they are.
///
///     enum Status: String, ColumnEnum { case draft, published, withdrawn }
///
/// A stored raw value that no case has is an error when it is read.
public protocol ColumnEnum: ColumnValue, CaseIterable, RawRepresentable
where RawValue: ColumnValue {}

extension ColumnEnum {
  /// That of the raw value.
  public static var columnForm: ColumnForm { ColumnForm(RawValue.columnForm.type, .converted) }
  /// The first two cases.
  public static var columnSamples: [Self] { Array(allCases.prefix(2)) }
  /// The raw value.
  public var columnCell: Cell { rawValue.columnCell }
  /// The case with the raw value.
  public static func columnValue(of cell: Cell) -> Self? {
    RawValue.columnValue(of: cell).flatMap(Self.init(rawValue:))
  }
}
