// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Equal columns that connect the rows of two tables: the near side's with the far side's.
package struct Link: Sendable, Hashable {
  package let near: TableNumber
  package let nearColumns: [Int]
  package let far: TableNumber
  package let farColumns: [Int]

  package init(_ near: TableNumber, _ nearColumns: [Int], _ far: TableNumber, _ farColumns: [Int]) {
    self.near = near
    self.nearColumns = nearColumns
    self.far = far
    self.farColumns = farColumns
  }

  /// The same columns, seen from the other side.
  package var reversed: Link { Link(far, farColumns, near, nearColumns) }
}

/// How a relation gets from a row to related rows: one link, or several in a row over tables between.
package struct RelationPath: Sendable, Hashable {
  /// At least one; each begins at the table where the one before ends.
  package let links: [Link]

  package init(_ links: Link...) { self.links = links }

  init(_ first: RelationPath, _ second: RelationPath) { links = first.links + second.links }

  /// The table of the related rows.
  package var target: TableNumber { links[links.count - 1].far }
  /// The table of the row that the relation starts from.
  package var source: TableNumber { links[0].near }
  /// The tables that it comes through and ends in.
  package var tables: [TableNumber] { links.map(\.far) }
  /// The columns of the row that the relation starts from.
  package var nearColumns: [Int] { links[0].nearColumns }
  /// The one link of a relation without tables between.
  package var onlyLink: Link? { links.count == 1 ? links[0] : nil }
}

/// What a relation is, besides its types: its path, its name in messages and where it was declared.
package final class RelationDescription: Sendable {
  package let path: RelationPath
  /// The conditions, order and limit of a relation to a part of the related rows only.
  package let shape: QueryCore?
  /// Whether it leads over a table between, whose rows can be added and removed.
  package let leadsThrough: Bool
  /// Whether each link has a twin that leads back: see `symmetric:`.
  package let isSymmetric: Bool
  package let name: String
  package let site: Site
  /// What is wrong with the declaration; reported when the relation is used.
  package let fault: String?
  /// A number that each declaration has to itself: where a session keeps what it loaded.
  package let number: Int

  private static let counter = Atomic<Int>(0)

  init(
    _ path: RelationPath,
    shape: QueryCore? = nil,
    leadsThrough: Bool = false,
    isSymmetric: Bool = false,
    name: String,
    site: Site,
    fault: String? = nil
  ) {
    self.path = path
    self.shape = shape
    self.leadsThrough = leadsThrough
    self.isSymmetric = isSymmetric
    self.name = name
    self.site = site
    self.fault = fault ?? Self.nameClash(path, isShaped: shape != nil, name, site)
    number = Self.nextNumber()
  }

  /// The related rows as a query without a row to start from: the relation's shape, or all rows.
  package var related: QueryCore { shape ?? QueryCore(root: path.target) }

  /// Where the relations that were used so far are declared, under their table and name.
  private static let declared = Mutex<[RelationName: Declared]>([:])

  private struct Declared {
    let path: RelationPath
    let isShaped: Bool
    let site: Site
  }

  /// The fault of a relation that has the name of another one of its model.
  private static func nameClash(
    _ path: RelationPath,
    isShaped: Bool,
    _ name: String,
    _ site: Site
  ) -> String? {
    declared.withLock { declared in
      let key = RelationName(table: path.source, name: name)
      guard let other = declared[key] else {
        declared[key] = Declared(path: path, isShaped: isShaped, site: site)
        return nil
      }
      if other.path == path, !isShaped, !other.isShaped { return nil }
      return "two relations of \(path.source.typeName) are called \"\(name)\" (\(other.site) and "
        + "\(site)): give one of them a name: of its own"
    }
  }

  /// A number for something that is kept like a relation.
  package static func nextNumber() -> Int {
    counter.wrappingAdd(1, ordering: .relaxed).oldValue
  }
}

private struct RelationName: Hashable {
  let table: TableNumber
  let name: String
}

extension ModelLayout {
  /// The columns of the key paths; a fault where one is no column.
  func link(_ keyPaths: [PartialKeyPath<T>]) -> LinkColumns {
    let columns = keyPaths.compactMap(position)
    return LinkColumns(
      columns: columns,
      fault: columns.count == keyPaths.count
        ? nil : "a relation names a property of \(T.self) that is not a column"
    )
  }
}

/// One side of a link, or what is wrong with it.
struct LinkColumns {
  var columns: [Int]
  var fault: String?
}
