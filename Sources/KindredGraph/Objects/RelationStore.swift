// SPDX-License-Identifier: Apache-2.0

import KindredQuery
import KindredSchema

/// What a session has loaded of one to-many, or inverse one-to-one, relation: for each owner's row
/// a run of one shared list.
///
/// Not loaded is a state of its own, not an empty run.
final class RelationStore<R: Entity>: AnyRelationStore {
  let path: RelationPath
  /// The state of the tables for which the lists hold.
  let version: Int
  private var spans: ContiguousArray<Span> = []
  private var batches: [ContiguousArray<Live<R>>] = []

  private struct Span {
    /// -1 for not loaded.
    var batch: Int32 = -1
    var start: Int32 = 0
    var count: Int32 = 0
  }

  init(_ path: RelationPath, _ version: Int) {
    self.path = path
    self.version = version
  }

  /// The related objects of the owner's row; nil if they were not loaded.
  func list(of owner: RowID) -> LiveList<R>? {
    guard owner >= 0, Int(owner) < spans.count, spans[Int(owner)].batch >= 0 else { return nil }
    let span = spans[Int(owner)]
    return LiveList(batches[Int(span.batch)], Int(span.start), Int(span.count))
  }

  func isLoaded(_ owner: RowID) -> Bool {
    owner >= 0 && Int(owner) < spans.count && spans[Int(owner)].batch >= 0
  }

  /// Remembers the related objects of owners: those of one owner one after the other in `objects`.
  func remember(_ objects: ContiguousArray<Live<R>>, _ counts: [(owner: RowID, count: Int)]) {
    let batch = Int32(batches.count)
    batches.append(objects)
    var start: Int32 = 0
    for (owner, count) in counts {
      while spans.count <= Int(owner) { spans.append(Span()) }
      spans[Int(owner)] = Span(batch: batch, start: start, count: Int32(count))
      start += Int32(count)
    }
  }
}

/// A ``RelationStore`` without its type.
protocol AnyRelationStore: AnyObject {}
