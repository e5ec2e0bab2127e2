// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Kindred
import KindredLibrary
import Synchronization

/// Readers that query while a writer commits: how many queries and transactions a second there are.
struct ParallelReaders {
  private let database: Database

  private static let seconds = 0.5

  init(_ database: Database) { self.database = database.fork() }

  /// The table's lines: readers alone, a writer alone, both; two threads at most, as small machines have two
  /// cores.
  func table() throws -> [String] {
    var lines = ["| at once | queries per second | transactions per second |", "|---|--:|--:|"]
    for (readers, writers) in [(1, 0), (2, 0), (0, 1), (1, 1)] {
      let (queries, transactions) = try run(readers, writers)
      let names = [(readers, "reader"), (writers, "writer")].filter { $0.0 > 0 }
        .map { "\($0.0) \($0.1)\($0.0 > 1 ? "s" : "")" }
      lines.append("| \(names.joined(separator: ", ")) | \(queries) | \(transactions) |")
    }
    return lines
  }

  /// - Returns: Per second, by wall clock.
  private func run(_ readers: Int, _ writers: Int) throws -> (queries: Int, transactions: Int) {
    let queries = Atomic<Int>(0)
    let transactions = Atomic<Int>(0)
    let failure = Mutex<(any Error)?>(nil)
    let clock = ContinuousClock()
    let end = clock.now + .seconds(Self.seconds)
    DispatchQueue.concurrentPerform(iterations: readers + writers) { number in
      do {
        if number < readers {
          let session = database.session()
          while clock.now < end {
            let key = queries.wrappingAdd(1, ordering: .relaxed).newValue % 1000 + 1
            _ = try Book.where { $0.authorID == ID(key) && $0.pages > 100 }.count(session)
          }
        } else {
          while clock.now < end {
            let key = transactions.wrappingAdd(1, ordering: .relaxed).newValue % 10_000 + 1
            try database.write { s in
              try Book.where { $0.id == ID(key) }.update(s) { $0.pages = key }
            }
          }
        }
      } catch {
        failure.withLock { $0 = error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    func perSecond(_ count: borrowing Atomic<Int>) -> Int {
      Int(Double(count.load(ordering: .relaxed)) / Self.seconds)
    }
    return (perSecond(queries), perSecond(transactions))
  }
}
