// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// The clauses, once their closures have run. Each checks that it may still come.
extension QueryCore {
  mutating func addCondition(_ condition: Term, excluding: Bool = false) {
    refuseAfterLimit("a condition")
    let term: Term = excluding ? .not(.truth(.isTrue, condition)) : condition
    if grouping != nil {
      grouping?.conditions.append(term)
    } else if annotationSlot != nil {
      annotatedConditions.append(term)
    } else {
      conditions.append(term)
    }
  }

  mutating func setOrder(_ order: [Ordering]) {
    refuseAfterLimit("an order")
    preparedShape = nil
    self.order = order
    for key in order { noteDepth(key.depth) }
  }

  /// Keeps at most so many of the rows; of several limits the smallest counts.
  mutating func setLimit(_ count: Int) {
    guard count >= 0 else { return fail("a limit cannot be negative: \(count)") }
    limit = min(limit ?? count, count)
  }

  mutating func addOffset(_ count: Int) {
    guard count >= 0 else { return fail("an offset cannot be negative: \(count)") }
    guard limit == nil else {
      return fail("an offset after a limit would skip limited rows: call offset before limit")
    }
    let (sum, overflow) = offset.addingReportingOverflow(count)
    offset = overflow ? .max : sum
  }

  mutating func setDistinct() {
    refuseAfterLimit("distinct")
    isDistinct = true
  }

  mutating func annotate(_ terms: [Term]) {
    refuseAfterLimit("annotate")
    annotations = terms
    annotationSlot = slots.count
    slots.append(.computed)
  }

  /// A query of one table as one that takes conditions on the rows that its limit leaves.
  var limitable: QueryCore { limit == nil && offset == 0 ? self : nested() }

  /// A query of one table as one whose rows are grouped: in its order, and no more than its limit.
  var groupable: QueryCore {
    order.isEmpty ? limitable : nested()
  }

  mutating func group(_ keys: [Term], of tables: [Int]) {
    refuseAfterLimit("group")
    if !order.isEmpty { fail("an order before group has no effect: order the groups instead") }
    grouping = Grouping(keys: keys, tables: tables, slot: slots.count)
    slots.append(.computed)
  }

  /// - Returns: The slot of the table that is being joined.
  mutating func addTable(_ table: TableNumber) -> Int {
    refuseAfterLimit("a join")
    slots.append(.table(table))
    return slots.count - 1
  }

  private mutating func refuseAfterLimit(_ clause: String) {
    if limit != nil || offset > 0 {
      fail("\(clause) after limit or offset would have to see all rows: put it before them")
    }
  }
}
