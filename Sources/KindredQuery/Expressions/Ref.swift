// SPDX-License-Identifier: Apache-2.0

/// What closures of queries and joins get for a table: ``Ref``, or ``OptionalRef`` where the row may be
/// missing.
public protocol RowReference: SendableMetatype {
  /// The row's table.
  associatedtype Model: Entity
  /// What is fetched for the row: the model, optional where the row may be missing.
  associatedtype Row: Sendable
  /// The same row where an outer join may not find it.
  associatedtype Padded: RowReference where Padded.Model == Model

  /// The row at a place of a query.
  init(_ place: RowPlace)
  /// The row that was fetched; nil where it is missing.
  static func row(of model: Model?) -> Row
}

/// The place of a row in a query, while a closure runs.
public struct RowPlace {
  let scope: Scope
  let slot: Int
}

/// A row in a closure of a query: its columns are expressions, its relations lead on.
///
/// To-one relations lead to another row, and put a join into the query, once per path. To-many relations
/// lead to a query over the related rows of *this* row: `$0.books.any { … }`, `$0.books.count`.
@dynamicMemberLookup
public struct Ref<T: Entity>: RowReference {
  /// The row's table.
  public typealias Model = T
  /// The row where it may be missing.
  public typealias Padded = OptionalRef<T>

  let scope: Scope
  let slot: Int

  init(_ scope: Scope, _ slot: Int) {
    self.scope = scope
    self.slot = slot
  }

  /// The row at a place of a query.
  public init(_ place: RowPlace) { self.init(place.scope, place.slot) }

  /// The model: the row is never missing.
  public static func row(of model: T?) -> T {
    guard let model else {
      preconditionFailure("an inner join yielded no row of \(T.self)")
    }
    return model
  }

  /// A column.
  public subscript<V: ColumnValue>(
    dynamicMember keyPath: any WritableKeyPath<T, V> & Sendable
  ) -> Expr<V> {
    scope.column(keyPath, of: T.self, slot, V.self)
  }

  /// The row that the key refers to.
  public subscript<R: Entity>(dynamicMember relation: KeyPath<T.Type, ToOne<T, R>>) -> Ref<R> {
    Ref<R>(scope, scope.step(from: slot, along: T.self[keyPath: relation].description))
  }

  /// The row that the optional key refers to.
  public subscript<R: Entity>(
    dynamicMember relation: KeyPath<T.Type, ToOneOptional<T, R>>
  ) -> OptionalRef<R> {
    OptionalRef<R>(scope, scope.step(from: slot, along: T.self[keyPath: relation].description))
  }

  /// The one row that refers to this one.
  public subscript<R: Entity>(
    dynamicMember relation: KeyPath<T.Type, HasOne<T, R>>
  ) -> OptionalRef<R> {
    OptionalRef<R>(scope, scope.step(from: slot, along: T.self[keyPath: relation].description))
  }

  /// The related rows of this row, as a query.
  public subscript<R: Entity>(dynamicMember relation: KeyPath<T.Type, ToMany<T, R>>) -> Query<R> {
    scope.related(T.self[keyPath: relation].description, from: slot)
  }
}
