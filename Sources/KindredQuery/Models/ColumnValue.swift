// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// A type that a column can hold.
///
/// `Int` and the other integers up to 64 bits, `Double`, `Float`, `String`, `Bool`, `Date`, `UUID`,
/// `Data` and `[UInt8]`, ``ID``, enums that conform to ``ColumnEnum``, types of your own that conform to
/// ``ColumnConvertible``, and `Optional` of each. An optional column may be NULL; no other may.
public protocol ColumnValue: Hashable, Sendable {
  /// The type without its optionality.
  associatedtype Base: ColumnValue = Self

  /// How values of this type are held.
  static var columnForm: ColumnForm { get }
  /// Two values that differ, or one if the type has no other: what the check of a model's layout writes
  /// and reads.
  static var columnSamples: [Self] { get }
  /// The model whose rows the values identify; nil unless the type is an ``ID``.
  static var columnTarget: (any Entity.Type)? { get }

  /// The value as the engine holds it.
  var columnCell: Cell { get }
  /// The value that a cell stands for; nil when it is not one of this type.
  static func columnValue(of cell: Cell) -> Self?
}

extension ColumnValue {
  /// None: most values are not keys.
  public static var columnTarget: (any Entity.Type)? { nil }

  /// One of the two sample values.
  ///
  /// - Precondition: There is one. A `Database` of a model whose column has none cannot be made.
  static func sample(_ isSecond: Bool = false) -> Self {
    let samples = columnSamples
    guard let first = samples.first else {
      preconditionFailure("the type \(Self.self) has no column samples")
    }
    return isSecond && samples.count > 1 ? samples[1] : first
  }

  /// The value of a vector's position.
  static func value(_ cell: Value) throws(KindredError) -> Self {
    guard let value = columnValue(of: Cell(cell)) else {
      throw KindredError(.type, "\(cell) is not a value of the type \(Self.self)")
    }
    return value
  }
}

/// One value in the engine's own representation.
public struct Cell: Sendable, Hashable {
  package let value: Value

  package init(_ value: Value) { self.value = value }
}

/// The engine's type of a column, whether it may be NULL, and where a Swift value keeps it.
public struct ColumnForm: Sendable, Hashable {
  package let type: ColumnType
  package let isNullable: Bool
  /// How the field of a model is written and read in bulk.
  let layout: FieldLayout

  init(_ type: ColumnType, _ layout: FieldLayout, isNullable: Bool = false) {
    self.type = type
    self.layout = layout
    self.isNullable = isNullable
  }

  var optional: ColumnForm { ColumnForm(type, layout.optional, isNullable: true) }
}

/// The memory of a model's field, as far as loops over rows know it.
enum FieldLayout: Sendable, Hashable {
  case integer
  case optionalInteger
  case real
  case optionalReal
  case text
  case optionalText
  case boolean
  case optionalBoolean
  case date
  case optionalDate
  /// Anything else: converted one by one through ``ColumnValue/columnValue(of:)``.
  case converted

  var optional: FieldLayout {
    switch self {
    case .integer, .optionalInteger: .optionalInteger
    case .real, .optionalReal: .optionalReal
    case .text, .optionalText: .optionalText
    case .boolean, .optionalBoolean: .optionalBoolean
    case .date, .optionalDate: .optionalDate
    case .converted: .converted
    }
  }
}
