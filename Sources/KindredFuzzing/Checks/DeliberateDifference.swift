// SPDX-License-Identifier: Apache-2.0

package import KindredPlan
package import KindredSchema

/// Where the engine differs from SQLite on purpose; nothing else is excused.
///
/// A difference is excused only if one of these can apply to the plan *and* the reference evaluator
/// gives the engine's answer. The names are those of the semantics table.
package enum DeliberateDifference: String, Sendable, CaseIterable {
  /// `sum` of integers fails only if the exact total does not fit, whatever the order of the rows;
  /// SQLite fails when a running sum does not.
  case sumOfAnyOrder = "V03"
  /// `+`, `-`, `*` of integers past 64 bits are errors; SQLite goes on with reals.
  case integerOverflow = "V04"
  /// So is the negation of the smallest integer.
  case negationOverflow = "V05"
  /// And its division by -1.
  case divisionOverflow = "V08"
  /// A real result that is not a number is an error; in SQLite it is NULL.
  case notANumber = "V13"
  /// A real as text is the shortest that reads back as the same; SQLite's has 15 digits.
  case realAsText = "V15"
  /// The parts of a date are those of any year; SQLite knows the years 0 to 9999.
  case anyYear = "D01"
  /// The length and the parts of a text count through a NUL and LIKE sees past it; SQLite stops
  /// there.
  case textPastNUL = "X02"
  /// A scalar subquery with several rows is an error; SQLite takes the first.
  case severalRows = "Q03"
  /// A row that restricts and is itself removed by a cascade along another key: SQLite goes by the
  /// order of the declarations. Only deletions.
  case restrictAmongCascades = "K08"
  /// A row that several actions of one statement change is checked when all of them are done: SQLite checks
  /// it after each, in an order that goes by the declarations. Only updates and deletions.
  case checkAfterActions = "K02"
  /// An UPDATE that sets a key and, in the same row, a reference to the key as it was: SQLite lets the
  /// reference follow, the engine refuses a reference to a key that is no more: at once, or at the end of the
  /// transaction where the foreign key is deferred. Only updates.
  case referenceToOwnOldKey = "K06"
  /// A fault of SQLite 3.40: an UPDATE that sets the key of a row that refers to itself loses count of
  /// other foreign keys' violations, and succeeds. Only updates.
  case selfReferenceUpdated = "B01"
  /// Another: ORDER BY with LIMIT over a LEFT JOIN that it leaves out gives rows that the same query
  /// without LIMIT does not begin with. Excused if the engine's rows are those.
  case limitOverOmittedJoin = "B02"

  /// Another: IN over a subquery that it answers from a descending index does not see the NULLs, which are at
  /// that index's end.
  case nullsInDescendingIndex = "B03"

  /// Another: an INSERT of one row that a foreign key refuses is still counted as a violation of the table's
  /// deferred keys, and the transaction cannot be committed. Only transactions.
  case refusedRowCounted = "B04"

  /// Whether the plan has what the difference is about.
  package func canApply(to plan: LogicalPlan, in schema: Schema) -> Bool {
    switch self {
    case .sumOfAnyOrder:
      plan.contains(aggregate: { $0.function == .sum && $0.type == .integer })
    case .integerOverflow:
      plan.contains(expression: { Self.isArithmetic($0, .integer, [.add, .subtract, .multiply]) })
    case .negationOverflow:
      plan.contains(expression: { expression in
        if case .negate(let operand) = expression { return operand.type == .integer }
        if case .function(.absolute, _) = expression { return expression.type == .integer }
        return false
      })
    case .divisionOverflow:
      plan.contains(expression: { Self.isArithmetic($0, .integer, [.divide]) })
    case .notANumber:
      plan.contains(expression: {
        Self.isArithmetic($0, .real, [.add, .subtract, .multiply, .divide])
      })
    case .textPastNUL:
      plan.contains(expression: { expression in
        if case .function(.length, _) = expression { return true }
        if case .function(.substring, _) = expression { return true }
        if case .textMatch(.like, _, _) = expression { return true }
        if case .textMatch(.glob, _, _) = expression { return true }
        return false
      })
    case .realAsText:
      plan.contains(expression: { expression in
        if case .function(.text, let operands) = expression {
          return operands.first?.type == .real
        }
        return false
      })
    case .anyYear:
      plan.contains(expression: { if case .function(.year, _) = $0 { true } else { false } })
    case .severalRows:
      plan.contains(expression: { if case .scalar = $0 { true } else { false } })
    case .nullsInDescendingIndex:
      schema.tables.contains { $0.hasDescendingIndexWithNulls }
        && plan.contains(expression: { if case .inSubquery = $0 { true } else { false } })
    case .restrictAmongCascades, .checkAfterActions, .referenceToOwnOldKey, .selfReferenceUpdated,
      .limitOverOmittedJoin, .refusedRowCounted:
      false
    }
  }

  private static func isArithmetic(
    _ expression: Expression,
    _ type: ColumnType,
    _ operators: [ArithmeticOperator]
  ) -> Bool {
    guard case .arithmetic(let operation, let left, _) = expression else { return false }
    return left.type == type && operators.contains(operation)
  }
}

extension TableSchema {
  fileprivate var hasDescendingIndexWithNulls: Bool {
    indexes.contains { index in
      index.parts.first.map { $0.isDescending && columns[$0.column].isNullable } ?? false
    }
  }
}

extension LogicalPlan {
  /// Whether some expression, in subqueries too, satisfies the condition.
  func contains(expression condition: (Expression) -> Bool) -> Bool {
    inputs.contains { $0.contains(expression: condition) }
      || expressions.contains { $0.contains(condition) }
  }

  func contains(aggregate condition: (Aggregate) -> Bool) -> Bool {
    if case .aggregate(_, _, let aggregates, _) = self, aggregates.contains(where: condition) {
      return true
    }
    return inputs.contains { $0.contains(aggregate: condition) }
      || expressions.contains { $0.containsSubplan { $0.contains(aggregate: condition) } }
  }
}

extension Expression {
  fileprivate func contains(_ condition: (Expression) -> Bool) -> Bool {
    condition(self) || operands.contains { $0.contains(condition) }
      || subplan?.contains(expression: condition) == true
  }

  fileprivate func containsSubplan(_ condition: (LogicalPlan) -> Bool) -> Bool {
    if let subplan, condition(subplan) { return true }
    return operands.contains { $0.containsSubplan(condition) }
  }
}
