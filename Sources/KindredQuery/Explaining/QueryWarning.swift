// SPDX-License-Identifier: Apache-2.0

import KindredPlan

/// Something about a query that may not be meant as it is written, or could be faster.
public struct QueryWarning: Sendable, Hashable {
  /// What it is about.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// `NOT IN` over values that may be NULL: one NULL among them, and no row is left.
    case notInOverNullable
    /// A limit where the order does not say which rows are first.
    case limitWithoutTotalOrder
    /// `distinct` that takes back what a join with many rows has multiplied.
    case distinctHidesFanOut
    /// Two to-many relations joined beside each other: each row of the one with each of the other.
    case siblingToManyJoins
    /// An index that would make it much faster.
    case missingIndex
  }

  /// What it is about.
  public let kind: Kind
  /// What is doubtful, where, and what would be better.
  public let message: String
}

extension QueryWarning {
  init(_ warning: PlanWarning) {
    message = warning.message
    kind =
      switch warning.kind {
      case .notInOverNullable: .notInOverNullable
      case .limitWithoutTotalOrder: .limitWithoutTotalOrder
      case .distinctHidesFanOut: .distinctHidesFanOut
      case .siblingToManyJoins: .siblingToManyJoins
      case .missingIndex: .missingIndex
      }
  }
}

extension QueryWarning: CustomStringConvertible {
  /// The message.
  public var description: String { message }
}
