// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kindred
import Testing

/// What expressions give, over a table of one value of each type and a row of NULLs.
@Suite struct `Expressions` {
  let db: Database

  init() throws {
    db = try Database(
      Sample.self,
      Book.self,
      Author.self,
      Category.self,
      Review.self,
      Tag.self,
      BookTag.self
    )
    try db.write { s in
      try s.insert([
        Sample(
          number: 7,
          real: 2.5,
          text: "12abc",
          moment: Date(timeIntervalSince1970: 1_709_251_199.5)
        ),
        Sample(),
      ])
    }
  }

  /// What an expression gives for the row with values.
  private func value<V: ColumnValue>(_ make: @escaping (Ref<Sample>) -> Expr<V>) throws -> V {
    try db.read { s in
      try Sample.where { $0.text != nil }.select { make($0) }.fetch(s)[0]
    }
  }

  private func values<V: ColumnValue>(_ make: @escaping (Ref<Sample>) -> Expr<V>) throws -> [V] {
    try db.read { s in try Sample.all.select { make($0) }.fetch(s) }
  }

  private func fails(
    _ kind: KindredError.Kind,
    _ make: @escaping (Ref<Sample>) -> Expr<some ColumnValue>
  ) {
    let error = #expect(throws: KindredError.self) { _ = try value(make) }
    #expect(error?.kind == kind)
  }

  @Test func `may have a value on the left`() throws {
    #expect(try values { 100 - $0.number.or(1) } == [93, 99])
    #expect(try values { 100 - $0.number } == [93, nil])
    #expect(try values { 2 * $0.number + 1 } == [15, nil])
    #expect(try values { 15 / $0.number } == [2, nil])
    #expect(try values { 15 % $0.number } == [1, nil])
    #expect(try values { 0.5 + $0.real } == [3, nil])
    #expect(try values { "12abc" == $0.text } == [true, nil])
    #expect(try values { 7 != $0.number } == [false, nil])
    #expect(try values { 6 < $0.number } == [true, nil])
    #expect(try values { 7 <= $0.number && 7 >= $0.number && !(7 > $0.number) } == [true, nil])
    #expect(try values { "a" < $0.text } == [false, nil])
  }

  @Test func `V07 may mix what may be NULL and what may not, in long sums too`() throws {
    let sums = try values {
      $0.number.or(1) + 1 * $0.number.or(1) - 3 + $0.number.or(1) * $0.number - 100
        + ($0.number.or(1) - 2) * 4 + $0.number / 5
    }
    #expect(sums == [7 + 7 - 3 + 49 - 100 + 20 + 1, nil])
    #expect(try values { $0.number - $0.number.or(2) } == [0, nil])
    #expect(try values { $0.number.or(2) * $0.number } == [49, nil])
  }

  @Test func `may be constants`() throws {
    #expect(try values { _ in Expr(5) + 1 } == [6, 6])
    #expect(try values { _ in Expr("x").appending("y") } == ["xy", "xy"])
    #expect(try values { _ in Expr<Int?>(nil) } == [nil, nil])
    #expect(try values { $0.text.or(Expr("none")) } == ["12abc", "none"])
  }

  @Test
  func `V14 V15 V16 cast as SQL does: numbers at the beginning of a text, the nearest integer`()
    throws
  {
    #expect(try values { $0.text.cast(to: Int.self) } == [12, nil])
    #expect(try values { $0.text.cast(to: Double.self) } == [12, nil])
    #expect(try value { _ in Expr("-3.5e1x").cast(to: Double.self) } == -35)
    #expect(try value { _ in Expr("-3.5e1x").cast(to: Int.self) } == -3)
    #expect(try value { _ in Expr("abc").cast(to: Int.self) } == 0)
    #expect(try value { _ in Expr(" +7").cast(to: Int.self) } == 7)
    #expect(try value { _ in Expr("9223372036854775808").cast(to: Int.self) } == .max)
    #expect(try value { _ in Expr(".5").cast(to: Double.self) } == 0.5)
    #expect(try values { $0.real.cast(to: Int.self) } == [2, nil])
    #expect(try value { _ in Expr(-2.9).cast(to: Int.self) } == -2)
    #expect(try value { _ in Expr(1e30).cast(to: Int.self) } == .max)
    #expect(try value { _ in Expr(-1e30).cast(to: Int.self) } == .min)
    #expect(try value { _ in Expr(0.1 + 0.2).cast(to: String.self) } == "0.30000000000000004")
    #expect(try value { _ in Expr(-Double.infinity).cast(to: String.self) } == "-Inf")
    #expect(try values { $0.number.cast(to: String.self) } == ["7", nil])
    #expect(try values { $0.number.asDouble } == [7, nil])
  }

