// SPDX-License-Identifier: Apache-2.0

/// Many-to-many relations.
extension Entity {
  /// The rows that a table between connects with a row, each once.
  ///
  ///     static let tags = toMany(through: \BookTag.bookID, \.tagID)
  ///
  /// Where the table between has columns of its own to read on the way, declare the two steps as well:
  /// `toMany(\Enrolment.studentID)` here, `toOne(\.courseID)` there.
  ///
  /// - Parameters:
  ///   - near: The column of the table between that refers to this model.
  ///   - far: Its column that refers to the other.
  ///   - symmetric: Whether a link counts both ways, as among friends: adding and removing a link writes
  ///     the one that leads back, too. Only between rows of one model.
  ///   - name: The name in messages; else the other table's name.
  ///   - file: Where the relation is declared, for messages.
  ///   - line: Where the relation is declared, for messages.
  /// - Returns: The relation.
  public static func toMany<L: Entity, R: Entity, V: ColumnValue, W: ColumnValue>(
    through near: WritableKeyPath<L, V>,
    _ far: WritableKeyPath<L, W>,
    symmetric: Bool = false,
    name: String? = nil,
    file: StaticString = #fileID,
    line: UInt = #line
  ) -> ToMany<Self, R> where V.Base == ID<Self>, W.Base == ID<R> {
    let own = LinkColumns(columns: table.primaryKeyColumns)
    let other = LinkColumns(columns: R.table.primaryKeyColumns)
    return connected([near], own, [far], other, symmetric: symmetric, name: name, Site(file, line))
  }

  /// The rows that a table between connects with a row, by other columns than the primary keys.
  ///
  ///     static let clubs = toMany(
  ///       through: \Membership.email, from: \Person.email, onward: \Membership.club, to: \Club.code)
  public static func toMany<
    L: Entity,
    R: Entity,
    each V: ColumnValue,
    each W: ColumnValue,
    each X: ColumnValue,
    each Y: ColumnValue
  >(
    through near: repeat WritableKeyPath<L, each V>,
    from own: repeat WritableKeyPath<Self, each W>,
    onward far: repeat WritableKeyPath<L, each X>,
    to other: repeat WritableKeyPath<R, each Y>,
    symmetric: Bool = false,
    name: String? = nil,
    file: StaticString = #fileID,
    line: UInt = #line
  ) -> ToMany<Self, R>
  where repeat (each V).Base == (each W).Base, repeat (each X).Base == (each Y).Base {
    connected(
      erased(repeat each near),
      table.layout.link(erased(repeat each own)),
      erased(repeat each far),
      R.table.layout.link(erased(repeat each other)),
      symmetric: symmetric,
      name: name,
      Site(file, line)
    )
  }

  private static func connected<L: Entity, R: Entity>(
    _ near: [PartialKeyPath<L>],
    _ own: LinkColumns,
    _ far: [PartialKeyPath<L>],
    _ other: LinkColumns,
    symmetric: Bool,
    name: String?,
    _ site: Site
  ) -> ToMany<Self, R> {
    let between = L.table.layout
    let (into, onward) = (between.link(near), between.link(far))
    let path = RelationPath(
      Link(table.layout.number, own.columns, between.number, into.columns),
      Link(between.number, onward.columns, R.table.layout.number, other.columns)
    )
    let mismatch =
      symmetric && path.source != path.target
      ? "a symmetric relation leads from \(Self.self) to \(R.self): only rows of one model can be "
        + "connected both ways" : nil
    return ToMany(
      declaration: RelationDeclaration(
        description: RelationDescription(
          path,
          leadsThrough: true,
          isSymmetric: symmetric,
          name: name ?? R.table.layout.name,
          site: site,
          fault: into.fault ?? onward.fault ?? own.fault ?? other.fault ?? mismatch
        )
      )
    )
  }
}
