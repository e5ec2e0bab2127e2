// SPDX-License-Identifier: Apache-2.0

extension Entity {
  /// The rows of another model that refer to a row: `static let books = toMany(\Book.authorID)`.
  ///
  /// - Parameters:
  ///   - key: The other model's column that holds the id.
  ///   - name: The name in messages; else the other table's name. Needed where two relations to one
  ///     table would share it.
  ///   - file: Where the relation is declared, for messages.
  ///   - line: Where the relation is declared, for messages.
  /// - Returns: The relation.
  public static func toMany<R: Entity, V: ColumnValue>(
    _ key: WritableKeyPath<R, V>,
    name: String? = nil,
    file: StaticString = #fileID,
    line: UInt = #line
  ) -> ToMany<Self, R> where V.Base == ID<Self> {
    ToMany(declaration: referrers([key], to: nil, name: name, file, line))
  }

  /// The rows of another model that refer to a row by other columns than its primary key.
  public static func toMany<R: Entity, each V: ColumnValue, each W: ColumnValue>(
    _ key: repeat WritableKeyPath<R, each V>,
    from own: repeat WritableKeyPath<Self, each W>,
    name: String? = nil,
    file: StaticString = #fileID,
    line: UInt = #line
  ) -> ToMany<Self, R> where repeat (each V).Base == (each W).Base {
    ToMany(
      declaration: referrers(
        erased(repeat each key),
        to: erased(repeat each own),
        name: name,
        file,
        line
      )
    )
  }

  /// The one row, if any, of another model that refers to a row: its key is unique.
  ///
  ///     static let profile = hasOne(\Profile.authorID)
  public static func hasOne<R: Entity, V: ColumnValue>(
    _ key: WritableKeyPath<R, V>,
    name: String? = nil,
    file: StaticString = #fileID,
    line: UInt = #line
  ) -> HasOne<Self, R> where V.Base == ID<Self> {
    HasOne(declaration: referrers([key], to: nil, name: name ?? nameOfOne(R.self), file, line))
  }

  /// The one row, if any, of another model that refers to a row by other columns than its primary key:
  /// the columns that refer are unique.
  public static func hasOne<R: Entity, each V: ColumnValue, each W: ColumnValue>(
    _ key: repeat WritableKeyPath<R, each V>,
    from own: repeat WritableKeyPath<Self, each W>,
    name: String? = nil,
    file: StaticString = #fileID,
    line: UInt = #line
  ) -> HasOne<Self, R> where repeat (each V).Base == (each W).Base {
    HasOne(
      declaration: referrers(
        erased(repeat each key),
        to: erased(repeat each own),
        name: name ?? nameOfOne(R.self),
        file,
        line
      )
    )
  }

  private static func referrers<R: Entity>(
    _ key: [PartialKeyPath<R>],
    to own: [PartialKeyPath<Self>]?,
    name: String?,
    _ file: StaticString,
    _ line: UInt
  ) -> RelationDeclaration {
    let (near, far) = (table.layout, R.table.layout)
    let other = far.link(key)
    let columns = own.map(near.link) ?? LinkColumns(columns: table.primaryKeyColumns)
    return RelationDeclaration(
      description: RelationDescription(
        RelationPath(Link(near.number, columns.columns, far.number, other.columns)),
        name: name ?? far.name,
        site: Site(file, line),
        fault: columns.fault ?? other.fault
      )
    )
  }
}
