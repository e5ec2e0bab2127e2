// SPDX-License-Identifier: Apache-2.0

/// One workload as one peer does it, ready to be timed.
///
/// A sample prepares outside the timing, runs inside it, checks the answer outside it, and times the
/// release of the results apart.
struct Trial {
  /// Runs the workload `count` times in a row, and says what one run took.
  let sample: (_ count: Int) throws -> Sample

  /// A workload that starts from a fresh input each time.
  ///
  /// - Parameters:
  ///   - prepare: Makes the input; not timed.
  ///   - run: Does the work; timed. What it returns is released under the `drop` time.
  ///   - answer: Computes rows and checksum from the result; not timed.
  init<Input, Result>(
    prepare: @escaping () throws -> Input,
    run: @escaping (Input) throws -> Result,
    answer: @escaping (Result) throws -> Answer
  ) {
    sample = { count in
      let inputs = try (0..<count).map { _ in try prepare() }
      var results: [Result] = []
      results.reserveCapacity(count)
      let running = Stopwatch()
      for input in inputs { results.append(try run(input)) }
      let seconds = running.seconds
      let answered = try results.last.map(answer) ?? Answer(rows: 0, checksum: 0)
      let dropping = Stopwatch()
      results.removeAll(keepingCapacity: true)
      return Sample(
        seconds: seconds / Double(count),
        dropSeconds: dropping.seconds / Double(count),
        answer: answered
      )
    }
  }

  /// A question whose answer is an array of typed rows.
  static func rows<Row: AnswerRow>(
    of workload: Workload,
    _ run: @escaping () throws -> [Row]
  ) -> Trial {
    Trial(
      prepare: {},
      run: { try run() },
      answer: { Answer($0, ordered: workload.isOrdered) }
    )
  }

  /// A workload that folds what it reads into its answer, and keeps nothing.
  static func sum(_ run: @escaping () throws -> Answer) -> Trial {
    Trial(prepare: {}, run: { try run() }, answer: { $0 })
  }

  /// A workload that loads objects and walks them; `objects` are what is released apart.
  static func graph<Objects>(
    _ run: @escaping () throws -> (objects: Objects, answer: Answer)
  ) -> Trial {
    Trial(prepare: {}, run: { try run() }, answer: { $0.answer })
  }
}

/// What one sample of a trial measured, per run.
struct Sample {
  let seconds: Double
  let dropSeconds: Double
  let answer: Answer
}
