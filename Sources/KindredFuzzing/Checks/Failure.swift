// SPDX-License-Identifier: Apache-2.0

/// What a check found wrong.
package struct Failure: Sendable {
  /// What the shrinker keeps the same.
  package enum Kind: String, Sendable, Hashable {
    /// The rows of an answer differ from SQLite's.
    case rows
    /// The engine fails where SQLite answers.
    case error
    /// The engine answers where SQLite fails, or they fail differently.
    case otherError
    /// SQLite rejects the SQL that was printed.
    case sql
    /// The rows where a predicate is true, false and unknown are not all rows.
    case partition
    /// A write succeeds in one and fails in the other, or they fail differently.
    case write
    /// The tables differ after a write.
    case state
    /// The schema or the first rows are refused.
    case setUp
  }

  package var kind: Kind
  package var message: String
  /// The step that failed; nil before the first.
  package var step: Int?
  /// The rules that were switched off.
  package var disabledRules: Set<String> = []

  package init(_ kind: Kind, _ message: String, step: Int? = nil, disabledRules: Set<String> = []) {
    self.kind = kind
    self.message = message
    self.step = step
    self.disabledRules = disabledRules
  }
}
