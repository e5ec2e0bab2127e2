// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// Computes expressions as the columns of a new source; `row` outputs pass their source on.
///
/// Streams its input and keeps its order and its duplicates. A plain column of a table is not read:
/// the row ids are passed on, and whoever needs the cells reads them.
///
/// - Complexity: O(rows · expressions); no memory beyond the batch.
final class Project: Operator {
  private let input: Operator
  private let computed: [BoundExpression]
  /// What of the input is passed on.
  private let kept: PrunedLayout

  init(_ source: SourceID, _ expressions: [Expression], _ input: Operator, _ binder: Binder) {
    self.input = input
    var passed = SourceSet()
    for case .row(let kept) in expressions { passed.insert(kept) }
    // Columns that are only read again keep what they refer to alive.
    var carried = passed
    for case .column(let reference) in expressions { carried.insert(reference.source) }
    kept = PrunedLayout(input.layout, needed: carried)
    let inner = kept.layout

    var layout = inner.restricted(to: passed)
    var computed: [BoundExpression] = []
    let places = expressions.map { expression -> Layout.Place in
      switch expression {
      case .row: return .absent
      case .column(let reference): return inner.place(of: reference)
      case .literal, .parameter, .rowID, .parentRowID, .comparison, .and, .or, .not, .isNull,
        .truth, .inList, .textMatch, .arithmetic, .negate, .function, .coalesce, .conditional,
        .exists, .scalar, .inSubquery:
        let bound = binder.bind(expression)
        computed.append(bound)
        return .vector(layout.addVector(bound.storageClass(in: binder.layout)))
      }
    }
    layout.addComputed(source, places)
    self.computed = computed
    super.init(layout)
  }

  override func all() throws(KindredError) -> Batch {
    guard computed.isEmpty else { return try super.all() }
    return kept(try input.all())
  }

  override func next() throws(KindredError) -> Batch? {
    guard let batch = try input.next() else { return nil }
    var result = kept(batch)
    for expression in computed { result.vectors.append(try expression.values(batch)) }
    return result
  }
}
