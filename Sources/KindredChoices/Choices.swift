// SPDX-License-Identifier: Apache-2.0

/// The one source of randomness of a case: hands out bounded integers and writes them down.
///
/// In search the numbers come from a seeded generator. In replay they come from a list, and are 0 once
/// it is used up. Low numbers mean simple, so shrinking the list shrinks what is built from it.
package final class Choices {
  private var generator: SplitMix64?
  private let given: [Int]
  /// The numbers handed out so far: replaying them gives the same case.
  package private(set) var record: [Int] = []
  /// Closed spans, in the order in which they ended.
  package private(set) var spans: [Range<Int>] = []

  /// Past this many choices all are 0, so that no case grows without end.
  private static let limit = 20_000

  /// Draws from a generator.
  package init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
    given = []
  }

  /// Repeats the list, then gives zeros.
  package init(replaying given: [Int]) {
    generator = nil
    self.given = given
  }

  /// A number below the bound.
  ///
  /// Writes nothing down when there is only one.
  package func draw(_ bound: Int) -> Int {
    precondition(bound > 0, "a choice needs something to choose from")
    guard bound > 1 else { return 0 }
    let position = record.count
    var number = 0
    if position >= Self.limit {
      number = 0
    } else if generator != nil {
      number = Int(truncatingIfNeeded: generator?.next() ?? 0) & Int.max
      number %= bound
    } else if position < given.count {
      number = min(max(0, given[position]), bound - 1)
    }
    record.append(number)
    return number
  }

  /// True in so many of a hundred cases.
  ///
  /// The simple answer is false.
  package func chance(_ percent: Int) -> Bool { draw(100) >= 100 - percent }

  /// The first is the simplest.
  package func pick<Element>(_ elements: [Element]) -> Element { elements[draw(elements.count)] }

  /// A position, as often as its weight says.
  ///
  /// The first is the simplest.
  package func weighted(_ weights: [Int]) -> Int {
    var number = draw(weights.reduce(0, +))
    for (index, weight) in weights.enumerated() {
      if number < weight { return index }
      number -= weight
    }
    return weights.count - 1
  }

  /// Marks what the body draws as one thing, which the shrinker removes or simplifies as a whole.
  package func span<Result>(_ body: () throws -> Result) rethrows -> Result {
    let start = record.count
    defer { if record.count > start { spans.append(start..<record.count) } }
    return try body()
  }

  /// Something that is there in so many of a hundred cases: one span, 0 for nothing.
  package func optional<Result>(_ percent: Int, _ body: () -> Result) -> Result? {
    span { chance(percent) ? body() : nil }
  }

  /// As many elements as drawn, each a span that begins with the decision to have it.
  package func many<Element>(
    _ maximum: Int,
    percent: Int,
    _ element: (Int) -> Element?
  ) -> [Element] {
    var result: [Element] = []
    while result.count < maximum {
      let next: Element? = span {
        guard chance(percent) else { return nil }
        return element(result.count)
      }
      guard let next else { break }
      result.append(next)
    }
    return result
  }
}
