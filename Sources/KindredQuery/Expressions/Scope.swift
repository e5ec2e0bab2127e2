// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// What one call of a closure adds to its query: the to-one paths and aggregates that it mentions.
///
/// Lives as long as the call. A row that is kept and used afterwards names an alias that no query
/// knows, which is an error when the query runs.
final class Scope {
  private(set) var alias = Alias.fresh()
  var slots: [SourceSlot]
  var aggregates: [AggregateTerm]
  var fault: KindredError?
  /// How deep the aggregates nest.
  var depth = 0

  init(_ core: QueryCore) {
    slots = core.slots
    aggregates = core.grouping?.aggregates ?? []
  }

  /// Ends the call.
  func close() { alias = .ofNoQuery }

  /// The slot of the row that the relation leads to from another: the same for the same path.
  func step(from slot: Int, along description: RelationDescription) -> Int {
    if let message = description.fault { fail(message) }
    guard let link = description.path.onlyLink else { return slot }
    let step = PathStep(from: slot, link: link)
    if let known = slots.firstIndex(where: { $0.path == step }) { return known }
    slots.append(.path(step))
    return slots.count - 1
  }

  /// The output of the aggregate; all countings of rows are one.
  func output(of aggregate: AggregateTerm) -> Int {
    if aggregate.countsRows, let known = aggregates.firstIndex(where: \.countsRows) { return known }
    aggregates.append(aggregate)
    return aggregates.count - 1
  }

  func column<V: ColumnValue>(_ slot: Int, _ column: Int, as type: V.Type = V.self) -> Expr<V> {
    Expr(
      .column(ColumnTerm(alias: alias, slot: slot, column: column, type: V.columnForm.type)),
      depth: 0
    )
  }

  func fail(_ message: String) {
    if fault == nil { fault = KindredError(.query, message) }
  }
}

extension AggregateTerm {
  var countsRows: Bool { function == .count && argument == nil && filter == nil }
}

extension Alias {
  fileprivate static let ofNoQuery = fresh()
}
