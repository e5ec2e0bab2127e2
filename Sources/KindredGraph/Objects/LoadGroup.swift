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

  init(_ graph: GraphSession, _ rows: [RowID], _ site: Site?) {
    self.graph = graph
    self.rows = rows
    self.site = site
  }
}
