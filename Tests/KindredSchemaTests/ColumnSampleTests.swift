// SPDX-License-Identifier: Apache-2.0

import KindredSchema
import Testing

@Suite struct `A sample of a column` {
  @Test func `says what part of the rows is below a value, NULL apart`() {
    let sample = ColumnSample((0..<100).map { $0 < 20 ? .null : .integer(Int64($0)) }, of: 10_000)
    #expect(sample.nullFraction == 0.2)
    #expect(sample.fraction(before: .integer(60), isInclusive: false) == 0.4)
    #expect(sample.fraction(before: .integer(60), isInclusive: true) == 0.41)
    #expect(sample.fraction(before: .integer(-1), isInclusive: true) == 0)
    #expect(sample.fraction(before: .real(1e9), isInclusive: false) == 0.8)
  }

  @Test func `knows a frequent value and expects little of one it has not seen`() {
    let sample = ColumnSample((0..<200).map { .text($0 < 150 ? "a" : "b\($0)") }, of: 100_000)
    #expect(sample.fraction(of: .text("a")) == 0.75)
    #expect(sample.fraction(of: .text("c")) < 0.02)
  }

  @Test func `expects as many distinct values as there are, when it has seen all or none twice`() {
    let few = ColumnSample((0..<500).map { .integer(Int64($0 % 7)) }, of: 1_000_000)
    #expect(few.distinctCount == 7)
    let unique = ColumnSample((0..<500).map { .integer(Int64($0)) }, of: 1_000_000)
    #expect(abs(unique.distinctCount - 1_000_000) < 1)
    #expect(ColumnSample([], of: 0).distinctCount == 1)
  }
}
