// SPDX-License-Identifier: Apache-2.0

import KindredPlan

extension PlanWriter {
  /// Appends the right side's tables to the left side's.
  ///
  /// Conditions of both sides end in WHERE: each mentions columns only that the joins after it
  /// leave alone. A full join on the right is a derived table, as it would pad the left side's tables too.
  func innerJoin(
    _ left: SelectBlock,
    _ right: SelectBlock,
    on condition: Expression
  ) -> SelectBlock {
    var right = joinable(right)
    if right.from.contains(where: { $0.join == .full }) { right = derived(right) }
    var block = merged(joinable(left), right)
    if !canMention([condition], block) {
      right = derived(right)
      block = merged(derived(joinable(left)), right)
    }
    block.conditions += right.conditions
    let fragments = conditions(condition, block)
    if right.from.contains(where: { $0.join == .left }) {
      block.conditions += fragments
    } else {
      block.from[block.from.count - 1].on += fragments
    }
    return block
  }

  /// The right side must be one table whose columns are all its own, since its rows get padded; its
  /// conditions pick partners, so they belong to ON.
  func leftJoin(
    _ left: SelectBlock,
    _ right: SelectBlock,
    on condition: Expression
  ) -> SelectBlock {
    var right = joinable(right)
    if right.from.count != 1 || !canBePadded(right) {
      right = derived(right)
    }
    right.from[0].join = .left
    var block = merged(joinable(left), right)
    if !canMention([condition], block) { block = merged(derived(joinable(left)), right) }
    block.from[block.from.count - 1].on += right.conditions + conditions(condition, block)
    return block
  }

  /// Both sides must be one table whose columns are all its own, without conditions, since the rows of both
  /// get padded.
  func fullJoin(
    _ left: SelectBlock,
    _ right: SelectBlock,
    on condition: Expression
  ) -> SelectBlock {
    let left = padable(left)
    var right = padable(right)
    right.from[0].join = .full
    var block = merged(left, right)
    block.from[block.from.count - 1].on += conditions(condition, block)
    return block
  }

  private func padable(_ block: SelectBlock) -> SelectBlock {
    let block = joinable(block)
    return block.from.count == 1 && block.conditions.isEmpty && canBePadded(block)
      ? block : derived(block)
  }

  /// The block as an operand of a join.
  ///
  /// Its order means nothing any more.
  private func joinable(_ block: SelectBlock) -> SelectBlock {
    var block = block
    if !block.isPlain || block.from.isEmpty { block = derived(block) }
    block.order = []
    return block
  }

  /// Whether padding the block's only table pads all that is mentioned of it.
  private func canBePadded(_ block: SelectBlock) -> Bool {
    let sources = Set(block.output.map(\.source))
    return block.spellings.allSatisfy { column, fragment in
      fragment.isColumn || !sources.contains(column.source) || !names.isMentioned(column)
    }
  }

  private func merged(_ left: SelectBlock, _ right: SelectBlock) -> SelectBlock {
    var block = left
    var items = right.from
    if items[0].join == .first { items[0].join = .inner }
    block.from += items
    block.output += right.output
    block.spellings.merge(right.spellings) { _, new in new }
    return block
  }

  private func conditions(_ condition: Expression, _ block: SelectBlock) -> [SQLFragment] {
    condition.conjuncts.filter { $0 != .true }.map { fragment($0, in: block) }
  }
}
