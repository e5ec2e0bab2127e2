// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// Takes literals out of a query while it is lowered, so that queries that differ only in them share
/// one plan.
///
///     author.name = 'Anne'   ⟶   author.name = $0, with $0 = 'Anne'
///
/// Only what a stored column is tested equal to is lifted: no rewrite rule and no estimate looks at
/// that value. All other literals (LIKE patterns, lists, limits, bounds of ranges, counts that are
/// compared) decide about the plan, and stay part of the query's shape. Equal values
/// become the same parameter, so that expressions are equal after lifting if they were before.
struct LiteralLifting {
  /// More literals than this stay where they are: equal ones are found by looking at each.
  private static let maximumCount = 16
  /// Longer lists and texts are not worth keeping for the next such query.
  private static let maximumLength = 256

  /// The values of the parameters, by number.
  private(set) var values: [Value] = []
  private var types: [ColumnType] = []
  /// Whether the lowered query may be the key of a plan: what stayed in it is short.
  private(set) var isShareable = true

  /// The parameter that stands for the literal from here on; the literal itself if it has to stay.
  mutating func lifted(_ value: Value, _ type: ColumnType) -> Expression {
    guard value.storageClass == type.storageClass else { return kept(value, type) }
    for number in values.indices where values[number] == value && types[number] == type {
      return .parameter(number, type)
    }
    guard values.count < Self.maximumCount else { return kept(value, type) }
    values.append(value)
    types.append(type)
    return .parameter(values.count - 1, type)
  }

  /// The literal, which stays part of the query.
  mutating func kept(_ value: Value, _ type: ColumnType) -> Expression {
    note(value)
    return .literal(value, type)
  }

  /// A list of values that stays part of the query.
  mutating func note(_ list: [Value]) {
    if list.count > Self.maximumLength { isShareable = false }
    for value in list.prefix(Self.maximumLength) { note(value) }
  }

  private mutating func note(_ value: Value) {
    switch value {
    case .null, .integer: break
    // -0.0 equals 0.0, but is another result where it is selected.
    case .real(let number): if number == 0, number.sign == .minus { isShareable = false }
    case .text(let text): if text.utf8.count > Self.maximumLength { isShareable = false }
    }
  }
}

extension LogicalPlan {
  /// The query with the values in place of its parameters, as it was asked.
  func binding(_ values: [Value]) -> LogicalPlan {
    if values.isEmpty { return self }
    return mappingExpressions { expression in
      expression.rewrittenBottomUp { part in
        if case .parameter(let number, let type) = part {
          .literal(values[number], type)
        } else {
          part
        }
      }
    }
  }
}
