// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredExecution
package import KindredSchema

extension ResultSet {
  /// The values of a computed column.
  ///
  /// - Throws: `type` where a value is not one of the type: an enum's unknown raw value.
  package func values<V: ColumnValue>(
    _ type: V.Type,
    _ column: Int
  ) throws(KindredError) -> DecodedColumn<V> {
    guard case .vector(let vector) = columns[column] else {
      preconditionFailure("a query for values yielded rows")
    }
    guard let values = Field<V>().values(vector) else {
      let bad = (0..<vector.count).map(vector.value).first { V.columnValue(of: Cell($0)) == nil }
      throw KindredError(
        .type,
        "\(bad.map { "\($0)" } ?? "a result") is not a value of the type \(V.self)"
      )
    }
    return DecodedColumn(values: values)
  }
}

/// A column of results.
///
/// A method reads it, because a subscript in a pack expansion crashes the compiler (`API.md` §5,
/// trap 1).
@usableFromInline
package struct DecodedColumn<V: Sendable>: Sendable {
  @usableFromInline
  package let values: [V]

  @inlinable
  package func value(_ row: Int) -> V { values[row] }
}
