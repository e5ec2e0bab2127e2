// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredSchema
import KindredStorage

/// Following relations from rows to rows, in memory: over the parent rows and the chains of children that
/// each foreign key keeps, or by key where none is declared.
extension Session {
  /// The rows that a relation leads to from each of some rows, each once, in row-id order.
  ///
  /// - Complexity: O(owners + related rows) along foreign keys.
  package func related(
    _ path: RelationPath,
    of owners: [RowID]
  ) throws(KindredError) -> RelatedRows {
    var related = RelatedRows(owners: owners)
    for link in path.links { try follow(link, &related) }
    related.order()
    return related
  }

  /// The one row that a link leads to from each of some rows; -1 for none.
  package func relatedRow(_ link: Link, of rows: [RowID]) throws(KindredError) -> [RowID] {
    if let key = try foreignKey(link) {
      let parents = try parentRows(key)
      return rows.map { $0 < 0 ? -1 : max(parents[Int($0)], -1) }
    }
    let related = try related(RelationPath(link), of: rows)
    var next = 0
    return related.counts.map { count in
      defer { next += count }
      return count > 0 ? related.rows[next] : -1
    }
  }

  private func follow(_ link: Link, _ related: inout RelatedRows) throws(KindredError) {
    if let key = try foreignKey(link) {
      let parents = try parentRows(key)
      related.expand { _, row, found in
        let parent = parents[Int(row)]
        if parent >= 0 { found.append(parent) }
      }
    } else if let key = try foreignKey(link.reversed) {
      let index = try table(key.table).foreignKeyIndexes[key.index]
      let (first, next) = (index.firstRows, index.nextRows)
      related.expand { _, row, found in
        var child = Int(row) < first.count ? first[Int(row)] : -1
        while child >= 0 {
          found.append(child)
          child = next[Int(child)]
        }
      }
    } else {
      try match(link, &related)
    }
  }

  /// Follows a link for which there is no foreign key: finds the rows with equal values.
  ///
  /// - Complexity: O(rows of both tables).
  private func match(_ link: Link, _ related: inout RelatedRows) throws(KindredError) {
    let (near, far) = (try table(catalogue.table(link.near)), try table(catalogue.table(link.far)))
    let keys = near.keys(link.nearColumns, of: related.rows)
    let wanted = Set(keys.compactMap { $0 })
    var rowsByKey: [[Value]: [RowID]] = [:]
    for row in 0..<RowID(far.slotCount) where far.isLive(row) {
      guard let key = far.keys(link.farColumns, of: [row])[0], wanted.contains(key) else {
        continue
      }
      rowsByKey[key, default: []].append(row)
    }
    related.expand { position, _, found in
      if let key = keys[position] { found += rowsByKey[key] ?? [] }
    }
  }
}

extension KindredStorage.Table {
  /// The values of rows in some columns; nil where one is NULL, which equals nothing.
  fileprivate func keys(_ columns: [Int], of rows: [RowID]) -> [[Value]?] {
    rows.map { row in
      let key = columns.map { self.columns[$0].value(Int(row)) }
      return key.contains(where: \.isNull) ? nil : key
    }
  }
}
