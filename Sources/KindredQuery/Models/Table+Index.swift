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
        keys.indexes.append(IndexDefinition(schema: IndexSchema(columns: columns)))
      }
    }
  }

  /// The same with a direction for each column: only where they differ does it matter, as an index is
  /// read in reverse, too.
  ///
  ///     .index(.descending(\.year), .ascending(\.title))
  public func index(_ parts: IndexPart<T>...) -> Table {
    adding(parts)
  }

  /// The same over the rows that meet a condition: a *partial* index, small and cheap to keep where few do.
  ///
  ///     .index(\.due, where: { !$0.isDone })
  ///     .index(\.country, \.name, where: { $0.deleted == nil && $0.rank > 10 })
  ///
  /// A query uses it if its own conditions, taken together, leave only such rows; which conditions those are
  /// is decided test by test, without arithmetic. The condition consists of tests of the row's columns
  /// against constants, joined by `&&`: `==`, `!=`, `<`, `<=`, `>`, `>=`, nil or not nil, a Bool or its
  /// negation.
  public func index<B: ColumnValue>(
    _ columns: (any PartialKeyPath<T> & Sendable)...,
    file: StaticString = #fileID,
    line: UInt = #line,
    where condition: @escaping @Sendable (Ref<T>) -> Expr<B>
  ) -> Table where B.Base == Bool {
    adding(columns.map(IndexPart.ascending), (Site(file, line), condition))
  }

  /// The same with a direction for each column.
  public func index<B: ColumnValue>(
    _ parts: IndexPart<T>...,
    file: StaticString = #fileID,
    line: UInt = #line,
    where condition: @escaping @Sendable (Ref<T>) -> Expr<B>
  ) -> Table where B.Base == Bool {
    adding(parts, (Site(file, line), condition))
  }

  private func adding(_ parts: [IndexPart<T>]) -> Table {
    adding(parts, nil as (Site, @Sendable (Ref<T>) -> Expr<Bool>)?)
  }

  private func adding<B: ColumnValue>(
    _ parts: [IndexPart<T>],
    _ condition: (site: Site, of: @Sendable (Ref<T>) -> Expr<B>)?
  ) -> Table where B.Base == Bool {
    adding { keys in
      let columns = parts.map { $0.column as PartialKeyPath<T> }
      guard let columns = layout.positions(of: columns, for: "index", &keys.faults) else { return }
      var index = IndexDefinition(
        schema: IndexSchema(zip(columns, parts).map { .init($0, isDescending: $1.isDescending) })
      )
      if let condition {
        // The condition speaks of the table that is being described: built later.
        index.condition = (condition.site, { T.all.where(condition.of).core })
      }
      keys.indexes.append(index)
    }
  }
}

/// An index as declared, the condition of a partial one not yet looked at.
struct IndexDefinition: Sendable {
  var schema: IndexSchema
  /// The rows that it has.
  var condition: (site: Site, rows: @Sendable () -> QueryCore)?
}
