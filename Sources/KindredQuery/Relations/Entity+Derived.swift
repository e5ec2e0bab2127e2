// SPDX-License-Identifier: Apache-2.0

/// Relations made of others.
extension Entity {
  /// The rows that one relation and then another lead to, each once: `author.reviews`, over books.
  ///
  ///     static let reviews = toMany(over: \.books, \Book.Type.reviews)
  ///
  /// Each step may be any relation, this kind included: so there can be any number of steps.
  ///
  /// - Parameters:
  ///   - first: A relation of this model.
  ///   - second: A relation of the model that it leads to.
  ///   - name: The name in messages; else that of the second relation.
  ///   - file: Where the relation is declared, for messages.
  ///   - line: Where the relation is declared, for messages.
  /// - Returns: The relation, which can be read and loaded, not written to.
  public static func toMany<A: Relation, B: Relation>(
    over first: KeyPath<Self.Type, A>,
    _ second: KeyPath<A.Target.Type, B>,
    name: String? = nil,
    file: StaticString = #fileID,
    line: UInt = #line
  ) -> ToMany<Self, B.Target> where A.Source == Self, B.Source == A.Target {
    let (one, other) = (
      Self.self[keyPath: first].description, A.Target.self[keyPath: second].description
    )
    let isShaped = one.shape != nil || other.shape != nil
    return ToMany(
      declaration: RelationDeclaration(
        description: RelationDescription(
          RelationPath(one.path, other.path),
          name: name ?? other.name,
          site: Site(file, line),
          fault: one.fault ?? other.fault
            ?? (isShaped
              ? "a relation over two others leads over \(nameOfShaped(one, other)), which has "
                + "conditions of its own: shape the whole relation instead" : nil)
        )
      )
    )
  }

  /// Some of the rows that refer to a row, in an order of their own, under a name of its own.
  ///
  ///     static let recentBooks = toMany(\Book.authorID, name: "recentBooks") {
  ///       $0.where { $0.year >= 2000 }.order { $0.year.descending }
  ///     }
  ///
  /// A limit counts per row that the relation starts from where objects load it, and where a query
  /// mentions it.
  public static func toMany<R: Entity, V: ColumnValue>(
    _ key: WritableKeyPath<R, V>,
    name: String,
    file: StaticString = #fileID,
    line: UInt = #line,
    _ shape: (Query<R>) -> Query<R>
  ) -> ToMany<Self, R> where V.Base == ID<Self> {
    let whole = Link(
      table.layout.number,
      table.primaryKeyColumns,
      R.table.layout.number,
      R.table.layout.link([key]).columns
    )
    return shaped(
      RelationPath(whole),
      R.table.layout.link([key]).fault,
      name,
      Site(file, line),
      shape
    )
  }

  /// Some of the rows of another to-many relation, in an order of their own, under a name of its own.
  ///
  ///     static let newTags = toMany(\.tags, name: "newTags") { $0.order { $0.id.descending }.limit(3) }
  public static func toMany<R: Entity>(
    _ relation: KeyPath<Self.Type, ToMany<Self, R>>,
    name: String,
    file: StaticString = #fileID,
    line: UInt = #line,
    _ shape: (Query<R>) -> Query<R>
  ) -> ToMany<Self, R> {
    let whole = Self.self[keyPath: relation].description
    let fault =
      whole.shape == nil
      ? nil : "the relation \(name) narrows \(whole.name), which has conditions of its own"
    return shaped(whole.path, whole.fault ?? fault, name, Site(file, line), shape)
  }

  private static func shaped<R: Entity>(
    _ path: RelationPath,
    _ fault: String?,
    _ name: String,
    _ site: Site,
    _ shape: (Query<R>) -> Query<R>
  ) -> ToMany<Self, R> {
    ToMany(
      declaration: RelationDeclaration(
        description: RelationDescription(
          path,
          shape: shape(R.all).core,
          name: name,
          site: site,
          fault: fault
        )
      )
    )
  }
}

private func nameOfShaped(_ one: RelationDescription, _ other: RelationDescription) -> String {
  one.shape == nil ? other.name : one.name
}
