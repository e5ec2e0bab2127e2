// SPDX-License-Identifier: Apache-2.0

/// The sampling of one trial, in turns: the peers of a workload take turns, so that a machine that
/// slows down for a while slows them all.
struct Sampling {
  let peer: PeerName
  let workload: Workload
  private let trial: Trial
  let answer: Answer
  private let runsPerSample: Int
  private var samples: [Sample] = []

  /// How many turns a trial gets.
  static let turnCount = 3
  /// CPU seconds after which a turn starts no further sample.
  private static let turnBudget = 0.7
  /// A sample shorter than this is run several times in a row.
  private static let shortestSample = 500e-6
  private static let mostRunsPerSample = 200

  /// Runs `trial` once, to warm up and to see how long it takes.
  ///
  /// Every sample must give the `expected` answer; nil takes the first one's word.
  ///
  /// - Throws: `WrongAnswer`, and what the peer throws.
  init(_ trial: Trial, of workload: Workload, by peer: PeerName, expected: Answer?) throws {
    self.trial = trial
    self.workload = workload
    self.peer = peer
    let first = try trial.sample(1)
    answer = expected ?? first.answer
    let runs = Int(Self.shortestSample / max(first.seconds, 1e-9))
    runsPerSample = max(1, min(Self.mostRunsPerSample, runs))
    try check(first)
    // A first run that is quick is a warm-up; one that is slow is too dear to throw away.
    if first.seconds > Self.turnBudget / 10 { samples.append(first) }
  }

  /// Takes the samples of one turn: at least one, at most `limit`.
  ///
  /// - Throws: `WrongAnswer`, and what the peer throws.
  mutating func takeTurn(limit: Int) throws {
    let spent = Stopwatch()
    var taken = 0
    repeat {
      let sample = try trial.sample(runsPerSample)
      try check(sample)
      samples.append(sample)
      taken += 1
    } while taken < limit && spent.seconds < Self.turnBudget
  }

  /// What the samples so far amount to.
  var measurement: Measurement {
    Measurement(
      peer: peer,
      workload: workload,
      answer: answer,
      seconds: samples.map(\.seconds).sorted(),
      dropSeconds: samples.map(\.dropSeconds).min() ?? 0
    )
  }

  private func check(_ sample: Sample) throws {
    guard sample.answer != answer else { return }
    throw WrongAnswer(given: sample.answer, expected: answer)
  }
}
