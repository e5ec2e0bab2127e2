// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// A column of an index, and in which direction the index goes by it.
public struct IndexPart<T: Entity>: Sendable {
  let column: any PartialKeyPath<T> & Sendable
  let isDescending: Bool

  /// From small to large; NULLs first.
  public static func ascending(_ column: any PartialKeyPath<T> & Sendable) -> IndexPart {
    IndexPart(column: column, isDescending: false)
  }

  /// From large to small; NULLs last.
  public static func descending(_ column: any PartialKeyPath<T> & Sendable) -> IndexPart {
    IndexPart(column: column, isDescending: true)
  }
}

extension Table {
  /// Keeps the rows in the order of the columns as well: the first decides, the next where it ties.
  ///
  ///     .index(\.year).index(\.lastName, \.firstName)
  ///
  /// Queries use it for equality with values of its first columns, then a range, a list or a prefix of
  /// text of the next one, and for sorting by its columns, also in reverse; `explain()` names it. It
  /// makes nothing unique and changes no result. Foreign keys and unique keys have an index for equality
  /// without asking; ask for one here to have ranges and order of them, too.
  ///
  /// Costs 4 to 8 bytes per row, and O(log rows) per row that is added, deleted or changed in one of the
  /// columns. Rows added many at a time are sorted.
  public func index(_ columns: PartialKeyPath<T>...) -> Table {
    adding { keys in
      if let columns = layout.positions(of: columns, for: "index", &keys.faults) {
        keys.indexes.append(IndexSchema(columns: columns))
      }
    }
  }

  /// The same with a direction for each column: only where they differ does it matter, as an index is
  /// read in reverse, too.
  ///
  ///     .index(.descending(\.year), .ascending(\.title))
  public func index(_ parts: IndexPart<T>...) -> Table {
    adding { keys in
      let columns = parts.map { $0.column as PartialKeyPath<T> }
      guard let columns = layout.positions(of: columns, for: "index", &keys.faults) else { return }
      keys.indexes.append(
        IndexSchema(zip(columns, parts).map { .init($0, isDescending: $1.isDescending) })
      )
    }
  }
}
