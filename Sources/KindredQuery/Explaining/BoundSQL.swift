// SPDX-License-Identifier: Apache-2.0

import KindredSQL

/// A statement for SQLite with its values apart: each `?` of the text stands for the next of them.
public struct BoundSQL: Sendable, Hashable {
  /// The text.
  public let text: String
  /// The values, in the order of the parameters.
  public let values: [SQLValue]

  package init(text: String, values: [SQLValue] = []) {
    self.text = text
    self.values = values
  }

  init(_ statement: SQLStatement) {
    text = statement.text
    values = statement.parameters.map { SQLValue($0.value, $0.type) }
  }
}
