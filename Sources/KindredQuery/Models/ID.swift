// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// A value that can be the key of a model: see ``Entity/Key``.
public protocol KeyValue: ColumnValue {}

/// A key that the database can hand out.
public protocol AutomaticKey: KeyValue {
  /// Stands for a key that is yet to be handed out. Never stored.
  static var unassignedKey: Self { get }
}

extension Int: AutomaticKey {
  /// The smallest integer, which therefore cannot be a key.
  public static var unassignedKey: Int { .min }
}

extension String: KeyValue {}

/// The key of a model's row, which keeps keys of different models apart.
///
///     var id: ID<Book> = .new
///     var authorID: ID<Author>?       // a foreign key, by its type alone
///
/// An integer or text literal will do where an `ID` is asked for.
public struct ID<E: Entity>: ColumnValue {
  /// The key itself.
  public var raw: E.Key

  /// The id with this key.
  public init(_ raw: E.Key) { self.raw = raw }
}

extension ID {
  /// That of the key.
  public static var columnForm: ColumnForm { E.Key.columnForm }
  /// Those of the key.
  public static var columnSamples: [ID] { E.Key.columnSamples.map(ID.init) }
  /// The model.
  public static var columnTarget: (any Entity.Type)? { E.self }
  /// The key.
  public var columnCell: Cell { raw.columnCell }
  /// The id of the key.
  public static func columnValue(of cell: Cell) -> ID? {
    E.Key.columnValue(of: cell).map(ID.init)
  }
}

extension ID where E.Key: AutomaticKey {
  /// Asks the database for a key when the row is added.
  public static var new: ID { ID(.unassignedKey) }

  /// Whether the key is yet to be handed out.
  public var isNew: Bool { raw == .unassignedKey }
}

extension ID: ExpressibleByIntegerLiteral where E.Key: ExpressibleByIntegerLiteral {
  /// The id with the key.
  public init(integerLiteral value: E.Key.IntegerLiteralType) {
    self.init(E.Key(integerLiteral: value))
  }
}

extension ID: ExpressibleByUnicodeScalarLiteral
where E.Key: ExpressibleByUnicodeScalarLiteral {
  /// The id with the key.
  public init(unicodeScalarLiteral value: E.Key.UnicodeScalarLiteralType) {
    self.init(E.Key(unicodeScalarLiteral: value))
  }
}

extension ID: ExpressibleByExtendedGraphemeClusterLiteral
where E.Key: ExpressibleByExtendedGraphemeClusterLiteral {
  /// The id with the key.
  public init(extendedGraphemeClusterLiteral value: E.Key.ExtendedGraphemeClusterLiteralType) {
    self.init(E.Key(extendedGraphemeClusterLiteral: value))
  }
}

extension ID: ExpressibleByStringLiteral where E.Key: ExpressibleByStringLiteral {
  /// The id with the key.
  public init(stringLiteral value: E.Key.StringLiteralType) {
    self.init(E.Key(stringLiteral: value))
  }
}

extension ID: CustomStringConvertible {
  /// The key, or "new".
  public var description: String {
    if let key = raw as? any AutomaticKey, key.isUnassigned { return "new" }
    return "\(raw)"
  }
}

extension AutomaticKey {
  fileprivate var isUnassigned: Bool { self == .unassignedKey }
}

extension Entity {
  /// The cell of an id that is `.new`; nil for models whose keys the database does not hand out.
  package static var unassignedKey: Int64? {
    guard let type = Key.self as? any AutomaticKey.Type,
      case .integer(let cell) = type.unassignedCell
    else { return nil }
    return cell
  }
}

extension AutomaticKey {
  fileprivate static var unassignedCell: Value { unassignedKey.columnCell.value }
}

extension ID: Comparable where E.Key: Comparable {
  /// By the keys.
  public static func < (left: ID, right: ID) -> Bool { left.raw < right.raw }
}
