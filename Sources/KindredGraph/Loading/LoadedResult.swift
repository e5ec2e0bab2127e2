// SPDX-License-Identifier: Apache-2.0

import KindredExecution
import KindredQuery

/// The objects of a query with their loads done, and the rest of its result.
struct LoadedResult<T: Entity> {
  /// The objects, their type forgotten.
  let untyped: [AnyObject]
  let result: ResultSet
  /// How many columns are whole rows; computed values come after them.
  let rowColumns: Int
}

extension LoadedResult {
  var objects: [Live<T>] { unsafe unsafeBitCast(untyped, to: [Live<T>].self) }
}
