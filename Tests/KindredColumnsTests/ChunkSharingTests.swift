// SPDX-License-Identifier: Apache-2.0

import Foundation
import KindredChoices
import KindredColumns
import Synchronization
import Testing

@Suite struct `Chunks shared by branches` {
  /// A column and what it must hold.
  ///
  /// A branch that is `frozen` is never written again.
  private struct Branch {
    var column = ChunkedColumn<Int32>()
    var cells: [Int32] = []
    var epoch = Epoch.fresh()
    var isFrozen = false

    var isRight: Bool {
      column.count == cells.count && cells.indices.allSatisfy { column[$0] == cells[$0] }
    }

    /// What a table does: the old object stays with the snapshots, the writer goes on with a copy.
    func branched() -> Branch {
      var copy = self
      copy.column = column.shared()
      copy.epoch = Epoch.fresh()
      copy.isFrozen = false
      return copy
    }
  }

  private func write(_ branch: inout Branch, _ random: inout SplitMix64) {
    let value = Int32(truncatingIfNeeded: random.next())
    switch random.next(below: 10) {
    case 0..<3:
      branch.column.append(value, epoch: branch.epoch)
      branch.cells.append(value)
    case 3:
      let count = random.next(below: 3000)
      branch.column.append(repeating: value, count: count, epoch: branch.epoch)
      branch.cells += Array(repeating: value, count: count)
    case 4:
      // Mostly a few, as an undone statement does; at times nearly everything.
      let kept =
        random.next(below: 4) == 0
        ? random.next(below: branch.cells.count + 1)
        : max(0, branch.cells.count - random.next(below: 20))
      branch.column.truncate(to: kept)
      branch.cells.removeSubrange(kept...)
    case _ where !branch.cells.isEmpty:
      let position = random.next(below: branch.cells.count)
      branch.column.set(position, value, epoch: branch.epoch)
      branch.cells[position] = value
    case _: break
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `branches never see each other's writes, appends and truncations`(seed: UInt64) {
    var random = SplitMix64(seed: seed &+ 77)
    var branches = [Branch()]
    for step in 0..<800 {
      let index = random.next(below: branches.count)
      switch random.next(below: 12) {
      case 0 where branches.count < 10:
        let other = branches[index].branched()
        if !branches[index].isFrozen {
          let old = branches[index]
          branches[index] = old.branched()
          if random.next(below: 2) == 0 {
            branches.append(old)
            branches[branches.count - 1].isFrozen = true
          }
        }
        branches.append(other)
      case 1 where branches.count > 1: branches.remove(at: index)
      case _:
        if branches[index].isFrozen { continue }
        for _ in 0..<random.next(below: 4) { write(&branches[index], &random) }
      }
      if step % 25 == 0 {
        #expect(branches.allSatisfy { $0.isRight }, "seed \(seed), step \(step)")
      }
      if branches.allSatisfy({ $0.isFrozen }) { branches.append(Branch()) }
    }
    #expect(branches.allSatisfy { $0.isRight })
  }

  @Test func `only the first of several branches appends to the shared chunk, all are right`() {
    let base = ChunkedColumn<Int32>()
    base.append(repeating: 1, count: 100, epoch: .fresh())
    let branches = (0..<5).map { _ in (base.shared(), Epoch.fresh()) }
    for (number, branch) in branches.enumerated() {
      branch.0.append(Int32(number), epoch: branch.1)
      branch.0.append(Int32(number), epoch: branch.1)
    }
    for (number, branch) in branches.enumerated() {
      #expect(branch.0.count == 102)
      #expect(branch.0[100] == Int32(number))
      #expect(branch.0[101] == Int32(number))
    }
    #expect(base.count == 100)
  }

  @Test func `a truncated branch does not append into what another still reads`() {
    let column = ChunkedColumn<Int32>()
    let epoch = Epoch.fresh()
    for cell in 0..<1000 as Range<Int32> { column.append(cell, epoch: epoch) }
    // Sealed at 1000, then alone again and filled past it.
    do { _ = column.shared() }
    let alone = column.shared()
    let aloneEpoch = Epoch.fresh()
    alone.set(0, 0, epoch: aloneEpoch)
    for cell in 1000..<5000 as Range<Int32> { alone.append(cell, epoch: aloneEpoch) }
    let shorter = alone.shared()
    shorter.truncate(to: 1000)
    let shortest = shorter.shared()
    let shortEpoch = Epoch.fresh()
    for _ in 0..<3000 { shortest.append(-1, epoch: shortEpoch) }
    #expect((0..<5000).allSatisfy { alone[$0] == Int32($0) })
    #expect((1000..<4000).allSatisfy { shortest[$0] == -1 })
  }

  @Test(.timeLimit(.minutes(5)))
  func `branches on several threads append to the chunk that they share`() {
    let base = ChunkedColumn<Int32>()
    for cell in 0..<1000 as Range<Int32> { base.append(cell, epoch: .fresh()) }
    let wrong = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      for round in 0..<50 {
        let branch = base.shared()
        let epoch = Epoch.fresh()
        let value = Int32(thread * 1000 + round)
        for _ in 0..<100 { branch.append(value, epoch: epoch) }
        branch.set(5, value, epoch: epoch)
        let isRight =
          branch[5] == value && branch[999] == 999
          && (1000..<1100).allSatisfy { branch[$0] == value }
        if !isRight { wrong.wrappingAdd(1, ordering: .relaxed) }
      }
    }
    #expect(wrong.load(ordering: .relaxed) == 0)
    #expect((0..<1000).allSatisfy { base[$0] == Int32($0) })
  }
}
