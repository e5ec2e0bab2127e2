// SPDX-License-Identifier: Apache-2.0

import KindredExecution
import KindredPlan
import KindredSchema
import Testing

@Suite struct `Expressions` {
  private func value(_ expression: Expression) throws -> Value {
    try World(parents: [[1, nil, nil, nil]]).rows(scanParents, [expression])[0][0]
  }

  private func arithmetic(
    _ op: ArithmeticOperator,
    _ left: Expression,
    _ right: Expression
  ) throws -> Value {
    try value(.arithmetic(op, left, right))
  }

  @Test func `V06 division truncates and the remainder has the sign of the left`() throws {
    #expect(try arithmetic(.divide, integer(-7), integer(2)) == -3)
    #expect(try arithmetic(.remainder, integer(-7), integer(3)) == -1)
    #expect(try arithmetic(.remainder, integer(7), integer(-3)) == 1)
  }

  @Test func `V07 division and remainder by zero are NULL`() throws {
    #expect(try arithmetic(.divide, integer(1), integer(0)) == nil)
    #expect(try arithmetic(.remainder, integer(1), integer(0)) == nil)
    #expect(try arithmetic(.divide, real(1), real(0)) == nil)
    #expect(try arithmetic(.divide, real(0), real(-0.0)) == nil)
  }

  @Test func `V04 V05 V08 integer overflow is an error, also of negation and division`() throws {
    let failing: [Expression] = [
      .arithmetic(.add, integer(.max), integer(1)),
      .arithmetic(.subtract, integer(.min), integer(1)),
      .arithmetic(.multiply, integer(.min), integer(-1)),
      .arithmetic(.divide, integer(.min), integer(-1)), .negate(integer(.min)),
      .function(.absolute, [integer(.min)]),
    ]
    for expression in failing {
      #expect { try value(expression) } throws: { ($0 as? KindredError)?.kind == .arithmetic }
    }
    #expect(try arithmetic(.remainder, integer(.min), integer(-1)) == 0)
    #expect(try value(.negate(integer(nil))) == nil)
    #expect(try value(.function(.absolute, [integer(-3)])) == 3)
  }

  @Test func `V13 a real result that is not a number is an error`() throws {
    #expect { try arithmetic(.subtract, real(.infinity), real(.infinity)) } throws: {
      ($0 as? KindredError)?.kind == .arithmetic
    }
    #expect(try arithmetic(.subtract, real(nil), real(.infinity)) == nil)
    #expect(try arithmetic(.add, real(.infinity), real(1)) == .real(.infinity))
  }

  @Test func `an overflow in a row where an operand is NULL is none`() throws {
    let world = try World(parents: [
      [1, nil, .integer(.max), nil], [2, nil, nil, nil], [3, nil, 5, nil],
    ])
    let sum = Expression.arithmetic(
      .add,
      parentCode,
      .conditional(
        [.init(condition: compare(parentID, .equal, integer(1)), value: integer(nil))],
        otherwise: integer(.max - 5)
      )
    )
    #expect(try world.rows(scanParents, [sum]) == [[nil], [nil], [.integer(.max)]])
  }

  @Test func `N11 coalesce and conditional evaluate lazily, row by row`() throws {
    let world = try World(
      parents: (0..<3000).map { row in
        [.integer(Int64(row)), nil, row % 2 == 0 ? nil : .integer(.max), nil]
      }
    )
    let overflow = Expression.arithmetic(.add, parentCode, integer(1))
    let safe = Expression.conditional(
      [.init(condition: .not(.isNull(parentCode)), value: integer(-1))],
      otherwise: .coalesce([overflow, parentID])
    )
    let rows = try world.rows(scanParents, [safe, .coalesce([integer(1), overflow])])
    let expected = (0..<3000).map { row -> [Value] in
      [row % 2 == 0 ? integers(row) : Value.integer(-1), Value.integer(1)]
    }
    #expect(rows == expected)
    #expect { try world.rows(scanParents, [overflow]) } throws: {
      ($0 as? KindredError)?.kind == .arithmetic
    }
  }

  @Test func `N11 a NULL condition takes no branch`() throws {
    let world = try World(parents: someParents(20))
    let chosen = Expression.conditional(
      [
        .init(condition: compare(parentCode, .greater, integer(0)), value: text("positive")),
        .init(condition: .isNull(parentName), value: text("nameless")),
      ],
      otherwise: parentName
    )
    let expected = someParents(20).map { row -> [Value] in
      if case .integer(let code) = row[2], code > 0 { return ["positive"] }
      return [row[1].isNull ? "nameless" : row[1]]
    }
    #expect(try world.rows(scanParents, [chosen]) == expected)
  }

  @Test func `a conjunct that fails only sees rows that are not false already`() throws {
    let world = try World(parents: [[1, nil, .integer(.max), nil], [2, nil, 1, nil]])
    let safe = Expression.and([
      compare(parentCode, .less, integer(100)),
      compare(.arithmetic(.add, parentCode, integer(1)), .equal, integer(2)),
    ])
    #expect(try world.ids(filter(safe, scanParents), p, World.parents) == [1])
    #expect(try world.rows(scanParents, [safe]) == [[0], [1]])
    let either = Expression.or([
      compare(parentCode, .greater, integer(100)),
      compare(.arithmetic(.add, parentCode, integer(1)), .equal, integer(2)),
    ])
    #expect(try world.rows(scanParents, [either]) == [[1], [1]])
  }

  @Test func `booleans are integers 0 and 1, NULL for unknown`() throws {
    let world = try World(parents: someParents(12))
    let rows = try world.rows(
      scanParents,
      [compare(parentCode, .less, integer(0)), .not(.isNull(parentName))]
    )
    let expected = someParents(12).map { row -> [Value] in
      let less: Value = if case .integer(let code) = row[2] { code < 0 ? 1 : 0 } else { nil }
      return [less, row[1].isNull ? 0 : 1]
    }
    #expect(rows == expected)
  }
}
