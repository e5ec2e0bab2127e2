// SPDX-License-Identifier: Apache-2.0

#if INTERNAL_CHECKS
  import KindredColumns
  import KindredSchema
  import KindredStorage
  import Testing

  /// Runs an operation with a fault at its first point, its second, and so on until it ends without one.
  struct FaultRun {
    private struct Undone: Error {}

    let name: String
    /// The database that it changes.
    let base: DatabaseStore
    /// Whether it is refused also without a planted fault.
    let isRefused: Bool
    let operation: (Transaction) throws -> Void

    /// All that an operation may change.
    private struct State: Equatable {
      var contents: [[RowID: [Value]]]
      var chains: [[[RowID]]]
      var orphans: [[Set<RowID>]]
      var slotCounts: [Int]
      var rowCounts: [Int]
      var distinctParents: [[Int]]
      var nextKeys: [Int64]

      init(_ tx: Transaction) throws {
        let view = tx.view
        contents = view.contents()
        chains = view.chains()
        orphans = view.tables.map { $0.foreignKeyIndexes.map { Set($0.orphans) } }
        slotCounts = view.tables.map(\.statistics.slotCount)
        rowCounts = view.tables.map(\.statistics.rowCount)
        distinctParents = view.tables.map(\.statistics.distinctParents)
        var keys: [Int64] = []
        try? tx.savepoint {
          keys = view.tables.indices.map { tx.nextAutoIncrement(TableID($0)) }
          throw Undone()
        }
        nextKeys = keys
      }
    }

    /// - Parameter prepare: Something before it in the transaction, that must stay.
    /// - Throws: What the store throws outside of the operation.
    func failStatements(after prepare: (Transaction) throws -> Void) throws {
      var point = 0
      while true {
        point += 1
        let fork = base.fork()
        let countdown = FaultPoint.Countdown(throwingAt: point)
        try fork.write { tx in
          try prepare(tx)
          let before = try State(tx)
          FaultPoint.$countdown.withValue(countdown) {
            do { try tx.savepoint { try operation(tx) } } catch {
              #expect(error is KindredError)
            }
          }
          if countdown.hasThrown {
            let after = try State(tx)
            #expect(after == before, "\(name), point \(point)")
          }
          #expect(tx.view.faults() == [], "\(name), point \(point)")
          // The next operation works.
          if countdown.hasThrown, !isRefused { try operation(tx) }
        }
        #expect(fork.snapshot().faults() == [], "\(name), point \(point)")
        guard countdown.hasThrown else { break }
      }
      #expect(point > 1)
    }

    func failTransactions() throws {
      let store = base.fork()
      let before = try store.write { try State($0) }
      var point = 0
      while true {
        point += 1
        let countdown = FaultPoint.Countdown(throwingAt: point)
        do {
          try FaultPoint.$countdown.withValue(countdown) {
            try store.write { tx in
              try operation(tx)
              // The caller's own code fails at last.
              throw Undone()
            }
          }
        } catch {}
        let after = try store.write { try State($0) }
        #expect(after == before, "\(name), point \(point)")
        #expect(store.snapshot().faults() == [], "\(name), point \(point)")
        guard countdown.hasThrown else { break }
      }
    }

    /// The kinds of points that it passes.
    func passed() -> Set<FaultPoint> {
      let countdown = FaultPoint.Countdown(throwingAt: .max)
      FaultPoint.$countdown.withValue(countdown) { try? base.fork().write { try operation($0) } }
      return countdown.passed
    }
  }
#endif
