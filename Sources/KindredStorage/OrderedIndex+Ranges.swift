// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredSchema

extension OrderedIndex {
  /// A run of neighbouring rows of an index.
  package struct Run: Sendable {
    var start: Place
    var end: Place
    package internal(set) var count: Int
  }

  /// The rows whose keys are in the range.
  ///
  /// - Complexity: O(log rows) comparisons, and a look at each branch for counting them.
  package func run(_ range: KeyRange, in table: Table) -> Run {
    let keys = IndexKeys(self, table)
    let (start, end) = ends(of: range, keys)
    let count = rank(of: end) - rank(of: start)
    return Run(start: start, end: end, count: max(0, count))
  }

  private func ends(of range: KeyRange, _ keys: IndexKeys) -> (start: Place, end: Place) {
    let prefix = range.prefix
    switch range.limits {
    case .none: return (before(prefix, keys), after(prefix, keys))
    case .textPrefix(let text):
      return (
        firstPlace { keys.compare($0, prefix, textPrefix: text) < 0 },
        firstPlace { keys.compare($0, prefix, textPrefix: text) <= 0 }
      )
    case .between(let lower, let upper):
      if keys.isDescending(prefix.count) {
        return (
          upper.map {
            $0.isInclusive ? before(prefix + [$0.value], keys) : after(prefix + [$0.value], keys)
          }
            ?? before(prefix, keys),
          lower.map {
            $0.isInclusive ? after(prefix + [$0.value], keys) : before(prefix + [$0.value], keys)
          }
            ?? before(prefix + [.null], keys)
        )
      }
      return (
        lower.map {
          $0.isInclusive ? before(prefix + [$0.value], keys) : after(prefix + [$0.value], keys)
        }
          ?? after(prefix + [.null], keys),
        upper.map {
          $0.isInclusive ? after(prefix + [$0.value], keys) : before(prefix + [$0.value], keys)
        }
          ?? after(prefix, keys)
      )
    }
  }

  private func before(_ values: [Value], _ keys: IndexKeys) -> Place {
    firstPlace { keys.compare($0, values) < 0 }
  }

  private func after(_ values: [Value], _ keys: IndexKeys) -> Place {
    firstPlace { keys.compare($0, values) <= 0 }
  }
}

// MARK: - Reading

extension OrderedIndex {
  /// Takes rows off the start of the run, at most a leaf of them, and adds them to the list.
  ///
  /// - Returns: Whether there were any.
  package func takeFirst(_ run: inout Run, into rows: inout [RowID]) -> Bool {
    guard run.count > 0 else { return false }
    let place = normalized(run.start)
    let node = leafNode(place)
    let taken = min(run.count, Int(node.count) - place.offset)
    rows += leaves.run(Int(node.slot) * Self.leafCapacity + place.offset, count: taken)
    run.count -= taken
    run.start = place
    run.start.offset += taken
    return true
  }

  /// The same off the end of the run, the last row first.
  package func takeLast(_ run: inout Run, into rows: inout [RowID]) -> Bool {
    guard run.count > 0 else { return false }
    var place = run.end
    if place.offset == 0 {
      if place.leaf == 0 {
        place.branch -= 1
        place.leaf = Int(root[place.branch].count)
      }
      place.leaf -= 1
      place.offset = Int(leafNode(place).count)
    }
    let node = leafNode(place)
    let taken = min(run.count, place.offset)
    let start = Int(node.slot) * Self.leafCapacity + place.offset - taken
    rows += leaves.run(start, count: taken).reversed()
    run.count -= taken
    run.end = place
    run.end.offset -= taken
    return true
  }

  /// All rows of a run, in the order of the index.
  package func rows(_ run: Run) -> [RowID] {
    var run = run
    var rows: [RowID] = []
    rows.reserveCapacity(run.count)
    while takeFirst(&run, into: &rows) {}
    return rows
  }

  /// All rows, in order.
  package var allRows: [RowID] {
    rows(Run(start: Place(), end: Place(branch: root.count), count: rowCount))
  }

  /// Whether two rows have the same values in the first parts of their keys, asked of pairs of rows.
  package func tieTest(parts: Int, in table: Table) -> (RowID, RowID) -> Bool {
    let keys = IndexKeys(self, table)
    return { keys.areEqual($0, $1, parts: parts) }
  }
}
