// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// An engine that takes part in the suite.
///
/// To add one: conform in a folder of its own, and list it in `PeerName`. Everything else (timing,
/// checking, reporting) is the harness's.
protocol Peer {
  /// Loads the library, ready to be asked.
  init(_ tables: LibraryTables) throws

  /// The workload, ready to be timed; nil where the peer has no way to do it.
  ///
  /// Preparing statements belongs here. Read-only workloads must leave the loaded library as it is,
  /// and those that write start from a copy made in `prepare`, because the trials share the peer.
  func trial(_ workload: Workload) throws -> Trial?
}

/// The peers there are, by the name `--peers` takes.
enum PeerName: String, CaseIterable {
  /// Hand-written Swift over plain arrays.
  case limit
  /// SQLite through its C interface.
  case sqlite
  /// Kindred's typed interface.
  case kindred

  /// Loads the library into the peer.
  func load(_ tables: LibraryTables) throws -> any Peer {
    switch self {
    case .limit: LimitPeer(tables)
    case .sqlite: try SQLitePeer(tables)
    case .kindred: try KindredPeer(tables)
    }
  }
}
