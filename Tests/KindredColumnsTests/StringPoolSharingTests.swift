// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import Testing

@Suite struct `String pools of forks` {
  @Test func `a pool of few values stays a dictionary`() {
    let few = StringPool()
    let epoch = Epoch.fresh()
    for number in 0..<20_000 {
      _ = few.intern("value \(number % 500)", epoch: epoch)
    }
    #expect(few.isDictionary)
    #expect(few.stringCount == 500)
  }

  @Test func `forks add strings of their own under handles of their own`() {
    let base = StringPool()
    let baseHandles = (0..<1500).map { base.intern("base \($0 % 700)", epoch: .fresh()) }
    let forks = (0..<4).map { _ in (base.shared(), Epoch.fresh()) }
    var handles: [[Int32]] = []
    for (number, fork) in forks.enumerated() {
      handles.append((0..<1500).map { fork.0.intern("fork \(number) \($0)", epoch: fork.1) })
    }
    for (number, fork) in forks.enumerated() {
      #expect((0..<1500).allSatisfy { fork.0[handles[number][$0]] == "fork \(number) \($0)" })
      #expect((0..<1500).allSatisfy { fork.0[baseHandles[$0]] == "base \($0 % 700)" })
    }
    #expect(base.handle(of: "fork 0 0") == nil)
  }

  @Test func `a long chain of chunks is released without recursion`() {
    var pools = [StringPool()]
    // Every second fork finds the last slot taken and starts a chunk of its own.
    for number in 0..<50_000 {
      let last = pools[pools.count - 1]
      let epoch = Epoch.fresh()
      let first = last.shared()
      _ = first.intern("\(number)", epoch: epoch)
      let second = last.shared()
      _ = second.intern("\(number)", epoch: .fresh())
      pools = [second]
    }
    #expect(pools[0].stringCount == 50_000)
  }
}
