// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// The text of each operator over operands already written. Operands of comparisons and tests that
/// are comparisons themselves get parentheses, which SQL does not ask for but a reader does.
extension PlanWriter {
  func comparing(
    _ comparison: ComparisonOperator,
    _ left: SQLFragment,
    _ right: SQLFragment
  ) -> SQLFragment {
    SQLFragment(
      "\(left.text(atLeast: .additive)) \(comparison.rawValue) \(right.text(atLeast: .additive))",
      .equality
    )
  }

  func chain(
    _ operands: [SQLFragment],
    _ word: String,
    _ precedence: SQLPrecedence,
    empty: String
  ) -> SQLFragment {
    switch operands.count {
    case 0: SQLFragment(SQLText(text: empty))
    case 1: operands[0]
    case _:
      SQLFragment(
        operands.map {
          $0.text(atLeast: precedence == .or ? .and : .not)
        }.joined(" \(word) "),
        precedence
      )
    }
  }

  /// A test that follows its operand, such as `IS NULL`.
  func test(_ operand: SQLFragment, _ words: SQLText) -> SQLFragment {
    SQLFragment("\(operand.text(atLeast: .additive)) \(words)", .equality)
  }

  func list(_ values: [Value], _ type: ColumnType) -> SQLText {
    "(\(values.map { SQLText([.value($0, type)]) }.joined(", ")))"
  }

  func arithmetic(
    _ operation: ArithmeticOperator,
    _ left: SQLFragment,
    _ right: SQLFragment
  ) -> SQLFragment {
    let precedence: SQLPrecedence
    switch operation {
    case .add, .subtract: precedence = .additive
    case .multiply, .divide, .remainder: precedence = .multiplicative
    }
    let tighter: SQLPrecedence = precedence == .additive ? .multiplicative : .concatenation
    let (first, second) = (left.text(atLeast: precedence), right.text(atLeast: tighter))
    return SQLFragment("\(first) \(operation.rawValue) \(second)", precedence)
  }

  func call(
    _ function: ScalarFunction,
    _ operands: [SQLFragment],
    _ type: ColumnType
  ) -> SQLFragment {
    let arguments = operands.map(\.text).joined(", ")
    switch function {
    case .lower, .upper, .length, .absolute, .round, .floor, .ceiling, .trim, .trimStart, .trimEnd,
      .substring, .position, .replace:
      return SQLFragment("\(dialect.functionName(function))(\(arguments))")
    case .minimum, .maximum:
      // With one operand these would be the aggregates.
      guard operands.count > 1 else { return operands.first ?? SQLFragment("NULL") }
      return SQLFragment("\(dialect.functionName(function))(\(arguments))")
    case .sign:
      // An integer in SQL, whatever the operand is.
      let sign: SQLText = "\(dialect.functionName(function))(\(arguments))"
      guard type == .real else { return SQLFragment(sign) }
      return SQLFragment("CAST(\(sign) AS \(dialect.typeName(.real)))")
    case .real, .integer, .text:
      return SQLFragment("CAST(\(arguments) AS \(dialect.typeName(type)))")
    case .year, .month, .day, .hour, .minute, .second, .weekday, .dayOfYear:
      return SQLFragment(dialect.datePart(function, operands[0].text(atLeast: .unary)))
    case .concatenate:
      guard operands.count > 1 else { return operands.first ?? SQLFragment("''") }
      return SQLFragment(
        operands.map { $0.text(atLeast: .concatenation) }.joined(" || "),
        .concatenation
      )
    }
  }

  func coalescing(_ operands: [SQLFragment]) -> SQLFragment {
    guard operands.count > 1 else { return operands.first ?? SQLFragment("NULL") }
    return SQLFragment("coalesce(\(operands.map(\.text).joined(", ")))")
  }

  /// The operands are the condition and the value of each branch, then the value otherwise.
  func conditional(_ branchCount: Int, _ operands: [SQLFragment]) -> SQLFragment {
    let otherwise = operands[2 * branchCount]
    guard branchCount > 0 else { return otherwise }
    var text: SQLText = "CASE"
    for branch in 0..<branchCount {
      let (condition, value) = (operands[2 * branch], operands[2 * branch + 1])
      text.append(" WHEN \(condition.text) THEN \(value.text)")
    }
    if otherwise.text != "NULL" { text.append(" ELSE \(otherwise.text)") }
    text.append(" END")
    return SQLFragment(text)
  }

  func textMatch(
    _ match: TextMatch,
    _ operands: [SQLFragment],
    _ pattern: Expression
  ) -> SQLFragment {
    let tight = operands.map { $0.text(atLeast: .unary) }
    switch match {
    case .hasPrefix:
      if case .literal(.text(let prefix), _) = pattern,
        let short = dialect.hasLiteralPrefix(operands[0].text, prefix)
      {
        return SQLFragment(short, .equality)
      }
      return SQLFragment(dialect.hasPrefix(tight[0], tight[1]), .equality)
    case .hasSuffix: return SQLFragment(dialect.hasSuffix(tight[0], tight[1]), .equality)
    case .contains:
      return SQLFragment(dialect.contains(operands[0].text, operands[1].text), .equality)
    case .like(let escape):
      var words: SQLText = "LIKE \(operands[1].text(atLeast: .additive))"
      if let escape { words.append(" ESCAPE \(dialect.literal(.text(String(escape)), .text))") }
      return test(operands[0], words)
    case .glob: return test(operands[0], "GLOB \(operands[1].text(atLeast: .additive))")
    }
  }
}
