// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Expression {
  /// One step towards a simpler form of this node, whose operands are simple already; nil for none.
  func simplified(where isNeverNull: (ColumnReference) -> Bool) -> Expression? {
    switch self {
    case .and(let operands): Self.simplifiedAnd(operands)
    case .or(let operands): Self.simplifiedOr(operands)
    case .not(let operand): operand.simplifiedNegation
    case .isNull(let operand): operand.isNeverNull(isNeverNull) ? .false : operand.nullTest
    case .truth(let value, let operand):
      Self.simplifiedTruth(value, operand, isNeverNull: operand.isNeverNull(isNeverNull))
    case .comparison(let op, let left, let right):
      Self.simplifiedComparison(
        op,
        left,
        right,
        areNeverNull: op.isNullSafe && left.isNeverNull(isNeverNull)
          && right.isNeverNull(isNeverNull)
      )
    case .inList(let operand, let values): Self.simplifiedMembership(operand, values)
    case .arithmetic(let op, let left, let right): Self.computed(op, left, right)
    case .negate(.literal(let value, let type)): value.negated.map { .literal($0, type) }
    case .coalesce(let operands): Self.simplifiedCoalesce(operands, isNeverNull)
    case .conditional(let branches, let otherwise):
      Self.simplifiedConditional(branches, otherwise)
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .textMatch, .negate,
      .function, .exists, .scalar, .inSubquery:
      nil
    }
  }

  /// AND or OR with the lists of its kind within it, at any depth, in one list; nil if there are none.
  ///
  /// Before the operands are folded, as `a || (b || (c || …))` would take the square of its length.
  var inlined: Expression? {
    if case .and(let operands) = self {
      return Self.inlined(operands) { if case .and(let nested) = $0 { nested } else { nil } }
        .map { .and($0) }
    }
    if case .or(let operands) = self {
      return Self.inlined(operands) { if case .or(let nested) = $0 { nested } else { nil } }
        .map { .or($0) }
    }
    return nil
  }

  private static func inlined(
    _ operands: [Expression],
    nested: (Expression) -> [Expression]?
  ) -> [Expression]? {
    guard operands.contains(where: { nested($0) != nil }) else { return nil }
    var (parts, rest): ([Expression], [Expression]) = ([], operands.reversed())
    while let next = rest.popLast() {
      if let inner = nested(next) {
        rest.append(contentsOf: inner.reversed())
      } else {
        parts.append(next)
      }
    }
    return parts
  }

  private static func simplifiedAnd(_ operands: [Expression]) -> Expression? {
    if operands.contains(.false) { return .false }
    let kept = flattened(operands, dropping: .true) {
      if case .and(let nested) = $0 { nested } else { nil }
    }
    return switch kept.count {
    case 0: .true
    case 1: kept[0]
    default: kept.count == operands.count ? nil : .and(kept)
    }
  }

  private static func simplifiedOr(_ operands: [Expression]) -> Expression? {
    if operands.contains(where: \.isTrueLiteral) { return .true }
    let kept = flattened(operands, dropping: .false) {
      if case .or(let nested) = $0 { nested } else { nil }
    }
    return switch kept.count {
    case 0: .false
    case 1: kept[0]
    default: kept.count == operands.count ? nil : .or(kept)
    }
  }

  /// The operands without the neutral element and repetitions, nested lists of the same kind inline.
  private static func flattened(
    _ operands: [Expression],
    dropping neutral: Expression,
    nested: (Expression) -> [Expression]?
  ) -> [Expression] {
    var kept: [Expression] = []
    // Comparing each part with each takes the square of their number; hashing pays for many only.
    let count = operands.reduce(0) { $0 + (nested($1)?.count ?? 1) }
    var seen: Set<Expression>? = count > 16 ? [] : nil
    for operand in operands {
      for part in nested(operand) ?? [operand] where part != neutral {
        let isNew = seen?.insert(part).inserted ?? !kept.contains(part)
        if isNew { kept.append(part) }
      }
    }
    return kept
  }

  /// What NOT of this is.
  private var simplifiedNegation: Expression? {
    switch self {
    case .literal(.null, _): .null(.boolean)
    case .literal(.integer(let value), _): value == 0 ? .true : .false
    case .not(let operand): operand
    case .comparison(let op, let left, let right): .comparison(op.negated, left, right)
    case .and(let operands): .or(operands.map { .not($0) })
    case .or(let operands): .and(operands.map { .not($0) })
    case .literal, .parameter, .column, .row, .rowID, .parentRowID, .isNull, .truth, .inList,
      .textMatch, .arithmetic, .negate, .function, .coalesce, .conditional, .exists, .scalar,
      .inSubquery:
      nil
    }
  }

  /// What IS NULL of this is, where that is certain.
  private var nullTest: Expression? {
    if case .literal(.null, _) = self { .true } else { nil }
  }

  private static func simplifiedTruth(
    _ value: TruthValue,
    _ operand: Expression,
    isNeverNull: Bool
  ) -> Expression? {
    if case .literal(let known, _) = operand {
      let isTrue = known != .integer(0) && !known.isNull
      return switch value {
      case .isTrue: isTrue ? .true : .false
      case .isFalse: known == .integer(0) ? .true : .false
      case .isUnknown: known.isNull ? .true : .false
      }
    }
    return switch value {
    case .isTrue: isNeverNull ? operand : nil
    case .isFalse: isNeverNull ? .not(operand) : nil
    case .isUnknown: isNeverNull ? .false : .isNull(operand)
    }
  }

  private static func simplifiedComparison(
    _ op: ComparisonOperator,
    _ left: Expression,
    _ right: Expression,
    areNeverNull: Bool
  ) -> Expression? {
    if case .literal(let known, _) = left, case .literal(let other, _) = right {
      return compared(op, known, other)
    }
    if left.isConstant, !right.isConstant { return .comparison(op.flipped, right, left) }
    switch (op, right) {
    case (.identical, .literal(.null, _)): return .isNull(left)
    case (.notIdentical, .literal(.null, _)): return .not(.isNull(left))
    case (_, .literal(.null, _)): return .null(.boolean)
    case (.identical, _): return areNeverNull ? .comparison(.equal, left, right) : nil
    case (.notIdentical, _): return areNeverNull ? .comparison(.notEqual, left, right) : nil
    case (.equal, _), (.notEqual, _), (.less, _), (.lessOrEqual, _), (.greater, _),
      (.greaterOrEqual, _):
      return nil
    }
  }

  private static func simplifiedMembership(
    _ operand: Expression,
    _ values: [Value]
  ) -> Expression? {
    guard let first = values.first else { return .false }
    if case .literal(let known, _) = operand {
      if known.isNull { return .null(.boolean) }
      if values.contains(known) { return .true }
      guard values.allSatisfy({ $0.storageClass == known.storageClass || $0.isNull }) else {
        return nil
      }
      return values.contains(where: \.isNull) ? .null(.boolean) : .false
    }
    guard values.count == 1 else { return nil }
    if first.isNull { return .null(.boolean) }
    guard first.storageClass == operand.type.storageClass else { return nil }
    return .comparison(.equal, operand, .literal(first, operand.type))
  }

  /// Drops what is never reached.
  ///
  /// Operands that stay keep their laziness.
  private static func simplifiedCoalesce(
    _ operands: [Expression],
    _ isNeverNull: (ColumnReference) -> Bool
  ) -> Expression? {
    guard let type = operands.first?.type else { return nil }
    var kept: [Expression] = []
    for operand in operands {
      if case .literal(.null, _) = operand { continue }
      kept.append(operand)
      if operand.isNeverNull(isNeverNull) { break }
    }
    guard let first = kept.first else { return .null(type) }
    guard kept.count < operands.count, first.type == type else {
      return operands.count == 1 ? operands[0] : nil
    }
    return kept.count == 1 ? first : .coalesce(kept)
  }

  private static func simplifiedConditional(
    _ branches: [ConditionalBranch],
    _ otherwise: Expression
  ) -> Expression? {
    var kept: [ConditionalBranch] = []
    for branch in branches {
      if branch.condition.isNeverTrueLiteral { continue }
      if branch.condition.isTrueLiteral {
        guard branch.value.type == otherwise.type else { return nil }
        return kept.isEmpty ? branch.value : .conditional(kept, otherwise: branch.value)
      }
      kept.append(branch)
    }
    if kept.count == branches.count { return nil }
    return kept.isEmpty ? otherwise : .conditional(kept, otherwise: otherwise)
  }
}
