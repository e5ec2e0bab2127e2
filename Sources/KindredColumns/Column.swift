// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// One column of a table: cells of one class, and which of them are NULL.
///
/// A value that shares its chunks with its copies after ``shared()``; a writer passes its epoch and
/// copies what it does not own. Copying a `Column` without `shared()` aliases it.
package struct Column: Sendable {
  package enum Cells: Sendable {
    case integers(IntegerCells)
    case reals(ChunkedColumn<Double>)
    case texts(ChunkedColumn<Int32>, StringPool)
  }

  package private(set) var cells: Cells
  /// The rows whose cell is NULL; nil while none ever was.
  package private(set) var nulls: Bitmap?

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

// MARK: - Reading

extension Column {
  package var count: Int {
    switch cells {
    case .integers(let cells): cells.count
    case .reals(let cells): cells.count
    case .texts(let handles, _): handles.count
    }
  }

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

// MARK: - Writing

extension Column {
  /// Adds the values of a vector of the same class at the end.
  package mutating func append(_ vector: Vector, epoch: Epoch) {
    let start = count
    switch (cells, vector.cells) {
    case (.integers(var cells), .integers(let values)):
      cells.append(values, epoch: epoch)
      self.cells = .integers(cells)
    case (.reals(let cells), .reals(let values)):
      unsafe cells.extend(by: values.count, epoch: epoch) { run, start in
        // Adding zero turns -0.0 into 0.0 and leaves all else alone.
        for index in run.indices { unsafe run[index] = values[start + index] + 0.0 }
      }
    case (.texts(let handles, let pool), .strings(let values)):
      for value in values { handles.append(pool.intern(value, epoch: epoch), epoch: epoch) }
    case (.texts(let handles, let pool), .handles(let values, let source)):
      for (index, handle) in values.enumerated() {
        let text = vector.isNull(at: index) ? "" : source[handle]
        handles.append(pool.intern(text, epoch: epoch), epoch: epoch)
      }
    case (.integers, _), (.reals, _), (.texts, _):
      preconditionFailure("a vector of another class was appended to a column")
    }
    guard let vectorNulls = vector.nulls else { return clearNulls(from: start, epoch: epoch) }
    for (index, isNull) in vectorNulls.enumerated() {
      setNull(start + index, isNull != 0, epoch: epoch)
    }
  }

  /// Replaces the value of a row by one of the same class, or NULL.
  package mutating func set(_ row: Int, _ value: Value, epoch: Epoch) {
    setNull(row, value.isNull, epoch: epoch)
    switch (cells, value) {
    case (_, .null): return
    case (.integers(var cells), .integer(let value)):
      cells.set(row, value, epoch: epoch)
      self.cells = .integers(cells)
    case (.reals(let cells), .real(let value)): cells.set(row, value + 0.0, epoch: epoch)
    case (.texts(let handles, let pool), .text(let value)):
      handles.set(row, pool.intern(value, epoch: epoch), epoch: epoch)
    case (.integers, _), (.reals, _), (.texts, _):
      preconditionFailure("a value of another class was stored in a column")
    }
  }

  /// Forgets the rows from a position on.
  package func truncate(to count: Int) {
    switch cells {
    case .integers(let cells): cells.truncate(to: count)
    case .reals(let cells): cells.truncate(to: count)
    case .texts(let handles, _): handles.truncate(to: count)
    }
  }

  private mutating func setNull(_ row: Int, _ isNull: Bool, epoch: Epoch) {
    if nulls == nil {
      guard isNull else { return }
      nulls = Bitmap()
    }
    if let nulls, nulls[row] != isNull { nulls.set(row, to: isNull, epoch: epoch) }
  }

  /// Bits past a truncation may be left over from rows that are gone.
  private mutating func clearNulls(from start: Int, epoch: Epoch) {
    guard let nulls else { return }
    for row in start..<max(start, count) where nulls[row] {
      nulls.set(row, to: false, epoch: epoch)
    }
  }
}
