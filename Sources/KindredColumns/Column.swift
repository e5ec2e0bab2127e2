// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// One column of a table: cells of one class, and which of them are NULL.
///
/// A value that shares its chunks with its copies after ``shared()``; a writer passes its epoch and
/// copies what it does not own. Copying a `Column` without `shared()` aliases it.
@usableFromInline
package struct Column: Sendable {
  @usableFromInline
  package enum Cells: Sendable {
    case integers(IntegerCells)
    case reals(ChunkedColumn<Double>)
    case texts(ChunkedColumn<Int32>, StringPool)
  }

  @usableFromInline
  package internal(set) var cells: Cells
  /// The rows whose cell is NULL; nil while none ever was.
  @usableFromInline
  package internal(set) var nulls: Bitmap?

  package init(_ storageClass: StorageClass) {
    switch storageClass {
    case .integer: cells = .integers(IntegerCells())
    case .real: cells = .reals(ChunkedColumn())
    case .text: cells = .texts(ChunkedColumn(), StringPool())
    }
  }

  private init(cells: Cells, nulls: Bitmap?) {
    self.cells = cells
    self.nulls = nulls
  }

  package func shared() -> Column {
    let shared: Cells =
      switch cells {
      case .integers(let cells): .integers(cells.shared())
      case .reals(let cells): .reals(cells.shared())
      case .texts(let handles, let pool): .texts(handles.shared(), pool.shared())
      }
    return Column(cells: shared, nulls: nulls?.shared())
  }
}

extension Column {
  package var count: Int {
    switch cells {
    case .integers(let cells): cells.count
    case .reals(let cells): cells.count
    case .texts(let handles, _): handles.count
    }
  }

  /// One more than the largest text handle there may be after so many more values; 0 for numbers.
  package func handleLimit(adding values: Int) -> Int {
    switch cells {
    case .integers, .reals: 0
    case .texts(_, let pool): pool.handleLimit(adding: values)
    }
  }

  @inlinable
  package func isNull(_ row: Int) -> Bool { nulls?[row] ?? false }

  /// The value of a row; for keys, messages and single rows, not for loops over a column.
  package func value(_ row: Int) -> Value {
    if isNull(row) { return .null }
    switch cells {
    case .integers(let cells): return .integer(cells[row])
    case .reals(let cells): return .real(cells[row])
    case .texts(let handles, let pool): return .text(pool[handles[row]])
    }
  }

  /// A hash under which equal values are equal; 0 for NULL.
  package func hash(_ row: Int) -> UInt64 {
    if isNull(row) { return 0 }
    switch cells {
    case .integers(let cells): return Hash.integer(cells[row])
    case .reals(let cells): return Hash.real(cells[row])
    case .texts(let handles, let pool): return Hash.text(pool[handles[row]])
    }
  }

  /// Whether the row's value is this one.
  ///
  /// NULL equals NULL.
  package func equals(_ row: Int, _ value: Value) -> Bool {
    switch (cells, value) {
    case (_, .null): isNull(row)
    case (.integers(let cells), .integer(let value)): !isNull(row) && cells[row] == value
    case (.reals(let cells), .real(let value)): !isNull(row) && cells[row] == value
    case (.texts(let handles, let pool), .text(let value)):
      !isNull(row) && Text.equal(pool[handles[row]], value)
    case (.integers, _), (.reals, _), (.texts, _): false
    }
  }

  /// Whether two rows have the same value.
  ///
  /// NULL equals NULL.
  package func equals(_ row: Int, otherRow: Int) -> Bool {
    let isNull = isNull(row)
    guard isNull == self.isNull(otherRow), !isNull else { return isNull && self.isNull(otherRow) }
    switch cells {
    case .integers(let cells): return cells[row] == cells[otherRow]
    case .reals(let cells): return cells[row] == cells[otherRow]
    case .texts(let handles, let pool):
      if handles[row] == handles[otherRow] { return true }
      return !pool.isDictionary && Text.equal(pool[handles[row]], pool[handles[otherRow]])
    }
  }
}
