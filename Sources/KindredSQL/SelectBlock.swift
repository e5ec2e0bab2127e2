// SPDX-License-Identifier: Apache-2.0

import KindredPlan

/// One SELECT under construction: its clauses, in the order in which SQL evaluates them.
struct SelectBlock {
  var from: [FromItem] = []
  var conditions: [SQLFragment] = []
  /// The keys of the grouping; nil when nothing is grouped, empty for one group of all rows.
  var groupKeys: [SQLFragment]?
  var having: [SQLFragment] = []
  var isDistinct = false
  var order: [OrderTerm] = []
  var count: Int?
  var offset = 0

  /// What the rows consist of.
  var output: [OutputColumn]
  /// How each column of the block's sources is written inside the block.
  var spellings: [SourceColumn: SQLFragment] = [:]

  init(output: [OutputColumn]) { self.output = output }

  var isLimited: Bool { count != nil || offset > 0 }
  var isGrouped: Bool { groupKeys != nil }
  var isOneGroup: Bool { groupKeys?.isEmpty == true }
  /// Whether there is nothing but FROM, WHERE and computed columns.
  var isPlain: Bool { !isGrouped && !isDistinct && !isLimited }
}

/// One table or subquery of a FROM clause, and how it is joined to those before it.
struct FromItem {
  enum Join {
    case first
    case inner
    case left
    case full
  }

  var join: Join
  var text: SQLText
  var on: [SQLFragment] = []
}

/// One term of an ORDER BY clause.
struct OrderTerm {
  var fragment: SQLFragment
  var isDescending: Bool
  var nullsFirst: Bool
}
