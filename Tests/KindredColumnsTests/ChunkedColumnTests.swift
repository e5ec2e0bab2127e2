// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import Testing

@Suite struct `Chunked column` {
  private func column(_ count: Int, epoch: Epoch) -> ChunkedColumn<Int32> {
    let column = ChunkedColumn<Int32>()
    for value in 0..<count { column.append(Int32(value), epoch: epoch) }
    return column
  }

  private func cells(_ column: ChunkedColumn<Int32>) -> [Int32] {
    (0..<column.count).map { column[$0] }
  }

  @Test(arguments: [0, 1, 15, 16, 17, 2047, 2048, 2049, 4096, 140_000])
  func `cells are those appended, one by one or in runs`(count: Int) {
    let epoch = Epoch.fresh()
    let single = column(count, epoch: epoch)
    #expect(cells(single) == (0..<Int32(count)).map { $0 })
    let runs = ChunkedColumn<Int32>()
    unsafe runs.extend(by: count, epoch: epoch) { run, start in
      for index in run.indices { unsafe run[index] = Int32(start + index) }
    }
    #expect(cells(runs) == cells(single))
  }

  @Test(arguments: [1, 100, 2048, 5000])
  func `neither of two copies sees the other's writes`(count: Int) {
    let original = column(count, epoch: Epoch.fresh())
    let copy = original.shared()
    let (first, second) = (Epoch.fresh(), Epoch.fresh())
    original.set(0, -1, epoch: first)
    copy.set(count - 1, -2, epoch: second)
    original.append(-3, epoch: first)
    copy.append(-4, epoch: second)
    var expectedOriginal = (0..<Int32(count)).map { $0 }
    var expectedCopy = expectedOriginal
    expectedOriginal[0] = -1
    expectedCopy[count - 1] = -2
    #expect(cells(original) == expectedOriginal + [-3])
    #expect(cells(copy) == expectedCopy + [-4])
  }

  @Test func `many copies written at random stay apart`() {
    var seed: UInt64 = 42
    func random(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % bound
    }
    var columns = [
      (column(3000, epoch: Epoch.fresh()), (0..<Int32(3000)).map { $0 }, Epoch.fresh())
    ]
    for step in 0..<20_000 {
      let index = random(columns.count)
      switch random(200) {
      case 0 where columns.count < 8:
        columns[index].2 = Epoch.fresh()
        columns.append((columns[index].0.shared(), columns[index].1, Epoch.fresh()))
      case 1 where columns.count > 1: columns.remove(at: index)
      case 2...10:
        columns[index].0.append(Int32(step), epoch: columns[index].2)
        columns[index].1.append(Int32(step))
      default:
        let position = random(columns[index].1.count)
        columns[index].0.set(position, Int32(step), epoch: columns[index].2)
        columns[index].1[position] = Int32(step)
      }
    }
    for (column, model, _) in columns { #expect(cells(column) == model) }
  }
}

@Suite struct `Integer cells` {
  @Test func `a value that does not fit widens the column and keeps the others`() {
    let epoch = Epoch.fresh()
    var cells = IntegerCells()
    var model: [Int64] = []
    for value: Int64 in [1, -128, 127, 128, -32_769, 1 << 31, .max, .min, 0] {
      cells.append([value], nulls: nil, part: 0..<1, epoch: epoch)
      model.append(value)
      #expect((0..<cells.count).map { cells[$0] } == model)
    }
    cells.set([0], to: [.min], nulls: nil, part: 0..<1, epoch: epoch)
    #expect(cells[0] == .min)
  }
}

@Suite struct `Bits of rows` {
  @Test func `bits past the end are clear, and copies apart`() {
    let bitmap = Bitmap()
    bitmap.set(5, to: true, epoch: Epoch.fresh())
    #expect(bitmap[5] && !bitmap[4] && !bitmap[100_000])
    let copy = bitmap.shared()
    copy.set(200_000, to: true, epoch: Epoch.fresh())
    copy.set(5, to: false, epoch: Epoch.fresh())
    #expect(bitmap[5] && !bitmap[200_000])
    #expect(!copy[5] && copy[200_000])
  }
}
