// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// Where an operator's batches hold what: the row ids of each table source, and computed vectors.
///
/// References are resolved against it once, when operators are built.
struct Layout {
  /// One vector of row ids.
  struct Slot {
    var table: TableID
    /// Whether an outer join may have put -1 into it.
    var isPadded: Bool
  }

  /// Where the cells of one column are found.
  enum Place {
    /// In the table, at the row ids of a slot: not read before it is needed.
    case stored(slot: Int, column: Int)
    case vector(Int)
    /// Nowhere: a `row` output of a projection, which is no column.
    case absent
  }

  enum Origin {
    case rows(slot: Int)
    case computed([Place])
  }

  private(set) var slots: [Slot] = []
  /// The classes of the computed vectors.
  private(set) var classes: [StorageClass] = []
  private var sources: [(id: SourceID, origin: Origin)] = []

  init() {}

  /// The layout of a scan.
  init(_ source: SourceID, _ table: TableID) { addRows(source, table) }

  func origin(of source: SourceID) -> Origin? {
    for candidate in sources where candidate.id == source { return candidate.origin }
    return nil
  }

  func place(of reference: ColumnReference) -> Place {
    switch origin(of: reference.source) {
    case .rows(let slot): .stored(slot: slot, column: reference.index)
    case .computed(let places): places[reference.index]
    case nil: preconditionFailure("a plan mentions a source that its input does not carry")
    }
  }

  func slot(of source: SourceID) -> Int {
    guard case .rows(let slot) = origin(of: source) else {
      preconditionFailure("a plan asks for the rows of a source that has none")
    }
    return slot
  }
}

// MARK: - Making

extension Layout {
  mutating func addRows(_ source: SourceID, _ table: TableID, isPadded: Bool = false) {
    sources.append((source, .rows(slot: slots.count)))
    slots.append(Slot(table: table, isPadded: isPadded))
  }

  mutating func addComputed(_ source: SourceID, _ places: [Place]) {
    sources.append((source, .computed(places)))
  }

  /// Adds a vector; its number.
  mutating func addVector(_ storageClass: StorageClass) -> Int {
    classes.append(storageClass)
    return classes.count - 1
  }

  /// Both sides of a join; the right one's rows may be padded.
  func joined(_ right: Layout, isPadded: Bool) -> Layout {
    var result = self
    for source in right.sources {
      result.sources.append(
        (source.id, source.origin.shifted(slots: slots.count, vectors: classes.count))
      )
    }
    result.slots += right.slots.map {
      Slot(table: $0.table, isPadded: $0.isPadded || isPadded)
    }
    result.classes += right.classes
    return result
  }

  /// The same where the rows may be missing.
  var padded: Layout {
    var result = self
    for slot in result.slots.indices { result.slots[slot].isPadded = true }
    return result
  }

  func isCovered(by needed: SourceSet) -> Bool {
    for source in sources where !needed.contains(source.id) { return false }
    return true
  }

  /// The same slots and vectors under fewer names.
  func restricted(to kept: SourceSet) -> Layout {
    if isCovered(by: kept) { return self }
    var result = self
    result.sources.removeAll { !kept.contains($0.id) }
    return result
  }

  /// The part that the needed sources use, and which slots and vectors that takes, in order.
  func pruned(to needed: SourceSet) -> (layout: Layout, slots: [Int], vectors: [Int]) {
    var usesSlot = [Bool](repeating: false, count: slots.count)
    var usesVector = [Bool](repeating: false, count: classes.count)
    let kept = sources.filter { needed.contains($0.id) }
    for source in kept { source.origin.markUses(slots: &usesSlot, vectors: &usesVector) }
    let slotNumbers = slots.indices.filter { usesSlot[$0] }
    let vectorNumbers = classes.indices.filter { usesVector[$0] }
    var result = Layout()
    result.slots = slotNumbers.map { slots[$0] }
    result.classes = vectorNumbers.map { classes[$0] }
    result.sources = kept.map {
      ($0.id, $0.origin.renumbered(slots: slotNumbers, vectors: vectorNumbers))
    }
    return (result, slotNumbers, vectorNumbers)
  }
}

extension Layout.Origin {
  fileprivate func map(slot: (Int) -> Int, vector: (Int) -> Int) -> Layout.Origin {
    switch self {
    case .rows(let number): .rows(slot: slot(number))
    case .computed(let places):
      .computed(
        places.map { place in
          switch place {
          case .stored(let number, let column): .stored(slot: slot(number), column: column)
          case .vector(let number): .vector(vector(number))
          case .absent: .absent
          }
        }
      )
    }
  }

  fileprivate func shifted(slots: Int, vectors: Int) -> Layout.Origin {
    map(slot: { $0 + slots }, vector: { $0 + vectors })
  }

  fileprivate func renumbered(slots: [Int], vectors: [Int]) -> Layout.Origin {
    map(
      slot: { slots.firstIndex(of: $0) ?? 0 },
      vector: { vectors.firstIndex(of: $0) ?? 0 }
    )
  }

  fileprivate func markUses(slots: inout [Bool], vectors: inout [Bool]) {
    switch self {
    case .rows(let slot): slots[slot] = true
    case .computed(let places):
      for place in places {
        switch place {
        case .stored(let slot, _): slots[slot] = true
        case .vector(let vector): vectors[vector] = true
        case .absent: break
        }
      }
    }
  }
}
