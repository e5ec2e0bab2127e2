// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// What it takes to follow a foreign key from an object to the object it refers to, at hand.
///
/// Good for one view of the session: any write makes another one.
final class ToOneReader {
  /// ``Session/viewNumber`` at the time.
  let view: Int
  /// By row of the referring table: the row it refers to, -1 for none.
  let parents: ChunkedColumn<RowID>
  /// The objects of the table referred to.
  let objects: ObjectMap

  init(view: Int, parents: ChunkedColumn<RowID>, objects: ObjectMap) {
    self.view = view
    self.parents = parents
    self.objects = objects
  }
}

/// What following a key in memory came to.
enum ReadTarget {
  /// The object was not loaded, or the key has to be looked up.
  case unknown
  case none
  case object(AnyObject)
}

extension ToOneReader {
  @inline(__always)
  func target(of row: RowID) -> ReadTarget {
    let parent = parents[Int(row)]
    if parent < 0 { return .none }
    return objects[parent].map(ReadTarget.object) ?? .unknown
  }
}