  @Test func `V14 asInt is nil where there is no such integer`() throws {
    #expect(try values { $0.text.asInt } == [nil, nil])
    #expect(try value { _ in Expr("12").asInt } == 12)
    #expect(try value { _ in Expr("-12").asInt } == -12)
    #expect(try value { _ in Expr("").asInt } == nil)
    #expect(try value { _ in Expr("9223372036854775808").asInt } == nil)
    #expect(try values { $0.real.asInt } == [2, nil])
    #expect(try value { _ in Expr(1e30).asInt } == nil)
    #expect(try value { _ in Expr(-9_223_372_036_854_775_808.0).asInt } == .min)
  }

  @Test func `V04 V05 V08 an integer that does not fit is an error`() throws {
    fails(.arithmetic) { _ in Expr(Int.max) + 1 }
    fails(.arithmetic) { _ in Expr(Int.min) - 1 }
    fails(.arithmetic) { _ in Expr(Int.max) * 2 }
    fails(.arithmetic) { _ in -Expr(Int.min) }
    fails(.arithmetic) { _ in Expr(Int.min) * -1 }
    fails(.arithmetic) { _ in Expr(Int.min).magnitude }
    fails(.arithmetic) { _ in Expr(Int.min) / -1 }
    #expect(try value { _ in Expr(Int.min) % -1 } == 0)
  }

  @Test(arguments: [(-7, 2, -3, -1), (7, -2, -3, 1), (-7, -2, 3, -1), (7, 3, 2, 1)])
  func `V06 division truncates and the remainder has the sign of the left side`(
    left: Int,
    right: Int,
    quotient: Int,
    remainder: Int
  ) throws {
    #expect(try value { _ in Expr(left) / right } == quotient)
    #expect(try value { _ in Expr(left) % right } == remainder)
    #expect(try value { $0.number * 0 + left / Expr(right) } == quotient)
  }

  @Test func `V07 division by zero is NULL, of constants and of columns, of integers and reals`()
    throws
  {
    #expect(try value { _ in Expr(1) / 0 } == nil)
    #expect(try value { _ in Expr(1) % 0 } == nil)
    #expect(try value { _ in Expr(1.0) / 0 } == nil)
    #expect(try value { $0.number / ($0.number - 7) } == nil)
    #expect(try value { $0.real / ($0.real - 2.5) } == nil)
  }

  @Test func `V13 a real that is no number is an error, infinity is a value`() throws {
    fails(.arithmetic) { _ in Expr(Double.infinity) - .infinity }
    fails(.arithmetic) { _ in Expr(Double.infinity) * 0 }
    fails(.arithmetic) { $0.real * .nan }
    #expect(try value { $0.real * .infinity } == .infinity)
  }

  @Test func `V12 the zeros are equal`() throws {
    #expect(try value { _ in Expr(-0.0) == 0.0 } == true)
    #expect(try value { ($0.real * 0) * -1 == 0 } == true)
    #expect(try value { $0.real.in([-0.0, 2.5]) } == true)
  }

