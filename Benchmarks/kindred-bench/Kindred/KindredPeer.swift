// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// The place of Kindred's typed interface in the suite; not built yet.
///
/// To build it: give this type a `Database` loaded from the tables in `init`, answer `trial(_:)` in
/// `KindredPeer+Questions.swift`, `+Graphs.swift` and `+Changes.swift` with the row types of `Rows/`
/// (the SQLite peer shows each workload in the shape to follow), delete `ifBuilt`, and let
/// `PeerName.load` call the initialiser as it does for the others.
struct KindredPeer: Peer {
  init(_ tables: LibraryTables) throws {}

  func trial(_ workload: Workload) throws -> Trial? { nil }

  /// Always nil, until there is something to load.
  static func ifBuilt(_ tables: LibraryTables) throws -> KindredPeer? { nil }
}
