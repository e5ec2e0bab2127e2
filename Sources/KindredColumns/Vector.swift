// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// A run of values of one class: what an expression yields for a batch, what a statement inserts.
package struct Vector: Sendable {
  /// The cells.
  ///
  /// Those of NULL positions are unspecified (handles are valid or -1).
  package enum Cells: Sendable {
    case integers([Int64])
    case reals([Double])
    case strings([String])
    /// Text as handles into a pool.
    case handles([Int32], StringPool)
  }

  package var cells: Cells
  /// 1 where the value is NULL; nil when none is.
  package var nulls: [UInt8]?

  package init(_ cells: Cells, nulls: [UInt8]? = nil) {
    self.cells = cells
    self.nulls = nulls
  }

  package var count: Int {
    switch cells {
    case .integers(let cells): cells.count
    case .reals(let cells): cells.count
    case .strings(let cells): cells.count
    case .handles(let cells, _): cells.count
    }
  }

  package var storageClass: StorageClass {
    switch cells {
    case .integers: .integer
    case .reals: .real
    case .strings, .handles: .text
    }
  }

  package func isNull(at position: Int) -> Bool {
    if let nulls { nulls[position] != 0 } else { false }
  }

  /// The value at a position; for keys, messages and tests, not for loops over rows.
  package func value(at position: Int) -> Value {
    if isNull(at: position) { return .null }
    switch cells {
    case .integers(let cells): return .integer(cells[position])
    case .reals(let cells): return .real(cells[position])
    case .strings(let cells): return .text(cells[position])
    case .handles(let cells, let pool): return .text(pool[cells[position]])
    }
  }

  /// A vector of dynamically typed values, each NULL or of the class.
  package init(_ values: [Value], as storageClass: StorageClass) {
    nulls = values.contains(where: \.isNull) ? values.map { $0.isNull ? 1 : 0 } : nil
    switch storageClass {
    case .integer:
      cells = .integers(values.map { if case .integer(let value) = $0 { value } else { 0 } })
    case .real:
      cells = .reals(values.map { if case .real(let value) = $0 { value } else { 0 } })
    case .text:
      cells = .strings(values.map { if case .text(let value) = $0 { value } else { "" } })
    }
  }
}
