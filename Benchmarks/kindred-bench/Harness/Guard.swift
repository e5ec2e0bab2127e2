// SPDX-License-Identifier: Apache-2.0

/// The largest ratios to `limit` that a run may show, one workload a line: `R1 2.5`.
///
/// They are set at about twice what was measured: noise passes, a kernel that is no longer specialised for its
/// type, 8 to 40 times slower, does not.
struct Guard {
  private var limits: [(workload: Workload, ratio: Double)] = []

  init(_ text: String) throws(UsageError) {
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ")
      guard words.count == 2, let workload = Workload(rawValue: String(words[0])),
        let ratio = Double(words[1])
      else { throw UsageError("\"\(line)\" is not a workload and a ratio") }
      limits.append((workload, ratio))
    }
  }

  /// What is slower than it may be, in words.
  ///
  /// A workload that was not measured is none of them.
  func failures(_ report: Report) -> [String] {
    limits.compactMap { workload, most in
      guard let ratio = report.ratioToLimit(workload), ratio > most else { return nil }
      return "\(workload.rawValue) takes \(decimal(ratio)) times limit, more than \(decimal(most))"
    }
  }
}
