// SPDX-License-Identifier: Apache-2.0

/// The row that an update writes to: its columns are assigned expressions or values.
///
///     try Book.where { $0.year < 2000 }.update(s) { $0.year = $0.year + 1; $0.status = .withdrawn }
///
/// All expressions see the row as it was before. They may follow relations: `$0.country = $0.author.country`,
/// `$0.rating = $0.reviews.avg { $0.stars }.or(0)`.
@dynamicMemberLookup
public struct Assignments<T: Entity> {
  let scope: Scope
  var values: [Assignment] = []
  var depth = 0

  init(_ scope: Scope) { self.scope = scope }

  /// A column: read as an expression, assigned an expression of its type.
  public subscript<V: ColumnValue>(
    dynamicMember keyPath: any WritableKeyPath<T, V> & Sendable
  ) -> Expr<V> {
    get { scope.column(keyPath, of: T.self, 0, V.self) }
    set { assign(keyPath, newValue.term, newValue.depth) }
  }

  /// A column, assigned a value.
  @_disfavoredOverload
  public subscript<V: ColumnValue>(
    dynamicMember keyPath: any WritableKeyPath<T, V> & Sendable
  ) -> V {
    @available(
      *,
      unavailable,
      message:
        "write $0.x = $0.x + 1 instead of $0.x += 1; what may be NULL, as a quotient, needs .or(…)"
    )
    get { V.sample() }
    set { assign(keyPath, Expr<V>.literal(newValue), 0) }
  }

  /// An optional column, assigned an expression that is not optional.
  @_disfavoredOverload
  public subscript<V: ColumnValue>(
    dynamicMember keyPath: any WritableKeyPath<T, V?> & Sendable
  ) -> Expr<V> {
    @available(*, unavailable, message: "the column is optional")
    get { Expr<V>(V.sample()) }
    set { assign(keyPath, newValue.term, newValue.depth) }
  }

  private var row: Ref<T> { Ref(scope, 0) }

  /// The row that the key refers to, to read from.
  public subscript<R: Entity>(dynamicMember relation: KeyPath<T.Type, ToOne<T, R>>) -> Ref<R> {
    row[dynamicMember: relation]
  }

  /// The row that the optional key refers to, to read from.
  public subscript<R: Entity>(
    dynamicMember relation: KeyPath<T.Type, ToOneOptional<T, R>>
  ) -> OptionalRef<R> {
    row[dynamicMember: relation]
  }

  /// The one row that refers to this one, to read from.
  public subscript<R: Entity>(
    dynamicMember relation: KeyPath<T.Type, HasOne<T, R>>
  ) -> OptionalRef<R> {
    row[dynamicMember: relation]
  }

  /// The related rows of this row, to aggregate.
  public subscript<R: Entity>(dynamicMember relation: KeyPath<T.Type, ToMany<T, R>>) -> Query<R> {
    row[dynamicMember: relation]
  }

  private mutating func assign(_ keyPath: PartialKeyPath<T>, _ term: Term, _ depth: Int) {
    guard let column = T.table.layout.position(of: keyPath) else {
      return scope.fail(
        "an update assigns a property of \(T.self) that is not one of the columns of "
          + T.table.layout.name
      )
    }
    self.depth = max(self.depth, depth)
    values.removeAll { $0.column == column }
    values.append(Assignment(column: column, term: term))
  }
}

/// What an update assigns to a column.
struct Assignment: Sendable {
  let column: Int
  let term: Term
}
