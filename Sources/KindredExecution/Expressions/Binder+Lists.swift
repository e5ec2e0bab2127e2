// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

extension Binder {
  /// Membership in a constant list.
  ///
  /// Values that cannot equal one of the operand's class are left out.
  func inList(_ operand: BoundExpression, _ values: [Value]) -> BoundExpression {
    if values.isEmpty { return .constant(.integer(0), .integer) }
    let otherwise = values.contains(where: \.isNull) ? Truth.unknown : Truth.no
    switch operand.storageClass(in: layout) {
    case .integer: return integerList(operand, values, otherwise)
    case .real:
      return .inList(
        operand,
        ListMembership(values: .reals(Self.reals(values).sorted()), otherwise: otherwise)
      )
    case .text: return textList(operand, values, otherwise)
    }
  }

  private func integerList(
    _ operand: BoundExpression,
    _ values: [Value],
    _ otherwise: UInt8
  ) -> BoundExpression {
    let set = IntegerSet(Self.integers(values))
    if case .stored(let stored) = operand {
      return .test(stored, .integerSet(set), otherwise: otherwise)
    }
    return .inList(operand, ListMembership(values: .integers(set), otherwise: otherwise))
  }

  private func textList(
    _ operand: BoundExpression,
    _ values: [Value],
    _ otherwise: UInt8
  ) -> BoundExpression {
    let set = TextSet(values.compactMap { if case .text(let text) = $0 { text } else { nil } })
    if case .stored(let stored) = operand {
      let filter = TextFilter(TextTest(.isMember(set), ""))
      return .test(stored, .text(filter), otherwise: otherwise)
    }
    return .inList(operand, ListMembership(values: .texts(set), otherwise: otherwise))
  }

  private static func integers(_ values: [Value]) -> [Int64] {
    values.compactMap { value in
      switch value {
      case .integer(let value): value
      case .real(let value): Int64(exactly: value)
      case .null, .text: nil
      }
    }
  }

  private static func reals(_ values: [Value]) -> [Double] {
    values.compactMap { value in
      switch value {
      case .real(let value): value
      case .integer(let value): Double(exactly: value)
      case .null, .text: nil
      }
    }
  }

  /// Text predicates with a constant pattern are prepared once.
  func textMatch(
    _ match: TextMatch,
    _ text: BoundExpression,
    _ pattern: BoundExpression
  ) -> BoundExpression {
    guard case .constant(let constant, _) = pattern else {
      return .textMatch(match.kernel, text, pattern: pattern)
    }
    guard case .text(let pattern) = constant else { return .constant(.null, .integer) }
    let test = match.kernel.test(pattern)
    if case .stored(let stored) = text {
      return .test(stored, .text(TextFilter(test)), otherwise: Truth.no)
    }
    return .textTest(test, text)
  }
}

extension TextMatch {
  fileprivate var kernel: TextMatchKind {
    switch self {
    case .hasPrefix: .hasPrefix
    case .hasSuffix: .hasSuffix
    case .contains: .contains
    case .like(let escape): .like(escape: escape)
    case .glob: .glob
    }
  }
}

extension BoundExpression {
  /// The class of the vectors that the expression yields.
  func storageClass(in layout: Layout) -> StorageClass {
    switch self {
    case .constant(_, let storageClass), .coalesce(_, let storageClass),
      .conditional(_, _, let storageClass):
      storageClass
    case .stored(let stored): stored.column.storageClass
    case .vector(let number): layout.classes[number]
    case .rowID, .parentRow, .test, .comparison, .identical, .and, .or, .not, .isNull, .truth,
      .inList, .textTest, .textMatch:
      .integer
    case .arithmetic(_, let left, let right):
      right.storageClass(in: layout) == .real ? .real : left.storageClass(in: layout)
    case .negate(let operand): operand.storageClass(in: layout)
    case .function(let function, let operands):
      switch function {
      case .lower, .upper, .concatenate, .trim, .trimStart, .trimEnd, .substring, .replace,
        .text:
        .text
      case .length, .position, .integer, .year, .month, .day, .hour, .minute, .second, .weekday,
        .dayOfYear:
        .integer
      case .real, .round, .floor, .ceiling: .real
      case .absolute, .sign, .minimum, .maximum: operands[0].storageClass(in: layout)
      }
    }
  }
}
