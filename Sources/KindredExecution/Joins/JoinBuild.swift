// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// The buffered build side of a join.
///
/// Made once, also where the join runs again for each outer row of an `apply`, unless the build
/// side itself depends on that row.
final class JoinBuild {
  let layout: Layout
  /// All rows of the build side.
  let rows: Batch
  let table: JoinTable
  /// The build rows of each group, in the build side's order.
  let runs: RowRuns

  private init(_ layout: Layout, _ rows: Batch, _ table: JoinTable, _ runs: RowRuns) {
    self.layout = layout
    self.rows = rows
    self.table = table
    self.runs = runs
  }

  /// Reads the build side to its end.
  ///
  /// - `first`: a batch that was read from the input already.
  /// - `kept`: the slots and vectors worth keeping; the layout is theirs.
  convenience init(
    _ keys: JoinKeys,
    first: Batch?,
    _ input: Operator,
    keeping kept: PrunedLayout
  ) throws(KindredError) {
    var table = JoinTable(keys, input.layout)
    var store = RowStore(kept.layout)
    var groups: [Int32] = []
    var next = first
    while let batch = next {
      groups.append(contentsOf: try table.assign(keys, batch))
      store.append(kept(batch))
      next = try input.next()
    }
    self.init(
      kept.layout,
      store.batch,
      table,
      RowRuns(
        groups: groups,
        groupCount: table.groupCount,
        isNumberedByRow: table.isNumberedByRow
      )
    )
  }

  /// All rows as one group: for joins on any condition.
  convenience init(
    allOf input: Operator,
    first: Batch?,
    keeping kept: PrunedLayout
  ) throws(KindredError) {
    var store = RowStore(kept.layout)
    var next = first
    while let batch = next {
      store.append(kept(batch))
      next = try input.next()
    }
    self.init(kept.layout, store.batch, .rows(slotCount: 0), RowRuns(allOf: store.count))
  }
}