  @Test func `V11 large integers and reals compare exactly`() throws {
    #expect(
      try value { _ in Expr(9_007_199_254_740_993).asDouble == 9_007_199_254_740_992 } == true
    )
    #expect(try value { _ in Expr(9_007_199_254_740_993) == 9_007_199_254_740_992 } == false)
  }

  @Test func `N10 N11 several values: the first that is there, the least and the greatest, lazily`()
    throws
  {
    #expect(try values { coalesce($0.number, $0.number + 1, Expr(3)) } == [7, 3])
    #expect(try value { least($0.number, Expr(3), Expr(5)) } == 3)
    #expect(try values { greatest($0.number, Expr(3), Expr(9)) } == [9, nil])
    let overflow = Expr<Int?>(.max) + 1
    #expect(try value { coalesce($0.number, overflow) } == 7)
    #expect(try value { ($0.number == 7).then($0.number).else(overflow) } == 7)
    #expect(
      try values {
        ($0.number == nil).then(Expr<Int?>(0)).when($0.number == 7, then: 1).else(overflow)
      }
        == [1, 0]
    )
    fails(.arithmetic) { ($0.number == 8).then($0.number).else(overflow) }
  }

  @Test func `N11 a case takes the first branch whose condition is true, and NULL matches none`()
    throws
  {
    let size: (Ref<Sample>) -> Expr<String> = { sample in
      (sample.number < 5).then("small").when(sample.number < 10, then: "middle")
        .when(sample.number >= 10, then: Expr("large")).else("unknown")
    }
    #expect(try values(size) == ["middle", "unknown"])
    #expect(try values { ($0.number > 5).then(1).end } == [1, nil])
    #expect(try values { ($0.number == $0.number).then("same").else("NULL") } == ["same", "NULL"])
  }

  @Test func `N01 between is two comparisons, and a range takes its ends as it says`() throws {
    #expect(try values { $0.number.between(5, and: 7) } == [true, nil])
    #expect(try value { $0.number.between(9, and: 5) } == false)
    #expect(try value { _ in Expr(1).between(Expr<Int?>(nil), and: Expr(0)) } == false)
    #expect(try value { _ in Expr<Int?>(nil).between(1, and: 2) } == nil)
    #expect(try value { $0.number.in(7...) && $0.number.in(...7) && $0.number.in(0..<8) } == true)
    #expect(try value { $0.number.in(..<7) || $0.number.in(0..<7) } == false)
    #expect(try values { $0.number.in(0...9) } == [true, nil])
  }

  @Test
  func `N01 comparisons with NULL are unknown, and so are AND, OR and NOT as far as it matters`()
    throws
  {
    let null = Expr<Bool?>(nil)
    let (yes, no) = (Expr<Bool?>(true), Expr<Bool?>(false))
    let table: [(Condition, Bool?)] = [
      (null && null, nil), (null && yes, nil), (null && no, false), (yes && yes, true),
      (null || null, nil), (null || no, nil), (null || yes, true), (no || no, false),
      (!null, nil), (!yes, false), (!(null && no), true), (!(null || yes), false),
    ]
    for (condition, expected) in table { #expect(try value { _ in condition } == expected) }
    #expect(try values { $0.number == $0.number } == [true, nil])
    #expect(try values { $0.number.is($0.number) } == [true, true])
    #expect(try values { $0.number.isNot($0.number) } == [false, false])
    #expect(try values { ($0.number > 3).isUnknown } == [false, true])
  }

  @Test func `X04 glob keeps case, with sets and ranges`() throws {
    let matching: [(String, Bool)] = [
      ("12*", true), ("*abc", true), ("??abc", true), ("*ABC", false), ("[0-9]*", true),
      ("[^0-9]*", false),
      ("*[a-c]", true), ("*[]c]", true), ("*[^]c]", false), ("12a[b", false), ("*", true),
      ("", false),
      ("12ab[c-]", true), ("12ab[a-]", false),
    ]
    for (pattern, expected) in matching {
      #expect(try values { $0.text.glob(pattern) } == [expected, nil], "\(pattern)")
    }
    #expect(try value { _ in Expr("a*b").glob("a[*]b") } == true)
    #expect(try value { _ in Expr("é").glob("?") } == true)
  }

  @Test func `X03 like folds ASCII only, with an escape`() throws {
    #expect(try value { $0.text.like("12A%") } == true)
    #expect(try value { _ in Expr("É").like("é") } == false)
    #expect(try value { _ in Expr("a%b").like("a\\%b", escape: "\\") } == true)
    #expect(try value { _ in Expr("axb").like("a\\%b", escape: "\\") } == false)
    #expect(try value { _ in Expr("a\nb").like("a%b") } == true)
    #expect(try values { $0.text.like("%") } == [true, nil])
  }

  @Test func `X02 length counts code points and is not optional where the text is not`() throws {
    let length: Expr<Int> = Expr("\u{1F468}\u{200D}\u{1F469}\r\n").length
    #expect(try value { _ in length } == 5)
    #expect(try values { $0.text.length } == [5, nil])
    let position: Expr<Int> = Expr("abc").position(of: "c")
    #expect(try value { _ in position } == 3)
  }

  @Test func `X05 letters are folded in ASCII only`() throws {
    #expect(try value { _ in Expr("Éa").uppercased } == "ÉA")
    #expect(try value { _ in Expr("Éa").lowercased } == "Éa")
  }

  @Test func `X06 a text put together with NULL is NULL`() throws {
    #expect(try value { $0.text.or("") + "d" } == "12abcd")
    #expect(try values { "<" + $0.text + ">" } == ["<12abc>", nil])
    #expect(try values { $0.text + $0.text.or("-") + $0.text } == ["12abc12abc12abc", nil])
    #expect(try values { $0.text.or("a") + $0.text } == ["12abc12abc", nil])
    #expect(try values { $0.text.appending("!") } == ["12abc!", nil])
    #expect(try values { Expr("!").appending($0.text) } == ["!12abc", nil])
    let text: Expr<String> = Expr("a").appending(Expr("b"))
    #expect(try value { _ in text } == "ab")
  }

  @Test func `a date has parts in UTC, also before 1970 and in leap years`() throws {
    // 2024-02-29 23:59:59.5, a Thursday.
    #expect(try values { $0.moment.year } == [2024, nil])
    #expect(try value { $0.moment.month } == 2)
    #expect(try value { $0.moment.day } == 29)
    #expect(try value { $0.moment.hour } == 23)
    #expect(try value { $0.moment.minute } == 59)
    #expect(try value { $0.moment.second } == 59)
    #expect(try value { $0.moment.weekday } == 4)
    #expect(try value { $0.moment.dayOfYear } == 60)
    let before = Date(timeIntervalSince1970: -0.5)
    #expect(try value { _ in Expr(before).year } == 1969)
    #expect(try value { _ in Expr(before).second } == 59)
    #expect(try value { _ in Expr(before).dayOfYear } == 365)
  }

  @Test func `a date has the parts that Foundation's calendar gives`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    var random = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      // Years 1600 to 2500: where Foundation's calendar has no Julian dates.
      let date = Date(
        timeIntervalSince1970: Double(
          Int.random(in: -11_670_998_400..<16_756_761_600, using: &random)
        )
      )
      let parts = calendar.dateComponents(
        [.year, .month, .day, .hour, .minute, .second, .weekday],
        from: date
      )
      let found = try db.read { s in
        try Sample.all.limit(1).select { _ in
          (Expr(date).year, Expr(date).month, Expr(date).day, Expr(date).hour, Expr(date).weekday)
        }.fetch(s)[0]
      }
      #expect(found.0 == parts.year && found.1 == parts.month && found.2 == parts.day, "\(date)")
      #expect(found.3 == parts.hour && found.4 + 1 == parts.weekday, "\(date)")
    }
  }

  @Test func `dates are moved by durations, days and columns, and subtracted in seconds`() throws {
    let start = Date(timeIntervalSince1970: 1_000_000)
    #expect(try value { _ in Expr(start) + .seconds(90) } == start + 90)
    #expect(try value { _ in Expr(start) - .milliseconds(1_500) } == start - 1.5)
    #expect(try value { _ in Expr(start).adding(days: -2) } == start - 172_800)
    #expect(try value { _ in Expr(start).adding(days: Expr(3)) } == start + 259_200)
    #expect(try value { _ in Expr(start).startOfDay } == Date(timeIntervalSince1970: 950_400))
    #expect(
      try value { _ in Expr(Date(timeIntervalSince1970: -1)).startOfDay }
        == Date(timeIntervalSince1970: -86_400)
    )
    #expect(try value { $0.moment.seconds(since: start) } == 1_708_251_199.5)
    #expect(try values { ($0.moment.or(start)) > start } == [true, false])
    #expect(try values { $0.moment > start } == [true, nil])
    fails(.arithmetic) { _ in Expr(start) + .seconds(Int64.max) }
    fails(.arithmetic) { _ in Expr(start).adding(days: .max) }
  }
}

/// One value of each type, or none.
struct Sample: Entity {
  var id: ID<Sample> = .new
  var number: Int? = nil
  var real: Double? = nil
  var text: String? = nil
  var moment: Date? = nil
  static let table = Table<Sample>("samples", Sample.init)
}
