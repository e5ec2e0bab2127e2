// SPDX-License-Identifier: Apache-2.0

import KindredQuery
import KindredSchema

/// What a session has loaded of one to-many, or inverse one-to-one, relation, or of a slot: for each
/// owner's row a run of a shared list.
///
/// Not loaded is a state of its own, not an empty run. What the session writes makes lists stale: each is
/// brought up to date when it is next read, and stays loaded. The objects' type is forgotten, for the
/// reason that ``ObjectMap`` gives.
final class RelationStore {
  private var spans: ContiguousArray<Span> = []
  private var batches: ContiguousArray<ListBatch> = []

  /// Whether any list was read.
  var wasRead: Bool { unsafe isRead }
  /// Set by every read, which an exclusivity check would slow down.
  @exclusivity(unchecked)
  private var isRead = false

  private struct Span {
    /// -1 for not loaded.
    var batch: Int32 = -1
    var start: Int32 = 0
    var count: Int32 = 0
  }

  func isLoaded(_ owner: RowID) -> Bool {
    owner >= 0 && Int(owner) < spans.count && spans[Int(owner)].batch >= 0
  }

  /// The related objects of the owner's row; nil if they were not loaded, or may be stale: the session has
  /// written more often than when they were last known to hold.
  @inline(__always)
  func list<R: Entity>(of owner: RowID, _ type: R.Type, writeCount: Int) -> LiveList<R>? {
    guard isLoaded(owner) else { return nil }
    let span = spans[Int(owner)]
    let batch = Int(span.batch)
    guard batches[batch].writeCount == writeCount else { return nil }
    unsafe isRead = true
    return LiveList(batches[batch].objects, Int(span.start), Int(span.count))
  }

  /// Makes sure that the list of an owner whose relation is loaded is what the tables say.
  func update(_ owner: RowID, _ graph: GraphSession) throws(KindredError) {
    let batch = Int(spans[Int(owner)].batch)
    if graph.version(of: batches[batch].tables) == batches[batch].version {
      batches[batch].writeCount = graph.writeCount
    } else {
      try batches[batch].load.refresh(owner, graph)
    }
  }

  /// Remembers the related objects of owners: those of one owner one after the other.
  func remember(_ batch: ListBatch, _ counts: [(owner: RowID, count: Int)]) {
    let largest = counts.reduce(-1) { max($0, Int($1.owner)) }
    if largest >= spans.count {
      spans.append(contentsOf: repeatElement(Span(), count: largest + 1 - spans.count))
    }
    let number = place(batch, counts)
    var start: Int32 = 0
    for (owner, count) in counts {
      spans[Int(owner)] = Span(batch: number, start: start, count: Int32(count))
      start += Int32(count)
    }
  }

  /// A list that changes again and again takes the place that it has.
  private func place(_ batch: ListBatch, _ counts: [(owner: RowID, count: Int)]) -> Int32 {
    if counts.count == 1 {
      let known = spans[Int(counts[0].owner)].batch
      if known >= 0, batches[Int(known)].isOneList {
        batches[Int(known)] = batch
        return known
      }
    }
    batches.append(batch)
    return Int32(batches.count - 1)
  }
}

/// Lists that were dealt out together.
struct ListBatch {
  let objects: ContiguousArray<AnyObject>
  /// What was loaded, for lists to be brought up to date.
  let load: any GraphListLoad
  /// The tables whose rows decide about the lists; nil for any.
  let tables: [TableID]?
  /// The state of those tables for which the lists hold.
  let version: Int
  /// Whether it is the list of one owner.
  let isOneList: Bool
  /// How often the session had written when the lists were last known to hold.
  var writeCount: Int
}
