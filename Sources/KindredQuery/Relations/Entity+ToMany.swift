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

  /// The rows that a table between connects with a row, each once.
  ///
  ///     static let tags = toMany(through: \BookTag.bookID, \.tagID)
  ///
  /// - Parameters:
  ///   - near: The column of the table between that refers to this model.
  ///   - far: Its column that refers to the other.
  ///   - name: The name in messages; else the other table's name.
  ///   - file: Where the relation is declared, for messages.
  ///   - line: Where the relation is declared, for messages.
  /// - Returns: The relation.
  public static func toMany<L: Entity, R: Entity, V: ColumnValue, W: ColumnValue>(
    through near: WritableKeyPath<L, V>,
    _ far: WritableKeyPath<L, W>,
    name: String? = nil,
    file: StaticString = #fileID,
    line: UInt = #line
  ) -> ToMany<Self, R> where V.Base == ID<Self>, W.Base == ID<R> {
    let (own, between, other) = (table.layout, L.table.layout, R.table.layout)
    let (into, onward) = (between.link([near]), between.link([far]))
    let path = RelationPath.through(
      Link(own.number, table.primaryKeyColumns, between.number, into.columns),
      Link(between.number, onward.columns, other.number, R.table.primaryKeyColumns)
    )
    return ToMany(
      declaration: RelationDeclaration(
        description: RelationDescription(
          path,
          name: name ?? other.name,
          site: Site(file, line),
          fault: into.fault ?? onward.fault
        )
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
    HasOne(declaration: referrers([key], to: nil, name: name, file, line))
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
        .direct(Link(near.number, columns.columns, far.number, other.columns)),
        name: name ?? far.name,
        site: Site(file, line),
        fault: columns.fault ?? other.fault
      )
    )
  }
}
