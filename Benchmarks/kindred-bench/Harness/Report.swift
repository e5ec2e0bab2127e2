// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// The measurements of a run, as a table of ratios and as JSON lines.
struct Report {
  let size: LibrarySize
  let peers: [PeerName]
  private var measurements: [Workload: [PeerName: Measurement]] = [:]

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
