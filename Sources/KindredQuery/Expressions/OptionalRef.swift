// SPDX-License-Identifier: Apache-2.0

/// A row that may be missing: behind an optional key, an inverse one-to-one relation, or on the
/// side of an outer join that may lack a partner.
///
/// Every column is optional, and NULL where the row is missing.
@dynamicMemberLookup
public struct OptionalRef<T: Entity>: RowReference {
  /// The row's table.
  public typealias Model = T
  /// It may be missing already.
  public typealias Padded = Self

  let scope: Scope
  let slot: Int

  init(_ scope: Scope, _ slot: Int) {
    self.scope = scope
    self.slot = slot
  }

  /// The row at a place of a query.
  public init(_ place: RowPlace) { self.init(place.scope, place.slot) }

  /// The model, or nil where the row is missing.
  public static func row(of model: T?) -> T? { model }

  /// Whether there is a row.
  public var exists: Expr<Bool> { Expr<Bool>(.not(isMissing), depth: 2) }

  /// Whether there is no row.
  public var isEmpty: Expr<Bool> { Expr<Bool>(isMissing, depth: 1) }

  /// A column; NULL where there is no row.
  public subscript<V: ColumnValue>(
    dynamicMember keyPath: any WritableKeyPath<T, V> & Sendable
  ) -> Expr<V.Base?> {
    scope.column(keyPath, of: T.self, slot, V.self).retyped()
  }

  /// The row that the key refers to, if there is a row.
  public subscript<R: Entity>(
    dynamicMember relation: KeyPath<T.Type, ToOne<T, R>>
  ) -> OptionalRef<R> {
    OptionalRef<R>(scope, scope.step(from: slot, along: T.self[keyPath: relation].description))
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

  /// The related rows of this row, as a query; none where there is no row.
  public subscript<R: Entity>(dynamicMember relation: KeyPath<T.Type, ToMany<T, R>>) -> Query<R> {
    scope.related(T.self[keyPath: relation].description, from: slot)
  }

  /// A primary key is never NULL, except where the join found nothing.
  private var isMissing: Term {
    let key = T.table.primaryKeyColumns.first ?? 0
    let type = T.table.layout.fields[key].form.type
    return .isNull(.column(ColumnTerm(alias: scope.alias, slot: slot, column: key, type: type)))
  }
}
