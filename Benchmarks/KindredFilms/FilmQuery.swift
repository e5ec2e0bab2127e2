// SPDX-License-Identifier: Apache-2.0

package import Kindred

/// A question about the films, in the typed API and in SQL written by hand.
///
/// Both state the order of the rows.
package struct FilmQuery {
  package let name: String
  /// How many tables it reads, each as often as it is mentioned.
  package let relations: Int
  package let sql: String
  /// The query without its types.
  package let untyped: UntypedQuery
  private let fetch: (Session) throws -> [String]

  init<each V: ColumnValue>(
    _ name: String,
    relations: Int,
    _ query: Selection<repeat each V>,
    _ sql: String
  ) {
    self.name = name
    self.relations = relations
    self.sql = sql
    untyped = query.untyped
    fetch = { session in
      try query.fetch(session).map { row in
        var texts: [String] = []
        for value in repeat each row { texts.append(text(of: value)) }
        return texts.joined(separator: "|")
      }
    }
  }

  /// The rows, their values separated by bars.
  package func rows(_ session: Session) throws -> [String] { try fetch(session) }
}

private func text(of value: some ColumnValue) -> String {
  switch value {
  case let value as Int?: value.map { "\($0)" } ?? "NULL"
  case let value as String?: value ?? "NULL"
  default: "\(value)"
  }
}
