// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// Adds to each row the row that an expression of row ids names: the parent of a foreign key, or the
/// partner in a whole table that is joined by its own row id.
///
/// Streams its input and keeps its order and its duplicates: never more rows than the input. `inner`
/// drops rows that name none, `left` pads them, `semi` and `anti` only test. No buffer.
///
/// - Complexity: O(rows), one gather.
final class ParentLookup: Operator {
  private let input: Operator
  private let kind: JoinKind
  private let parent: BoundExpression
  private let kept: PrunedLayout

  init(
    _ kind: JoinKind,
    _ input: Operator,
    _ parent: BoundExpression,
    source: SourceID,
    table: TableID,
    needed: SourceSet
  ) {
    self.input = input
    self.kind = kind
    self.parent = parent
    var layout = input.layout
    switch kind {
    case .inner: layout.addRows(source, table)
    case .left, .full: layout.addRows(source, table, isPadded: true)
    case .semi, .anti: break
    }
    kept = PrunedLayout(layout, needed: needed)
    super.init(kept.layout)
  }

  override func next() throws(KindredError) -> Batch? {
    while let batch = try input.next() {
      probes += batch.count
      let parents = try parent.rows(batch)
      if let result = joined(batch, parents) {
        return kept(result)
      }
    }
    return nil
  }

  private func joined(_ batch: Batch, _ parents: RowVector) -> Batch? {
    switch kind {
    case .left, .full: return batch.joined(Batch(count: batch.count, rows: [parents]))
    case .inner:
      let ids = parents.ids
      guard ids.paddingBytes != nil else {
        return batch.joined(Batch(count: batch.count, rows: [parents]))
      }
      let positions = Truth.positions(whereNotNegative: ids)
      if positions.isEmpty { return nil }
      let found = Batch(count: positions.count, rows: [.ids(ids.gathered(positions))])
      return batch.gathered(positions).joined(found)
    case .semi, .anti:
      let ids = parents.ids
      let positions =
        kind == .semi
        ? Truth.positions(whereNotNegative: ids) : Truth.positions(whereNegative: ids)
      return positions.isEmpty ? nil : batch.keeping(positions)
    }
  }
}
