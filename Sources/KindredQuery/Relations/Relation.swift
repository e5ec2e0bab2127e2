// SPDX-License-Identifier: Apache-2.0

/// A way from the rows of one model to rows of another, as declared by a `static let` of the model.
///
/// A relation navigates and does nothing else: keys and their actions belong to ``Table``.
public protocol Relation<Source, Target>: Sendable {
  /// The model that declares it.
  associatedtype Source: Entity
  /// The model it leads to.
  associatedtype Target: Entity

  /// What the relation is.
  var declaration: RelationDeclaration { get }
}

/// The untyped part of a relation.
public struct RelationDeclaration: Sendable {
  package let description: RelationDescription
}

/// From a row to the one row that its key, which is not optional, refers to.
public struct ToOne<Source: Entity, Target: Entity>: Relation {
  /// What the relation is.
  public let declaration: RelationDeclaration
}

/// From a row to the row that its optional key refers to, if any.
public struct ToOneOptional<Source: Entity, Target: Entity>: Relation {
  /// What the relation is.
  public let declaration: RelationDeclaration
}

/// From a row to the one row, if any, that refers to it by a unique key.
public struct HasOne<Source: Entity, Target: Entity>: Relation {
  /// What the relation is.
  public let declaration: RelationDeclaration
}

/// From a row to all rows that refer to it, directly or over a table between.
public struct ToMany<Source: Entity, Target: Entity>: Relation {
  /// What the relation is.
  public let declaration: RelationDeclaration
}

extension RelationDeclaration {
  /// A relation along equal columns.
  static func direct<S: Entity, T: Entity>(
    _ near: [PartialKeyPath<S>],
    _ far: [PartialKeyPath<T>]?,
    name: String?,
    derived: (String) -> String,
    _ file: StaticString,
    _ line: UInt
  ) -> RelationDeclaration {
    let (nearLayout, farLayout) = (S.table.layout, T.table.layout)
    let own = nearLayout.link(near)
    let other = far.map(farLayout.link) ?? LinkColumns(columns: T.table.primaryKeyColumns)
    let link = Link(nearLayout.number, own.columns, farLayout.number, other.columns)
    let key = own.columns.first.map { nearLayout.columnNames[$0] } ?? "relation"
    return RelationDeclaration(
      description: RelationDescription(
        RelationPath(link),
        name: name ?? derived(key),
        site: Site(file, line),
        fault: own.fault ?? other.fault
      )
    )
  }
}

extension Table {
  /// The columns of the primary key: as declared, or `id`; empty if there is neither.
  package var primaryKeyColumns: [Int] {
    keys.primaryKey ?? layout.columnNames.firstIndex(of: "id").map { [$0] } ?? []
  }
}

/// The name of a to-one relation in messages: the key without "ID".
func nameOfKey(_ key: String) -> String {
  for suffix in ["ID", "Id", "_id"] where key.hasSuffix(suffix) && key.count > suffix.count {
    return String(key.dropLast(suffix.count))
  }
  return key
}

/// The name of an inverse one-to-one relation in messages: the model's, `profile` for `Profile`.
func nameOfOne<T>(_ model: T.Type) -> String {
  let name = "\(model)"
  return name.prefix(1).lowercased() + name.dropFirst()
}
