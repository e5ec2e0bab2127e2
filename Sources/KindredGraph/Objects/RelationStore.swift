// SPDX-License-Identifier: Apache-2.0

import KindredQuery
import KindredSchema

/// What a session has loaded of one to-many, or inverse one-to-one, relation: for each owner's row
/// a run of one shared list.
///
/// Not loaded is a state of its own, not an empty run. The objects' type is forgotten, for the reason
/// that ``ObjectMap`` gives.
final class RelationStore {
  let path: RelationPath
  /// The state of the tables for which the lists hold.
  let version: Int
  private var spans: ContiguousArray<Span> = []
  private var batches: [ContiguousArray<AnyObject>] = []

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
  func list<R: Entity>(of owner: RowID, _ type: R.Type) -> LiveList<R>? {
    guard isLoaded(owner) else { return nil }
    let span = spans[Int(owner)]
    return LiveList(batches[Int(span.batch)], Int(span.start), Int(span.count))
  }

  func isLoaded(_ owner: RowID) -> Bool {
    owner >= 0 && Int(owner) < spans.count && spans[Int(owner)].batch >= 0
  }

  /// Remembers the related objects of owners: those of one owner one after the other in `objects`.
  func remember(_ objects: ContiguousArray<AnyObject>, _ counts: [(owner: RowID, count: Int)]) {
    let batch = Int32(batches.count)
    batches.append(objects)
    let largest = counts.reduce(-1) { max($0, Int($1.owner)) }
    if largest >= spans.count {
      spans.append(contentsOf: repeatElement(Span(), count: largest + 1 - spans.count))
    }
    var start: Int32 = 0
    for (owner, count) in counts {
      spans[Int(owner)] = Span(batch: batch, start: start, count: Int32(count))
      start += Int32(count)
    }
  }
}
