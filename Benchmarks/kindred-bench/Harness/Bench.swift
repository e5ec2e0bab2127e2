// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// The run at one size: generate, load the peers, measure workload by workload, report.
struct Bench {
  private let options: Options
  private(set) var report: Report
  private var failures: [String] = []

  init(_ options: Options, _ size: LibrarySize) {
    self.options = options
    report = Report(size: size, peers: options.peers)
  }

  /// Runs everything, and prints the table.
  ///
  /// - Returns: Whether every answer was right.
  mutating func run() throws -> Bool {
    let tables = try generate()
    let peers = try load(tables)
    for workload in options.workloads {
      progress(workload.rawValue)
      measure(workload, peers)
    }
    print(report.table)
    print("at most \(ResidentMemory.peak >> 20) MiB")
    if let path = options.guardPath {
      failures += try Guard(try contents(of: path)).failures(report)
    }
    for failure in failures { print("FAILED \(failure)") }
    return failures.isEmpty
  }

  private func generate() throws -> LibraryTables {
    progress("generating \(report.size.rawValue)")
    let tables = LibraryTables(report.size)
    let expected = ExpectedAnswers.dataChecksum(at: report.size)
    if let expected, tables.checksum != expected { throw WrongData() }
    return tables
  }

  private mutating func load(_ tables: LibraryTables) throws -> [(PeerName, any Peer)] {
    let rowCount = tables.size.authorCount + tables.size.bookCount + tables.size.reviewCount
    return try options.peers.map { name in
      progress("loading \(name.rawValue)")
      let before = ResidentMemory.now
      let peer = try name.load(tables)
      if let before, let after = ResidentMemory.now {
        report.bytesPerRow[name] = (after - before) / rowCount
      }
      return (name, peer)
    }
  }

  private mutating func measure(_ workload: Workload, _ peers: [(PeerName, any Peer)]) {
    var samplings: [Sampling] = []
    for (name, peer) in peers {
      // Where the suite states no answer, the peers must at least agree.
      let expected =
        ExpectedAnswers.answer(workload, at: report.size) ?? samplings.first?.answer
      attempt(workload, name) {
        guard let trial = try peer.trial(workload) else { return }
        samplings.append(
          try Sampling(trial, of: workload, by: name, expected: expected)
        )
      }
    }
    for _ in 0..<Sampling.turnCount { takeTurns(&samplings) }
    for sampling in samplings { report.add(sampling.measurement) }
  }

  /// Gives every sampling a turn, and removes those that fail.
  private mutating func takeTurns(_ samplings: inout [Sampling]) {
    let limit = (options.repetitions + Sampling.turnCount - 1) / Sampling.turnCount
    for index in samplings.indices.reversed() {
      let isDone = attempt(samplings[index].workload, samplings[index].peer) {
        try samplings[index].takeTurn(limit: limit)
      }
      if !isDone { samplings.remove(at: index) }
    }
  }

  /// Runs `body`, and notes its failure.
  @discardableResult
  private mutating func attempt(
    _ workload: Workload,
    _ name: PeerName,
    _ body: () throws -> Void
  ) -> Bool {
    do {
      try body()
      return true
    } catch {
      failures.append("\(workload.rawValue) \(name.rawValue): \(error)")
      return false
    }
  }
}

/// The generated rows are not the suite's.
struct WrongData: Error, CustomStringConvertible {
  var description: String { "the generated library differs from the suite's: nothing measured" }
}
