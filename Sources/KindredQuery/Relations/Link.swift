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

/// How a relation gets from a row to related rows.
package enum RelationPath: Sendable, Hashable {
  case direct(Link)
  /// Over the rows of a table between: into it, and on from it.
  case through(Link, Link)

  package var target: TableNumber {
    switch self {
    case .direct(let link), .through(_, let link): link.far
    }
  }

  /// The table of the row that the relation starts from.
  var source: TableNumber {
    switch self {
    case .direct(let link), .through(let link, _): link.near
    }
  }

  /// The columns of the row that the relation starts from.
  package var nearColumns: [Int] {
    switch self {
    case .direct(let link), .through(let link, _): link.nearColumns
    }
  }
}

/// What a relation is, besides its types: its path, its name in messages and where it was declared.
package final class RelationDescription: Sendable {
  package let path: RelationPath
  package let name: String
  package let site: Site
  /// What is wrong with the declaration; reported when the relation is used.
  package let fault: String?
  /// A number that each declaration has to itself: where a session keeps what it loaded.
  package let number: Int

  private static let counter = Atomic<Int>(0)

  init(_ path: RelationPath, name: String, site: Site, fault: String? = nil) {
    self.path = path
    self.name = name
    self.site = site
    self.fault = fault ?? Self.nameClash(path, name, site)
    number = Self.nextNumber()
  }

  /// Where the relations that were used so far are declared, under their table and name.
  private static let declared = Mutex<[RelationName: (path: RelationPath, site: Site)]>([:])

  /// The fault of a relation that has the name of another one of its model.
  private static func nameClash(_ path: RelationPath, _ name: String, _ site: Site) -> String? {
    declared.withLock { declared in
      let key = RelationName(table: path.source, name: name)
      guard let other = declared[key] else {
        declared[key] = (path, site)
        return nil
      }
      if other.path == path { return nil }
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
