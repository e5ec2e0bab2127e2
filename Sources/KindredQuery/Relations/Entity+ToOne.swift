// SPDX-License-Identifier: Apache-2.0

extension Entity {
  /// The relation along a foreign key: `static let book = toOne(\.bookID)`.
  ///
  /// - Parameters:
  ///   - key: The column that holds the id of the related row.
  ///   - name: The name in messages; else the column's name without "ID".
  ///   - file: Where the relation is declared, for messages.
  ///   - line: Where the relation is declared, for messages.
  /// - Returns: The relation.
  public static func toOne<R: Entity>(
    _ key: WritableKeyPath<Self, ID<R>>,
    name: String? = nil,
    file: StaticString = #fileID,
    line: UInt = #line
  ) -> ToOne<Self, R> {
    ToOne(
      declaration: .direct(
        [key],
        Optional<[PartialKeyPath<R>]>.none,
        name: name,
        derived: nameOfKey,
        file,
        line
      )
    )
  }

  /// The relation along an optional foreign key: the row may refer to none.
  public static func toOne<R: Entity>(
    _ key: WritableKeyPath<Self, ID<R>?>,
    name: String? = nil,
    file: StaticString = #fileID,
    line: UInt = #line
  ) -> ToOneOptional<Self, R> {
    ToOneOptional(
      declaration: .direct(
        [key],
        Optional<[PartialKeyPath<R>]>.none,
        name: name,
        derived: nameOfKey,
        file,
        line
      )
    )
  }

  /// The relation along columns that refer to a unique key of another model.
  ///
  ///     static let place = toOne(\.country, \.city, to: \Place.country, \Place.name)
  public static func toOne<R: Entity, each V: ColumnValue, each W: ColumnValue>(
    _ key: repeat WritableKeyPath<Self, each V>,
    to target: repeat WritableKeyPath<R, each W>,
    name: String? = nil,
    file: StaticString = #fileID,
    line: UInt = #line
  ) -> ToOne<Self, R>
  where repeat (each V).Base == each V, repeat (each W).Base == each V {
    ToOne(
      declaration: .direct(
        erased(repeat each key),
        erased(repeat each target),
        name: name,
        derived: nameOfKey,
        file,
        line
      )
    )
  }

  /// The relation along columns of which one is optional: the row may refer to none.
  @_disfavoredOverload
  public static func toOne<R: Entity, each V: ColumnValue, each W: ColumnValue>(
    _ key: repeat WritableKeyPath<Self, each V>,
    to target: repeat WritableKeyPath<R, each W>,
    name: String? = nil,
    file: StaticString = #fileID,
    line: UInt = #line
  ) -> ToOneOptional<Self, R> where repeat (each V).Base == (each W).Base {
    ToOneOptional(
      declaration: .direct(
        erased(repeat each key),
        erased(repeat each target),
        name: name,
        derived: nameOfKey,
        file,
        line
      )
    )
  }
}

/// The key paths without their value types.
func erased<S, each V>(_ keyPaths: repeat WritableKeyPath<S, each V>) -> [PartialKeyPath<S>] {
  var erased: [PartialKeyPath<S>] = []
  for keyPath in repeat each keyPaths { erased.append(keyPath) }
  return erased
}
