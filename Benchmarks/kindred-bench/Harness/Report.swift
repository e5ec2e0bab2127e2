// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// The measurements of a run, as a table of ratios and as JSON lines.
struct Report {
  let size: LibrarySize
  let peers: [PeerName]
  private var measurements: [Workload: [PeerName: Measurement]] = [:]
  /// By peer: how much the process grew when it loaded the library, per row; nil where that is not known.
  var bytesPerRow: [PeerName: Int] = [:]

  init(size: LibrarySize, peers: [PeerName]) {
    self.size = size
    self.peers = peers
  }

  /// Takes in a measurement whose answer was right.
  mutating func add(_ measurement: Measurement) {
    measurements[measurement.workload, default: [:]][measurement.peer] = measurement
  }

  /// One line per workload: milliseconds, and each peer's ratio to `limit` and to SQLite.
  var table: String {
    let lines = Workload.allCases.compactMap { workload in
      measurements[workload].map { line(workload, $0) }
    }
    return ([heading] + lines).joined(separator: "\n")
  }

  /// The same as a Markdown table, with the memory per row below it.
  var markdown: String {
    let columns = peers.map { "\($0.rawValue) ms" } + ["median", "freeing", "× limit", "× SQLite"]
    var lines = [
      "| \(size.rawValue) | \(columns.joined(separator: " | ")) |",
      "|---|" + columns.map { _ in "--:|" }.joined(),
    ]
    for workload in Workload.allCases {
      guard let measured = measurements[workload], let own = measured[.kindred] else { continue }
      let cells =
        peers.map { measured[$0].map { decimal($0.minimum * 1000) } ?? "" } + [
          decimal(own.median * 1000), decimal(own.dropSeconds * 1000),
          ratio(own, to: measured[.limit]), ratio(own, to: measured[.sqlite]),
        ]
      lines.append("| \(workload.rawValue) | \(cells.joined(separator: " | ")) |")
    }
    let memory = peers.compactMap { peer in bytesPerRow[peer].map { "\(peer.rawValue) \($0)" } }
    if !memory.isEmpty { lines += ["", "Bytes per row: \(memory.joined(separator: ", "))."] }
    return lines.joined(separator: "\n")
  }

  /// The least time that a peer needed; nil if it was not measured.
  func milliseconds(_ workload: Workload, _ peer: PeerName) -> Double? {
    measurements[workload]?[peer].map { $0.minimum * 1000 }
  }

  /// Kindred's time divided by that of `limit`.
  func ratioToLimit(_ workload: Workload) -> Double? {
    guard let own = milliseconds(workload, .kindred), let limit = milliseconds(workload, .limit)
    else { return nil }
    return own / limit
  }

  /// The times of Kindred and `limit` divided by SQLite's.
  var ratiosToSQLite: [(workload: Workload, kindred: Double, limit: Double?)] {
    Workload.allCases.compactMap { workload in
      guard let own = milliseconds(workload, .kindred), let base = milliseconds(workload, .sqlite)
      else { return nil }
      return (workload, own / base, milliseconds(workload, .limit).map { $0 / base })
    }
  }

  /// One JSON object per measurement.
  var jsonLines: [String] {
    Workload.allCases.flatMap { workload in
      peers.compactMap { measurements[workload]?[$0].map(jsonLine) }
    }
  }
}

extension Report {
  private var heading: String {
    let columns = peers.flatMap { ["\($0.rawValue) ms", "drop ms", "x limit", "x sqlite"] }
    return ([size.rawValue.padded(to: 6)] + columns.map { $0.leftPadded(to: 12) }).joined()
  }

  private func line(_ workload: Workload, _ measured: [PeerName: Measurement]) -> String {
    let cells = peers.flatMap { peer -> [String] in
      guard let measurement = measured[peer] else { return ["", "", "", ""] }
      return [
        decimal(measurement.minimum * 1000), decimal(measurement.dropSeconds * 1000),
        ratio(measurement, to: measured[.limit]), ratio(measurement, to: measured[.sqlite]),
      ]
    }
    return ([workload.rawValue.padded(to: 6)] + cells.map { $0.leftPadded(to: 12) }).joined()
  }

  private func ratio(_ measurement: Measurement, to base: Measurement?) -> String {
    guard let base, base.peer != measurement.peer, base.minimum > 0 else { return "" }
    return decimal(measurement.minimum / base.minimum)
  }

  private func jsonLine(_ measurement: Measurement) -> String {
    let fields = [
      "\"peer\":\"\(measurement.peer.rawValue)\"", "\"size\":\"\(size.rawValue)\"",
      "\"workload\":\"\(measurement.workload.rawValue)\"",
      "\"min_ms\":\(measurement.minimum * 1000)", "\"median_ms\":\(measurement.median * 1000)",
      "\"drop_ms\":\(measurement.dropSeconds * 1000)", "\"reps\":\(measurement.seconds.count)",
      "\"rows\":\(measurement.answer.rows)",
      "\"checksum\":\"\(String(measurement.answer.checksum, radix: 16))\"",
    ]
    return "{" + fields.joined(separator: ",") + "}"
  }
}
