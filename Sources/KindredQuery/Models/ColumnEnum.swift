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
  /// The first case and another one, if there is one.
  public static var columnSamples: (Self, Self) {
    guard let first = allCases.first else {
      preconditionFailure("the enum \(Self.self) has no cases, so a column of it has no values")
    }
    return (first, allCases.dropFirst().first ?? first)
  }
  /// The raw value.
  public var columnCell: Cell { rawValue.columnCell }
  /// The case with the raw value.
  public static func columnValue(of cell: Cell) -> Self? {
    RawValue.columnValue(of: cell).flatMap(Self.init(rawValue:))
  }
}
