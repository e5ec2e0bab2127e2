// SPDX-License-Identifier: Apache-2.0

import KindredColumns
package import KindredExecution
package import KindredSchema

extension ResultSet {
  /// The values of a computed column.
  ///
  /// - `memory`: Owns them from now on.
  /// - Throws: `type` where a value is not one of the type: an enum's unknown raw value.
  package func values<V: ColumnValue>(
    _ type: V.Type,
    _ column: Int,
    in memory: DecodedMemory
  ) throws(KindredError) -> DecodedColumn<V> {
    guard case .vector(let vector) = columns[column] else {
      preconditionFailure("a query for values yielded rows")
    }
    let run = DecodedRun<V>(count: vector.count)
    memory.keep(run)
    guard unsafe Field<V>().fill(vector, at: run.base) else {
      let bad = (0..<vector.count).map(vector.value).first { V.columnValue(of: Cell($0)) == nil }
      throw KindredError(
        .type,
        "\(bad.map { "\($0)" } ?? "a result") is not a value of the type \(V.self)"
      )
    }
    return unsafe DecodedColumn(base: run.base)
  }
}

/// A column of results.
///
/// A method reads it, because a subscript in a pack expansion crashes the compiler (`API.md` §5,
/// trap 1). It does not own its values, so that reading one counts no references but those of the value.
@usableFromInline
@safe
package struct DecodedColumn<V: Sendable>: @unchecked Sendable {
  @usableFromInline
  let base: UnsafePointer<V>

  init(base: UnsafeMutablePointer<V>) { unsafe self.base = UnsafePointer(base) }

  /// The value of a row that there is, while the memory lives that the column was decoded in.
  @inlinable
  package func value(_ row: Int) -> V { unsafe base[row] }
}

/// Owns the values of decoded columns: whoever reads them extends its lifetime past the last read.
@usableFromInline
package final class DecodedMemory {
  private var runs: [AnyObject] = []

  package init() {}

  fileprivate func keep(_ run: AnyObject) { runs.append(run) }
}

/// The values of one column, all initialised once it was filled.
@safe
private final class DecodedRun<V> {
  let base: UnsafeMutablePointer<V>
  private let count: Int

  init(count: Int) {
    unsafe base = .allocate(capacity: count)
    self.count = count
  }

  deinit {
    unsafe base.deinitialize(count: count)
    unsafe base.deallocate()
  }
}
