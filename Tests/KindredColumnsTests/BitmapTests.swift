// SPDX-License-Identifier: Apache-2.0

import KindredChoices
import KindredColumns
import Testing

@Suite struct `A bitmap` {
  @Test(arguments: 0..<8 as Range<UInt64>)
  func `bits are as a set of rows`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let bitmap = Bitmap()
    var rows: Set<Int> = []
    let epoch = Epoch.fresh()
    for _ in 0..<1000 {
      let row = random.next(below: 3000)
      switch random.next(below: 20) {
      case 0:
        bitmap.clear(from: row, epoch: epoch)
        rows = rows.filter { $0 < row }
      case 1..<8:
        bitmap.set(row, to: false, epoch: epoch)
        rows.remove(row)
      case _:
        bitmap.set(row, to: true, epoch: epoch)
        rows.insert(row)
      }
    }
    #expect((0..<3100).allSatisfy { bitmap[$0] == rows.contains($0) })
  }
}
