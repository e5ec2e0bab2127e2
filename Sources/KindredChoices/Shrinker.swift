// SPDX-License-Identifier: Apache-2.0

/// Makes a failing list of choices as small as it can: what is built from a smaller list is simpler.
///
/// A candidate counts only if what it really drew is shorter, or as long and lexicographically
/// smaller, and it fails with the same kind of failure.
package struct Shrinker<Kind: Equatable> {
  /// One run of a list that failed.
  package struct Failure {
    /// What was drawn, which may be less or more than was given.
    package var choices: [Int]
    package var spans: [Range<Int>]
    package var kind: Kind

    package init(choices: [Int], spans: [Range<Int>], kind: Kind) {
      self.choices = choices
      self.spans = spans
      self.kind = kind
    }
  }

  private let run: ([Int]) -> Failure?
  private var best: Failure
  private var attemptsLeft: Int
  private var tried: Set<[Int]> = []

  /// Begins with a failure; `run` replays a list, and gives nil when nothing fails.
  package init(_ failure: Failure, attempts: Int = 2_000, run: @escaping ([Int]) -> Failure?) {
    best = failure
    attemptsLeft = attempts
    self.run = run
  }

  /// The smallest failure found when nothing helps any more or the attempts are used up.
  package mutating func shrink() -> Failure {
    var last = best.choices
    repeat {
      last = best.choices
      truncate()
      collapseSpans()
      deleteSpans()
      zeroSpans()
      deleteBlocks()
      lowerNumbers()
      swapAdjacentSpans()
      redistributePairs()
    } while best.choices != last && attemptsLeft > 0
    return best
  }

  /// Tries the list; keeps it if it is better.
  private mutating func attempt(_ candidate: [Int]) -> Bool {
    guard attemptsLeft > 0, isSmaller(candidate, than: best.choices),
      tried.insert(candidate).inserted
    else { return false }
    attemptsLeft -= 1
    guard let failure = run(candidate), failure.kind == best.kind,
      isSmaller(failure.choices, than: best.choices)
    else { return false }
    best = failure
    return true
  }

  private func isSmaller(_ left: [Int], than right: [Int]) -> Bool {
    left.count != right.count ? left.count < right.count : left.lexicographicallyPrecedes(right)
  }

  // MARK: - Passes

  private mutating func truncate() {
    var keep = best.choices.count / 2
    while keep < best.choices.count && attemptsLeft > 0 {
      if !attempt(Array(best.choices.prefix(keep))) {
        keep += max(1, (best.choices.count - keep + 1) / 2)
      } else {
        keep = best.choices.count / 2
      }
    }
  }

  /// A single 0 instead of a span, or of a span and the decision before it: nothing instead of
  /// something.
  private mutating func collapseSpans() {
    forEachSpan { span, choices in
      var candidate = choices
      candidate.replaceSubrange(span, with: [0])
      guard span.lowerBound > 0 else { return [candidate] }
      var undecided = choices
      undecided.replaceSubrange(span.lowerBound - 1..<span.upperBound, with: [0])
      return [candidate, undecided]
    }
  }

  private mutating func deleteSpans() {
    forEachSpan { span, choices in
      var candidate = choices
      candidate.removeSubrange(span)
      return [candidate]
    }
  }

  private mutating func zeroSpans() {
    forEachSpan { span, choices in
      var candidate = choices
      for index in span { candidate[index] = 0 }
      return [candidate]
    }
  }

  /// Largest first; after each success the spans are those of the better list.
  private mutating func forEachSpan(_ candidates: (Range<Int>, [Int]) -> [[Int]]) {
    var position = 0
    while attemptsLeft > 0 {
      let spans = best.spans.sorted { ($0.count, $0.lowerBound) > ($1.count, $1.lowerBound) }
      guard position < spans.count else { return }
      var hasImproved = false
      for candidate in candidates(spans[position], best.choices) where attempt(candidate) {
        hasImproved = true
        break
      }
      if !hasImproved { position += 1 }
    }
  }

  private mutating func deleteBlocks() {
    for size in [8, 4, 2, 1] {
      var start = best.choices.count - size
      while start >= 0 && attemptsLeft > 0 {
        if start + size <= best.choices.count {
          var candidate = best.choices
          candidate.removeSubrange(start..<start + size)
          if attempt(candidate) { start = min(start, best.choices.count - size) + 1 }
        }
        start -= 1
      }
    }
  }

  /// To 0, else by halving, else by one.
  private mutating func lowerNumbers() {
    var index = 0
    while index < best.choices.count && attemptsLeft > 0 {
      while index < best.choices.count, best.choices[index] > 0, lower(index) {}
      index += 1
    }
  }

  private mutating func lower(_ index: Int) -> Bool {
    let number = best.choices[index]
    for smaller in [0, number / 2, number - 1] where smaller < number {
      var candidate = best.choices
      candidate[index] = smaller
      if attempt(candidate) { return true }
    }
    return false
  }

  private mutating func swapAdjacentSpans() {
    var position = 0
    while position < best.spans.count && attemptsLeft > 0 {
      let first = best.spans[position]
      if let second = best.spans.first(where: { $0.lowerBound == first.upperBound }) {
        let choices = best.choices
        _ = attempt(
          Array(choices[..<first.lowerBound] + choices[second] + choices[first])
            + choices[second.upperBound...]
        )
      }
      position += 1
    }
  }

  /// Moves what one number has to the next, or to the next that is not 0.
  private mutating func redistributePairs() {
    var index = 0
    while index < best.choices.count && attemptsLeft > 0 {
      defer { index += 1 }
      let next = best.choices.indices.first { $0 > index && best.choices[$0] > 0 }
      for partner in Set([index + 1, next ?? index + 1]).sorted()
      where partner < best.choices.count && best.choices[index] > 0 {
        redistribute(index, partner)
      }
    }
  }

  private mutating func redistribute(_ index: Int, _ partner: Int) {
    let choices = best.choices
    for rest in [0, choices[index] - 1] {
      var candidate = choices
      candidate[index] = rest
      candidate[partner] += choices[index] - rest
      if attempt(candidate) { return }
    }
  }
}
