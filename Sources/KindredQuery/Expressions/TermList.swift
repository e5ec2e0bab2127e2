// SPDX-License-Identifier: Apache-2.0

/// The operands of a flat AND or OR, made to be built one by one.
///
/// `p && q && r …` is a new list at each `&&`, and the shorter ones live on. The terms stand in blocks
/// whose sizes are those powers of two that their number is the sum of, so a longer list shares all but
/// the blocks that it merges.
///
/// - Complexity: O(log n) to append, amortised.
package struct TermList: Sendable {
  /// Of falling sizes.
  private var blocks: [[Term]] = []

  init(_ terms: [Term]) {
    for term in terms { append(term) }
  }

  mutating func append(_ term: Term) {
    var block = [term]
    while let last = blocks.last, last.count == block.count {
      blocks.removeLast()
      block = last + block
    }
    blocks.append(block)
  }

  func appending(_ term: Term) -> TermList {
    var longer = self
    longer.append(term)
    return longer
  }

  /// In the order in which they were appended.
  var terms: [Term] { blocks.count == 1 ? blocks[0] : blocks.flatMap(\.self) }
}

extension Term {
  static func and(_ operands: [Term]) -> Term { .and(TermList(operands)) }
  static func or(_ operands: [Term]) -> Term { .or(TermList(operands)) }
}
