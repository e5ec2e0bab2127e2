// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// One occurrence of a table, or of computed columns, in a query.
///
/// Every scan, projection and aggregation of a query introduces its own source, so a reference never
/// depends on where it stands: a self-join has two sources for one table, and a correlated subquery
/// simply mentions a source that it does not introduce itself.
package struct SourceID: Sendable, Hashable {
  package let raw: Int
  package init(_ raw: Int) { self.raw = raw }
}

/// A column of a source: of the table that it scans, or the n-th that it computes.
///
/// Source and index are its identity; the type only says what to expect there.
package struct ColumnReference: Sendable, Hashable {
  package var source: SourceID
  package var index: Int
  package var type: ColumnType

  package init(_ source: SourceID, _ index: Int, _ type: ColumnType) {
    self.source = source
    self.index = index
    self.type = type
  }

  package static func == (left: ColumnReference, right: ColumnReference) -> Bool {
    left.source == right.source && left.index == right.index
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(source)
    hasher.combine(index)
  }
}
