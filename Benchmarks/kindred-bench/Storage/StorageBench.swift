// SPDX-License-Identifier: Apache-2.0

import KindredSchema
import KindredStorage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What the operations of storage cost at several sizes, and how that grows.
struct StorageBench {
  let sizes: [Int]

  private struct Undone: Error {}

  private enum Operation: String, CaseIterable {
    case load = "bulk insert, per row"
    case insert = "insert a row"
    case update = "update a cell"
    case rollback = "insert and update, rolled back"
    case snapshot = "snapshot, dropped"
    case updateUnderSnapshot = "update a cell, a snapshot held"
    case fork = "fork, dropped"
    case forkInsert = "fork, insert a row, dropped"
    case forkUpdate = "fork, update a cell, dropped"
    case readerWait = "slowest snapshot while one statement updates all rows"
    case cascadeWait = "slowest snapshot while one statement deletes a parent of all rows"
    // Last: the others want all rows.
    case delete = "delete a row"
    case cascade = "delete a parent and its 10 children"
  }

  /// Runs all, and prints a table.
  func run() throws {
    var columns: [[Double]] = []
    for size in sizes {
      progress("\(size) rows")
      var world = try StorageWorld(rows: size)
      columns.append(try Operation.allCases.map { try nanoseconds($0, &world) })
    }
    print("| ns | " + sizes.map { "\($0) rows" }.joined(separator: " | ") + " | growth |")
    print("|---|" + sizes.map { _ in "--:|" }.joined() + "--:|")
    for (index, operation) in Operation.allCases.enumerated() {
      let costs = columns.map { $0[index] }
      let cells = costs.map { "\(Int($0.rounded()))" }.joined(separator: " | ")
      print("| \(operation.rawValue) | \(cells) | \(growth(costs)) |")
    }
  }

  /// The exponent *e* of cost ~ rows^e from the smallest to the largest size, in hundredths.
  private func growth(_ costs: [Double]) -> String {
    guard let first = costs.first, let last = costs.last, let small = sizes.first,
      let large = sizes.last, large > small
    else { return "" }
    let exponent = log(last / first) / log(Double(large) / Double(small))
    return "\((exponent * 100).rounded() / 100)"
  }

  private func nanoseconds(_ operation: Operation, _ world: inout StorageWorld) throws -> Double {
    let store = world.store
    switch operation {
    case .load: return world.secondsPerLoadedRow * 1e9
    case .insert:
      return try best { _ in try store.write { try world.insertBook($0) } }
    case .update:
      return try best { turn in
        let row = world.book(turn)
        try store.write { try world.updatePrice(row, $0) }
      }
    case .delete:
      // Few enough to leave most rows of the smallest size.
      return try best(turns: 50) { turn in
        let row = world.book(turn)
        try store.write { _ = try $0.delete(StorageWorld.books, rows: [row]) }
      }
    case .cascade:
      return try best(turns: 5) { turn in
        let row = world.author(turn)
        try store.write { _ = try $0.delete(StorageWorld.authors, rows: [row]) }
      }
    case .rollback:
      return try best { turn in
        do {
          try store.write { tx in
            try world.insertBook(tx)
            try world.updatePrice(RowID(world.rowCount - 1 - turn % 100), tx)
            throw Undone()
          }
        } catch is Undone {}
      }
    case .snapshot: return best { _ in _ = store.snapshot() }
    case .updateUnderSnapshot:
      var held: Snapshot?
      defer { _ = held }
      return try best { turn in
        held = store.snapshot()
        try store.write { try world.updatePrice(RowID(world.rowCount - 1 - turn % 100), $0) }
      }
    case .fork: return best { _ in _ = store.fork() }
    case .forkInsert:
      return try best { _ in try store.fork().write { try world.insertBook($0) } }
    case .forkUpdate:
      return try best { turn in
        let row = RowID(world.rowCount - 1 - turn % 100)
        try store.fork().write { try world.updatePrice(row, $0) }
      }
    case .readerWait: return try ReaderWait(world, .update).longest()
    case .cascadeWait: return try ReaderWait(world, .cascade).longest()
    }
  }

  /// The best of five rounds, per turn.
  private func best(turns: Int = 200, _ body: (Int) throws -> Void) rethrows -> Double {
    var least = Double.infinity
    for round in 0..<5 {
      let stopwatch = Stopwatch()
      for turn in 0..<turns { try body(round * turns + turn) }
      least = min(least, stopwatch.seconds / Double(turns))
    }
    return least * 1e9
  }
}
