// SPDX-License-Identifier: Apache-2.0

public import KindredQuery
import KindredSchema

/// A row as a plain value, with the relations that were loaded with it.
///
///     let authors: [Plain<Author>] = try db.read { s in
///       try Author.all.with(\.books) { $0.with(\.tags) }.plain(s)
///     }
///     for author in authors { print(author.name, try author.books.map(\.title)) }
///
/// Made by the same requests as live objects, with the same statements, but for reading only: it may leave
/// the session and go to any task, has no identity and never changes. A relation that was not asked for is
/// an error, as there is no session to load it.
@dynamicMemberLookup
public struct Plain<Model: Entity>: Sendable {
  /// The row.
  public let row: Model
  let rowID: RowID
  let graph: PlainGraph

  /// A column.
  public subscript<V>(dynamicMember keyPath: KeyPath<Model, V>) -> V { row[keyPath: keyPath] }

  /// A relation that was loaded with the row: a value, an optional one, or an array.
  ///
  /// - Throws: `notLoaded` if the request did not ask for it.
  public subscript<D: LoadableRelation>(
    dynamicMember relation: KeyPath<Model.Type, D>
  ) -> D.PlainValue where D.Source == Model {
    get throws(KindredError) { try Model.self[keyPath: relation].plainValue(of: self) }
  }

  /// The rows that were loaded into a slot.
  ///
  /// - Throws: `notLoaded` if the request did not load it.
  public subscript<R: Entity>(_ slot: Slot<Model, R>) -> [Plain<R>] {
    get throws(KindredError) { try related(slot.number, "the slot", R.self) }
  }

  /// The related rows.
  func related<R: Entity>(
    _ number: Int,
    _ name: String,
    _ type: R.Type
  ) throws(KindredError) -> [Plain<R>] {
    if let related = graph.related(number, of: rowID, type) { return related }
    throw KindredError(
      .notLoaded,
      "\(Model.self).\(name) was not loaded with the value: add .with(\\.\(name)) to the query",
      table: Model.table.layout.name
    )
  }
}

extension Plain: CustomStringConvertible {
  /// The row.
  public var description: String { "Plain(\(row))" }
}

/// The rows and relations that one request loaded, shared by its values.
final class PlainGraph: Sendable {
  /// By the number of the model's table: a ``PlainTable``.
  private let tables: [Int: any Sendable]
  /// By the number of the relation or slot.
  private let lists: [Int: PlainLists]

  init(tables: [Int: any Sendable], lists: [Int: PlainLists]) {
    self.tables = tables
    self.lists = lists
  }

  /// The values of rows that were loaded.
  func values<R: Entity>(_ rows: some Sequence<RowID>, _ type: R.Type) -> [Plain<R>] {
    guard let table = tables[R.table.layout.number.index] as? PlainTable<R> else { return [] }
    return rows.compactMap { row in
      table.positions[row].map { Plain(row: table.models[$0], rowID: row, graph: self) }
    }
  }

  /// The related values of an owner; nil if the relation was not loaded for it.
  func related<R: Entity>(_ number: Int, of owner: RowID, _ type: R.Type) -> [Plain<R>]? {
    guard let lists = lists[number], let position = lists.positions[owner] else { return nil }
    return values(lists.rows[lists.starts[position]..<lists.starts[position + 1]], type)
  }
}

/// The rows of one table.
struct PlainTable<R: Entity>: Sendable {
  let positions: RowPositions
  let models: [R]
}

/// The lists of one relation: each owner's run of the rows.
struct PlainLists: Sendable {
  let positions: RowPositions
  /// Where each owner's run starts, and where the last one ends.
  let starts: [Int]
  let rows: [RowID]
}
