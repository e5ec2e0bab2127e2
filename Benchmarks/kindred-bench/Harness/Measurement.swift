// SPDX-License-Identifier: Apache-2.0

/// What one peer needed for one workload, over all samples.
struct Measurement {
  let peer: PeerName
  let workload: Workload
  let answer: Answer
  /// Seconds of CPU time per run, sorted.
  let seconds: [Double]
  /// The least time the release of the result took.
  let dropSeconds: Double

  var minimum: Double { seconds.first ?? 0 }
  var median: Double { seconds.isEmpty ? 0 : seconds[seconds.count / 2] }
}

/// A peer gave another answer than the suite states.
struct WrongAnswer: Error, CustomStringConvertible {
  let given: Answer
  let expected: Answer

  var description: String {
    "\(given); expected \(expected)"
  }
}
