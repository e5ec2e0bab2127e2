// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension QueryGenerator {
  /// A condition under three-valued logic.
  ///
  /// The simplest compares a column.
  func predicate(_ scope: Scope, depth: Int) -> Expression {
    choices.span {
      guard depth > 0 else { return atom(scope, depth: 0) }
      switch choices.weighted([50, 10, 8, 10, 12, 6, 4]) {
      case 0: return atom(scope, depth: depth - 1)
      case 1: return .and(operands(scope, depth: depth - 1))
      case 2: return .or(operands(scope, depth: depth - 1))
      case 3: return .not(predicate(scope, depth: depth - 1))
      case 4: return subqueryPredicate(scope) ?? atom(scope, depth: depth - 1)
      case 5:
        return .truth(choices.pick(TruthValue.allCases), predicate(scope, depth: depth - 1))
      case _: return lazyPredicate(scope, depth: depth - 1)
      }
    }
  }

  private func operands(_ scope: Scope, depth: Int) -> [Expression] {
    let count = choices.chance(3) ? choices.draw(2) : 2 + choices.draw(3)
    return (0..<count).map { _ in predicate(scope, depth: depth) }
  }

  private func lazyPredicate(_ scope: Scope, depth: Int) -> Expression {
    if choices.chance(50) {
      return .coalesce([predicate(scope, depth: depth), predicate(scope, depth: depth)])
    }
    return .conditional(
      [
        ConditionalBranch(
          condition: predicate(scope, depth: depth),
          value: predicate(scope, depth: depth)
        )
      ],
      otherwise: predicate(scope, depth: depth)
    )
  }

  private func atom(_ scope: Scope, depth: Int) -> Expression {
    let type = comparedType(scope)
    switch choices.weighted([50, 15, 15, 12, 6, 2]) {
    case 0:
      let comparison = choices.pick(ComparisonOperator.allCases)
      return .comparison(comparison, operand(type, scope, depth), operand(type, scope, depth))
    case 1: return .isNull(operand(type, scope, depth))
    case 2:
      let values = choices.many(4, percent: 75) { _ in
        choices.chance(15) ? Value.null : pool.value(type, choices)
      }
      return .inList(operand(type, scope, depth), values)
    case 3: return textMatch(scope, depth)
    case 4:
      let columns = scope.columns(.boolean)
      return columns.isEmpty ? .true : choices.pick(columns).expression
    case _: return choices.pick([.true, .false, .literal(.null, .boolean)])
    }
  }

  private func operand(_ type: ColumnType, _ scope: Scope, _ depth: Int) -> Expression {
    guard type != .boolean else { return leaf(.boolean, scope) }
    return expression(type, scope, depth: min(depth, 2))
  }

  /// A type that there is a column of, so that something is compared.
  private func comparedType(_ scope: Scope) -> ColumnType {
    let columns = scope.local + scope.outer
    return columns.isEmpty ? .integer : choices.pick(columns).type
  }

  private func textMatch(_ scope: Scope, _ depth: Int) -> Expression {
    let text = operand(.text, scope, depth)
    let matches: [TextMatch] = [
      .hasPrefix, .contains, .hasSuffix, .like(escape: nil), .like(escape: "\\"), .glob,
    ]
    let match = choices.pick(matches)
    if match == .glob, choices.chance(80) {
      let patterns = [
        "a*", "*b", "?", "*", "A*", "[a-b]*", "[^a]?", "[]a]", "[a", "a[b-", "[a-]*", "[^]]", "",
        "\u{E9}*",
      ]
      return .textMatch(.glob, text, pattern: .literal(.text(choices.pick(patterns)), .text))
    }
    guard case .like = match else {
      return .textMatch(match, text, pattern: operand(.text, scope, min(depth, 1)))
    }
    let patterns = [
      "a%", "%a", "_", "%", "A%", "%b%", "a_", "", "\\%", "a\\", "%\\_%", "\u{E9}%", "__",
    ]
    if choices.chance(20) {
      return .textMatch(match, text, pattern: operand(.text, scope, min(depth, 1)))
    }
    return .textMatch(match, text, pattern: .literal(.text(choices.pick(patterns)), .text))
  }
}
