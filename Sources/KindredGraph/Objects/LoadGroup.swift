// SPDX-License-Identifier: Apache-2.0

import KindredQuery
import KindredSchema

/// The objects that came from one result: whose relations are loaded together under ``NotLoadedPolicy/peers``.
final class LoadGroup {
  let graph: GraphSession
  /// The rows of the objects; -1 and repetitions are possible.
  let rows: [RowID]
  /// Where the objects were fetched.
  let site: Site?

  /// Which columns are read of the objects, where that is watched.
  var reads: ColumnReads?

  /// What reading a relation that is not loaded does; nil for what the session says.
  let policy: NotLoadedPolicy?

  init(
    _ graph: GraphSession,
    _ rows: [RowID],
    _ site: Site?,
    _ policy: NotLoadedPolicy? = nil
  ) {
    self.graph = graph
    self.rows = rows
    self.site = site
    self.policy = policy
  }
}
