// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema
import Testing

@Suite struct `A column` {
  private static let integers: [Value] = [
    .integer(0), .integer(127), .integer(-128), .null, .integer(128), .integer(32_767),
    .integer(32_768), .integer(-2_147_483_648), .integer(2_147_483_648), .integer(.max),
    .integer(.min), .null,
  ]
  private static let reals: [Value] = [
    .real(0), .real(1.5), .null, .real(.infinity), .real(-.infinity), .real(.leastNonzeroMagnitude),
  ]
  private static let texts: [Value] = [
    .text(""), .text("a"), .null, .text("\u{E9}"), .text("e\u{301}"), .text("a\u{0}"),
    .text("a text that is too long to be inline"), .text("a"),
  ]

  private static func values(_ storageClass: StorageClass) -> [Value] {
    switch storageClass {
    case .integer: integers
    case .real: reals
    case .text: texts
    }
  }

  private func values(_ column: Column) -> [Value] { (0..<column.count).map { column.value($0) } }

  @Test(arguments: StorageClass.allCases)
  func `values come back as they were appended, whatever the parts`(storageClass: StorageClass) {
    let values = Self.values(storageClass)
    let vector = Vector(values, as: storageClass)
    for cut in 0...values.count {
      var column = Column(storageClass)
      let epoch = Epoch.fresh()
      column.append(vector, part: 0..<cut, epoch: epoch)
      column.append(vector, part: cut..<values.count, epoch: epoch)
      #expect(self.values(column) == values)
    }
  }

  @Test(arguments: StorageClass.allCases)
  func `values can be set and put back`(storageClass: StorageClass) {
    let values = Self.values(storageClass)
    var column = Column(storageClass)
    let epoch = Epoch.fresh()
    column.append(Vector(values, as: storageClass), part: values.indices, epoch: epoch)
    let rows = Array((0..<RowID(values.count)).reversed())
    let old = column.values(at: .ids(rows), isPadded: false)
    column.set(
      rows,
      to: Vector(values, as: storageClass),
      part: rows.indices,
      epoch: epoch
    )
    #expect(self.values(column) == values.reversed())
    column = column.shared()
    column.restore(rows, to: old, epoch: .fresh())
    #expect(self.values(column) == values)
  }

  @Test(arguments: StorageClass.allCases)
  func `rows after a truncation have no NULLs of those before it`(storageClass: StorageClass) {
    var column = Column(storageClass)
    let epoch = Epoch.fresh()
    let nulls = [Value](repeating: .null, count: 200)
    column.append(Vector(nulls, as: storageClass), part: nulls.indices, epoch: epoch)
    column.truncate(to: 70)
    let value = Self.values(storageClass)[0]
    let values = [Value](repeating: value, count: 300)
    column.append(Vector(values, as: storageClass), part: values.indices, epoch: epoch)
    #expect((0..<70).allSatisfy { column.isNull($0) })
    #expect((70..<370).allSatisfy { column.value($0) == value })
  }

  @Test func `integers get wider only for values that need it`() {
    var column = Column(.integer)
    let epoch = Epoch.fresh()
    let garbage = Vector(.integers([.max, 1]), nulls: [1, 0])
    column.append(garbage, part: 0..<2, epoch: epoch)
    guard case .integers(.int8) = column.cells else {
      Issue.record("a NULL's cell made the column wide")
      return
    }
    #expect(values(column) == [.null, .integer(1)])
    column.append(Vector(.integers([70_000])), part: 0..<1, epoch: epoch)
    guard case .integers(.int32) = column.cells else {
      Issue.record("70,000 does not fit or is too wide")
      return
    }
    #expect(values(column) == [.null, .integer(1), .integer(70_000)])
  }

  @Test func `V12 a negative zero becomes zero, appended or set`() {
    var column = Column(.real)
    let epoch = Epoch.fresh()
    column.append(Vector(.reals([-0.0, 1])), part: 0..<2, epoch: epoch)
    column.set([1], to: Vector(.reals([-0.0])), part: 0..<1, epoch: epoch)
    guard case .reals(let cells) = column.cells else { return }
    #expect(cells[0].sign == .plus)
    #expect(cells[1].sign == .plus)
  }

  @Test func `handles of another pool are taken over as text`() {
    var first = Column(.text)
    var second = Column(.text)
    let epoch = Epoch.fresh()
    first.append(Vector(.strings(["x", "y", "z"])), part: 0..<3, epoch: epoch)
    second.append(Vector(.strings(["y"])), part: 0..<1, epoch: epoch)
    let vector = first.values(at: .ids([2, 1, 0]), isPadded: false)
    second.append(vector, part: 0..<3, epoch: epoch)
    #expect(values(second) == [.text("y"), .text("z"), .text("y"), .text("x")])
  }

  @Test(arguments: StorageClass.allCases)
  func `a shared column keeps what it had`(storageClass: StorageClass) {
    let values = Self.values(storageClass)
    var column = Column(storageClass)
    column.append(Vector(values, as: storageClass), part: values.indices, epoch: .fresh())
    var other = column.shared()
    let epoch = Epoch.fresh()
    let rows = (0..<RowID(values.count)).map { $0 }
    let changed = Vector(values.reversed(), as: storageClass)
    other.set(rows, to: changed, part: rows.indices, epoch: epoch)
    other.append(changed, part: values.indices, epoch: epoch)
    #expect(self.values(column) == values)
    #expect(self.values(other) == values.reversed() + values.reversed())
  }
}
