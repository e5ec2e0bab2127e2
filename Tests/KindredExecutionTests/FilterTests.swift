// SPDX-License-Identifier: Apache-2.0

import KindredExecution
import KindredPlan
import KindredSchema
import Testing

@Suite struct `Filter` {
  static let operators: [ComparisonOperator] = [
    .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .identical, .notIdentical,
  ]

  static func holds(_ op: ComparisonOperator, _ order: Int?, bothNull: Bool, oneNull: Bool) -> Bool
  {
    switch op {
    case .identical: bothNull || order == 0
    case .notIdentical: oneNull || (!bothNull && order != 0)
    case .equal: order == 0
    case .notEqual: order.map { $0 != 0 } ?? false
    case .less: order.map { $0 < 0 } ?? false
    case .lessOrEqual: order.map { $0 <= 0 } ?? false
    case .greater: order.map { $0 > 0 } ?? false
    case .greaterOrEqual: order.map { $0 >= 0 } ?? false
    }
  }

  static func order(_ left: Value, _ right: Value) -> Int? {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): left < right ? -1 : left == right ? 0 : 1
    case (.real(let left), .real(let right)): left < right ? -1 : left == right ? 0 : 1
    case (.integer(let left), .real(let right)):
      Double(left) < right ? -1 : Double(left) == right ? 0 : 1
    case (.real(let left), .integer(let right)):
      left < Double(right) ? -1 : left == Double(right) ? 0 : 1
    case (.text(let left), .text(let right)):
      Array(left.utf8).lexicographicallyPrecedes(Array(right.utf8))
        ? -1 : left.utf8.elementsEqual(right.utf8) ? 0 : 1
    default: nil
    }
  }

  static let constants: [(Int, Value, ColumnType)] = [
    (2, 0, .integer), (2, -5, .integer), (2, 5, .integer), (2, 1000, .integer),
    (2, -1000, .integer), (2, .integer(.max), .integer), (2, .integer(.min), .integer),
    (2, 0.5, .real), (2, -2.0, .real), (2, 1e300, .real), (2, .real(-.infinity), .real),
    (2, nil, .integer), (3, 1.25, .real), (3, 0.0, .real), (3, -0.0, .real), (3, 1, .integer),
    (3, .real(.infinity), .real), (3, nil, .real), (1, "name 3", .text), (1, "", .text),
    (1, "name 30", .text), (1, "zzz", .text), (1, nil, .text),
  ]

  @Test(arguments: [10, 2048, 2500])
  func `N01 compares columns with constants, in either order and under NOT`(count: Int) throws {
    let parents = someParents(count)
    let world = try World(parents: parents)
    for (column, constant, type) in Self.constants {
      for op in Self.operators {
        let cell = Expression.column(
          ColumnReference(p, column, [.integer, .text, .integer, .real][column])
        )
        let literal = Expression.literal(constant, type)
        func expected(_ op: ComparisonOperator) -> [RowID] {
          parents.indices.filter { row in
            let value = parents[row][column]
            return Self.holds(
              op,
              Self.order(value, constant),
              bothNull: value.isNull && constant.isNull,
              oneNull: value.isNull != constant.isNull
            )
          }.map { RowID($0) }
        }
        func ids(_ condition: Expression) throws -> [RowID] {
          try world.ids(filter(condition, scanParents), p, World.parents)
        }
        let wanted = expected(op)
        #expect(try ids(compare(cell, op, literal)) == wanted, "\(op) \(constant)")
        #expect(try ids(compare(literal, op.flipped, cell)) == wanted)
        // Through general evaluation, and through truth values.
        #expect(try ids(.or([compare(cell, op, literal)])) == wanted)
        #expect(try ids(compare(.coalesce([cell, .null(cell.type)]), op, literal)) == wanted)
        #expect(try ids(.not(compare(cell, op, literal))) == expected(op.negated))
        // Refining an earlier selection.
        let even = compare(parentID, .notEqual, integer(7))
        #expect(
          try ids(.and([even, compare(cell, op, literal)])) == wanted.filter { $0 != 6 }
        )
      }
    }
  }

  @Test func `two bounds on one column are one range`() throws {
    let world = try World(parents: someParents(3000))
    let between = Expression.and([
      compare(parentID, .greaterOrEqual, integer(100)), compare(parentID, .less, integer(2500)),
      compare(parentCode, .lessOrEqual, integer(3)), compare(parentCode, .greater, integer(3)),
    ])
    #expect(try world.ids(filter(between, scanParents), p, World.parents) == [])
    let ids = Expression.and([
      compare(parentID, .greaterOrEqual, integer(100)), compare(parentID, .less, integer(2500)),
    ])
    #expect(try world.ids(filter(ids, scanParents), p, World.parents).count == 2400)
  }

  @Test func `V11 integers compare with reals exactly`() throws {
    let exact: Int64 = 9_007_199_254_740_993
    let world = try World(parents: [
      [1, nil, .integer(exact), 9_007_199_254_740_992.0], [2, nil, .integer(.max), 0x1p63],
      [3, nil, .integer(.min), -0x1p63], [4, nil, 2, 2.5],
    ])
    func ids(_ condition: Expression) throws -> [RowID] {
      try world.ids(filter(condition, scanParents), p, World.parents)
    }
    #expect(try ids(compare(parentCode, .equal, parentWeight)) == [2])
    #expect(try ids(compare(parentCode, .greater, parentWeight)) == [0])
    #expect(try ids(compare(parentWeight, .greater, parentCode)) == [1, 3])
    #expect(try ids(compare(parentCode, .equal, real(9_007_199_254_740_992))) == [])
    #expect(try ids(compare(parentCode, .greater, real(9_007_199_254_740_992))) == [0, 1])
    #expect(try ids(compare(parentWeight, .less, integer(exact))) == [0, 2, 3])
    #expect(try ids(compare(parentWeight, .greater, integer(.max))) == [1])
    #expect(try ids(compare(parentWeight, .greaterOrEqual, integer(.min))) == [0, 1, 2, 3])
  }

  @Test func `N02 x IN list is unknown when not found and a NULL is present`() throws {
    let world = try World(parents: [
      [1, "a", 1, 1.0], [2, "b", 2, 2.0], [3, nil, nil, nil],
    ])
    func truths(_ condition: Expression) throws -> [Value] {
      try world.rows(scanParents, [condition]).map { $0[0] }
    }
    #expect(try truths(.inList(parentCode, [1, 5])) == [1, 0, nil])
    #expect(try truths(.inList(parentCode, [1, nil])) == [1, nil, nil])
    #expect(try truths(.inList(parentCode, [])) == [0, 0, 0])
    #expect(try truths(.not(.inList(parentCode, [nil]))) == [nil, nil, nil])
    #expect(try truths(.inList(parentCode, [1.0, 2.5])) == [1, 0, nil])
    #expect(try truths(.inList(parentWeight, [1, nil])) == [1, nil, nil])
    #expect(try truths(.inList(parentName, ["b", "B"])) == [0, 1, nil])
    #expect(try truths(.inList(parentName, ["x", nil])) == [nil, nil, nil])
    #expect(
      try truths(.inList(.arithmetic(.add, parentCode, integer(1)), [3, nil])) == [nil, 1, nil]
    )
    let many = (0..<100_000).map { Value.integer(Int64($0) * 2) }
    #expect(try truths(.inList(parentCode, many)) == [0, 1, nil])
    #expect(
      try world.ids(filter(.inList(parentCode, many), scanParents), p, World.parents) == [1]
    )
  }

  @Test func `N01 AND and OR are three-valued`() throws {
    let world = try World(parents: [[1, nil, nil, nil]])
    let values: [Value] = [0, 1, nil]
    for left in values {
      for right in values {
        let both = [Expression.literal(left, .boolean), Expression.literal(right, .boolean)]
        let and: Value = left == 0 || right == 0 ? 0 : left.isNull || right.isNull ? nil : 1
        let or: Value = left == 1 || right == 1 ? 1 : left.isNull || right.isNull ? nil : 0
        #expect(try world.rows(scanParents, [.and(both), .or(both)]) == [[and, or]])
      }
      let operand = Expression.literal(left, .boolean)
      #expect(
        try world.rows(
          scanParents,
          [
            .not(operand), .truth(.isTrue, operand), .truth(.isFalse, operand),
            .truth(.isUnknown, operand), .isNull(operand),
          ]
        ) == [
          [
            left.isNull ? nil : left == 0 ? 1 : 0, left == 1 ? 1 : 0, left == 0 ? 1 : 0,
            left.isNull ? 1 : 0, left.isNull ? 1 : 0,
          ]
        ]
      )
    }
    #expect(try world.rows(scanParents, [.and([]), .or([])]) == [[1, 0]])
  }
}
