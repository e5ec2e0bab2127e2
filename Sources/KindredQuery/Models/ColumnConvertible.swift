// SPDX-License-Identifier: Apache-2.0

/// A type of your own that is stored as another column type.
///
///     struct Money: ColumnConvertible {
///       var cents: Int
///       var columnStored: Int { cents }
///       init?(columnStored cents: Int) { self.cents = cents }
///     }
///
/// Two values are equal in a query when what they are stored as is, and sort as it does. A stored value
/// from which none can be made is an error of kind `type` when it is read.
public protocol ColumnConvertible: ColumnValue {
  /// What values are stored as: not optional.
  associatedtype Stored: ColumnValue where Stored.Base == Stored

  /// The value as it is stored.
  var columnStored: Stored { get }
  /// The value that was stored so; nil when none is.
  init?(columnStored: Stored)
}

extension ColumnConvertible {
  /// That of the stored type.
  public static var columnForm: ColumnForm { ColumnForm(Stored.columnForm.type, .converted) }
  /// Those of the stored type, as far as values can be made of them.
  ///
  /// Where none can, give one or two of your own.
  public static var columnSamples: [Self] {
    Stored.columnSamples.compactMap(Self.init(columnStored:))
  }
  /// That of the stored value.
  public var columnCell: Cell { columnStored.columnCell }
  /// The value that was stored as the cell says.
  public static func columnValue(of cell: Cell) -> Self? {
    Stored.columnValue(of: cell).flatMap(Self.init(columnStored:))
  }
}
