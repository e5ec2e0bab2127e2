// SPDX-License-Identifier: Apache-2.0

import KindredChoices
import KindredFuzzing
import Testing

@Suite struct `The choices` {
  @Test func `replayed give the same numbers, then zeros`() {
    let search = Choices(seed: 7)
    let drawn = (0..<50).map { search.draw($0 + 2) }
    let replay = Choices(replaying: search.record)
    #expect((0..<50).map { replay.draw($0 + 2) } == drawn)
    #expect(replay.draw(1_000) == 0)
    #expect(replay.record.count == 51)
  }

  @Test func `stay below their bound, whatever the list says`() {
    let replay = Choices(replaying: [900, 3, -4])
    #expect([replay.draw(10), replay.draw(10), replay.draw(10)] == [9, 3, 0])
    #expect(replay.record == [9, 3, 0])
  }

  @Test func `write nothing down where there is no choice`() {
    let choices = Choices(seed: 1)
    #expect(choices.draw(1) == 0)
    #expect(choices.record.isEmpty)
  }

  @Test func `mark spans, inner ones first`() {
    let choices = Choices(seed: 1)
    choices.span {
      _ = choices.draw(5)
      choices.span { _ = choices.draw(5) }
    }
    #expect(choices.spans == [1..<2, 0..<2])
  }

  @Test func `take the simple way at zero`() {
    let zeros = Choices(replaying: [])
    #expect(!zeros.chance(99))
    #expect(zeros.weighted([1, 5, 9]) == 0)
    #expect(zeros.many(5, percent: 99) { $0 }.isEmpty)
  }

  @Test(arguments: [[], [0], [127], [128], [0, 1, 300, 70_000, 0], [Int.max >> 1]])
  func `survive being written as text`(list: [Int]) {
    #expect(ChoiceCoding.decode(ChoiceCoding.encode(list)) == list)
  }

  @Test func `are not read from text that is none`() {
    #expect(ChoiceCoding.decode("*") == nil)
    #expect(ChoiceCoding.decode("gA==") == nil)
  }
}
