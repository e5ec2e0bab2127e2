// SPDX-License-Identifier: Apache-2.0

/// A text test over one pool, which remembers its answers while the pool is a dictionary.
///
/// On a dictionary each distinct text is asked at most once, and equality compares handles. On any
/// other pool the first eight bytes decide most rows without touching the text.
///
/// - Complexity: O(rows), and O(distinct texts seen) evaluations on a dictionary; one byte per handle.
package final class TextFilter: @unchecked Sendable {
  private let test: TextTest
  /// Per handle 0 no, 1 yes, 2 not asked yet.
  ///
  /// Used by the one thread that runs the query.
  private var verdicts: [UInt8] = []

  package init(_ test: TextTest) { self.test = test }

  func positions(
    _ handles: ChunkedColumn<Int32>,
    _ pool: StringPool,
    rows: RowVector,
    among: [Int32]?
  ) -> [Int32] {
    if pool.isDictionary {
      if case .relation(let relation) = test.kind, relation == .equal || relation == .notEqual {
        return equalPositions(handles, pool, rows, among, isNegated: relation == .notEqual)
      }
      return dictionaryPositions(handles, pool, rows, among)
    }
    let test = test
    return selected(handles, rows, among) { handle in
      let verdict = test.verdict(ofPrefix: pool.prefix(handle))
      return verdict == 2 ? test.matches(pool[handle]) : verdict != 0
    }
  }

  private func equalPositions(
    _ handles: ChunkedColumn<Int32>,
    _ pool: StringPool,
    _ rows: RowVector,
    _ among: [Int32]?,
    isNegated: Bool
  ) -> [Int32] {
    guard let wanted = pool.handle(of: test.text) else {
      return isNegated ? among ?? allPositions(rows.count) : []
    }
    return isNegated
      ? selected(handles, rows, among) { $0 != wanted }
      : selected(handles, rows, among) { $0 == wanted }
  }

  private func dictionaryPositions(
    _ handles: ChunkedColumn<Int32>,
    _ pool: StringPool,
    _ rows: RowVector,
    _ among: [Int32]?
  ) -> [Int32] {
    if verdicts.count < pool.handleLimit {
      verdicts += [UInt8](repeating: 2, count: pool.handleLimit - verdicts.count)
    }
    return unsafe verdicts.withUnsafeMutableBufferPointer { verdicts in
      selected(handles, rows, among) { handle in
        let known = unsafe verdicts[Int(truncatingIfNeeded: handle)]
        if known < 2 { return known != 0 }
        let verdict = test.matches(pool[handle])
        unsafe verdicts[Int(truncatingIfNeeded: handle)] = byte(verdict)
        return verdict
      }
    }
  }
}
