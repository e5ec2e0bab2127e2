// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredSchema
import KindredStorage

/// Writing the rows of a table between, which a many-to-many relation leads over.
extension Session {
  /// Connects a row with others by rows of the table between; those that are connected stay as they are.
  ///
  /// One statement, none if there is nothing to add. A symmetric relation gets the rows that lead back,
  /// too. Pending changes are written already.
  ///
  /// - Returns: How many rows were added.
  /// - Throws: `query` if the table between needs more than the two keys; else as an insertion.
  @discardableResult
  package func addLinks(
    _ relation: RelationDescription,
    from owner: RowID,
    to targets: [RowID],
    _ site: Site
  ) throws(KindredError) -> Int {
    let start = isLogging ? ContinuousClock.now : nil
    let known = Set(try links(relation, of: owner).map(\.target))
    var missing: [RowID] = []
    for target in targets where !known.contains(target) && !missing.contains(target) {
      missing.append(target)
    }
    var pairs = missing.map { (from: owner, to: $0) }
    if relation.isSymmetric {
      for target in missing where target != owner {
        let back = try links(relation, of: target)
        if !back.contains(where: { $0.target == owner }) { pairs.append((target, owner)) }
      }
    }
    if pairs.isEmpty { return 0 }
    let table = try catalogue.table(relation.path.links[0].far)
    let vectors = try writingAtomically { transaction throws(KindredError) in
      let vectors = try linkColumns(relation, pairs, table) {
        .integer(transaction.nextAutoIncrement(table))
      }
      try transaction.insert(into: table, vectors, count: pairs.count)
      return vectors
    }
    record(
      Purpose(site, kind: .write),
      rows: pairs.count,
      since: start,
      .insert(table, vectors, count: pairs.count)
    )
    try objects?.didWrite(TableChange(table: table))
    return pairs.count
  }

  /// Deletes the rows of the table between that connect a row with some others, or with any; none where
  /// they are not connected.
  ///
  /// - Returns: How many rows were deleted.
  @discardableResult
  package func removeLinks(
    _ relation: RelationDescription,
    from owner: RowID,
    to targets: [RowID]?,
    _ site: Site
  ) throws(KindredError) -> Int {
    let start = isLogging ? ContinuousClock.now : nil
    let links = try links(relation, of: owner).filter { targets?.contains($0.target) ?? true }
    var rows = links.map(\.row)
    if relation.isSymmetric {
      for target in Set(links.map(\.target)) where target != owner {
        rows += try self.links(relation, of: target).filter { $0.target == owner }.map(\.row)
      }
    }
    if rows.isEmpty { return 0 }
    rows.sort()
    let number = relation.path.links[0].far
    let table = try catalogue.table(number)
    let schema = catalogue.schema[table]
    let keys = isLogging ? try values(of: schema.primaryKey, rows: rows, in: table) : []
    let deleted = try delete(rows, from: table)
    if isLogging {
      var core = QueryCore(root: number)
      core.restrict(schema.primaryKey, schema.columns.map(\.type), toKeys: keys)
      var lowering = Lowering(catalogue)
      let statement = try lowering.query(core)
      record(
        Purpose(site, kind: .write),
        rows: deleted.count,
        since: start,
        .deleteRows(table, statement)
      )
    }
    return deleted.count
  }

  /// The rows of the table between that lead on from a row, with the rows that they lead to.
  private func links(
    _ relation: RelationDescription,
    of owner: RowID
  ) throws(KindredError) -> [(row: RowID, target: RowID)] {
    let path = relation.path.links
    let rows = try related(RelationPath(path[0]), of: [owner]).rows
    return Array(zip(rows, try relatedRow(path[1], of: rows)))
  }

  /// The columns of new rows of the table between: the keys of both sides, defaults, keys handed out.
  private func linkColumns(
    _ relation: RelationDescription,
    _ pairs: [(from: RowID, to: RowID)],
    _ table: TableID,
    nextKey: () -> Value
  ) throws(KindredError) -> [Vector] {
    let (into, onward) = (relation.path.links[0], relation.path.links[1])
    let near = try values(
      of: into.nearColumns,
      rows: pairs.map(\.from),
      in: catalogue.table(into.near)
    )
    let far = try values(
      of: onward.farColumns,
      rows: pairs.map(\.to),
      in: catalogue.table(onward.far)
    )
    let schema = catalogue.schema[table]
    var vectors: [Vector] = []
    for (column, declaration) in schema.columns.enumerated() {
      let values: [Value]
      if let place = into.farColumns.firstIndex(of: column) {
        values = near.map { $0[place] }
      } else if let place = onward.nearColumns.firstIndex(of: column) {
        values = far.map { $0[place] }
      } else {
        values = defaults(of: column, in: table, count: pairs.count, nextKey: nextKey)
        guard declaration.isNullable || !values.contains(where: \.isNull) else {
          throw KindredError(
            .query,
            "a link by \(relation.name) would need a value for \(schema.label(of: [column])), which has "
              + "no default in its Table: add the row of the table between itself, by s.add",
            table: schema.name,
            columns: [declaration.name]
          )
        }
      }
      vectors.append(Vector(values, as: declaration.type.storageClass))
    }
    return vectors
  }
}
