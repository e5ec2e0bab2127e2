// SPDX-License-Identifier: Apache-2.0

/// A model: a plain struct whose stored properties are the columns of a table.
///
///     struct Tag: Entity {
///       var id: ID<Tag> = .new
///       var label: String
///       static let books = toMany(through: \BookTag.tagID, \.bookID)
///       static let table = Table("tags", Tag.init).unique(\.label)
///     }
///
/// Columns are `var`, of types that conform to ``ColumnValue``. The property `id`, if there is one, is the
/// primary key; else ``Table/primaryKey(_:)`` names it. Relations are `static let`s.
public protocol Entity: Sendable {
  /// The type of the key in ``ID``.
  associatedtype Key: KeyValue = Int

  /// The table: a `static let`, so that it is described once.
  static var table: Table<Self> { get }
}

extension Entity {
  /// All rows, in the order in which they were added.
  public static var all: Query<Self> { Query(core: QueryCore(root: table.layout.number)) }

  /// The rows for which the condition is true, as ``Query/where(_:)``.
  public static func `where`<B: ColumnValue>(_ condition: (Ref<Self>) -> Expr<B>) -> Query<Self>
  where B.Base == Bool {
    all.where(condition)
  }
}
