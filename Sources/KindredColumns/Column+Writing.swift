// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

extension Column {
  /// Adds the values of a part of a vector of the same class at the end.
  package mutating func append(_ vector: Vector, part: Range<Int>, epoch: Epoch) {
    let start = count
    switch (cells, vector.cells) {
    case (.integers(var cells), .integers(let values)):
      cells.append(values, nulls: vector.nulls, part: part, epoch: epoch)
      self.cells = .integers(cells)
    case (.reals(let cells), .reals(let values)):
      unsafe cells.extend(by: part.count, epoch: epoch) { run, start in
        for index in run.indices {
          unsafe run[index] = Self.storable(values[part.lowerBound + start + index])
        }
      }
    case (.texts(let handles, let pool), .strings), (.texts(let handles, let pool), .handles):
      let nullHandle = Self.nullHandle(for: vector, in: pool, epoch: epoch)
      for position in part {
        let handle = pool.handle(of: vector, at: position, ifNull: nullHandle, epoch: epoch)
        handles.append(handle, epoch: epoch)
      }
    case (.integers, _), (.reals, _), (.texts, _):
      preconditionFailure("a vector of another class was appended to a column")
    }
    // Bits past a truncation are left over from rows that are gone.
    nulls?.clear(from: start, epoch: epoch)
    guard let vectorNulls = vector.nulls else { return }
    for position in part where vectorNulls[position] != 0 {
      setNull(start + position - part.lowerBound, true, epoch: epoch)
    }
  }

  /// Replaces the values of rows by those of a vector of the same class at the same positions, as far as
  /// they are in a part of them.
  package mutating func set(_ rows: [RowID], to vector: Vector, part: Range<Int>, epoch: Epoch) {
    switch (cells, vector.cells) {
    case (.integers(var cells), .integers(let values)):
      cells.set(rows, to: values, nulls: vector.nulls, part: part, epoch: epoch)
      self.cells = .integers(cells)
    case (.reals(let cells), .reals(let values)):
      for position in part {
        cells.set(Int(rows[position]), Self.storable(values[position]), epoch: epoch)
      }
    case (.texts(let handles, let pool), .strings), (.texts(let handles, let pool), .handles):
      let nullHandle = Self.nullHandle(for: vector, in: pool, epoch: epoch)
      for position in part {
        let handle = pool.handle(of: vector, at: position, ifNull: nullHandle, epoch: epoch)
        handles.set(Int(rows[position]), handle, epoch: epoch)
      }
    case (.integers, _), (.reals, _), (.texts, _):
      preconditionFailure("values of another class were stored in a column")
    }
    setNulls(of: rows, to: vector, part: part, epoch: epoch)
  }

  /// Puts back values that this column, or one that it was shared from, had in the rows.
  ///
  /// They are what ``values(at:isPadded:)`` gave; handles among them are still good.
  package mutating func restore(_ rows: [RowID], to old: Vector, epoch: Epoch) {
    guard case .texts(let handles, _) = cells, case .handles(let values, _) = old.cells else {
      return set(rows, to: old, part: rows.indices, epoch: epoch)
    }
    for (row, handle) in zip(rows, values) { handles.set(Int(row), handle, epoch: epoch) }
    setNulls(of: rows, to: old, part: rows.indices, epoch: epoch)
  }

  /// Forgets the rows from a position on.
  package func truncate(to count: Int) {
    switch cells {
    case .integers(let cells): cells.truncate(to: count)
    case .reals(let cells): cells.truncate(to: count)
    case .texts(let handles, _): handles.truncate(to: count)
    }
  }

  /// Adding zero turns -0.0 into 0.0 and leaves all else alone.
  private static func storable(_ value: Double) -> Double { value + 0.0 }

  /// A handle for the cells of NULLs: never looked at, but valid, so that kernels need not ask first.
  private static func nullHandle(for vector: Vector, in pool: StringPool, epoch: Epoch) -> Int32 {
    vector.nulls == nil || pool.stringCount > 0 ? 0 : pool.intern("", epoch: epoch)
  }

  private mutating func setNulls(
    of rows: [RowID],
    to vector: Vector,
    part: Range<Int>,
    epoch: Epoch
  ) {
    guard let vectorNulls = vector.nulls else {
      guard let nulls else { return }
      for position in part where nulls[Int(rows[position])] {
        nulls.set(Int(rows[position]), to: false, epoch: epoch)
      }
      return
    }
    for position in part {
      setNull(Int(rows[position]), vectorNulls[position] != 0, epoch: epoch)
    }
  }

  private mutating func setNull(_ row: Int, _ isNull: Bool, epoch: Epoch) {
    if nulls == nil {
      guard isNull else { return }
      nulls = Bitmap()
    }
    if let nulls, nulls[row] != isNull { nulls.set(row, to: isNull, epoch: epoch) }
  }
}

extension StringPool {
  /// The handle of the text at a position of a vector; the given one where it is NULL.
  fileprivate func handle(
    of vector: Vector,
    at position: Int,
    ifNull nullHandle: Int32,
    epoch: Epoch
  ) -> Int32 {
    if vector.isNull(at: position) { return nullHandle }
    switch vector.cells {
    case .strings(let values): return intern(values[position], epoch: epoch)
    case .handles(let values, let source):
      let handle = values[position]
      return source === self ? handle : intern(source[handle], epoch: epoch)
    case .integers, .reals: preconditionFailure("a number was stored as text")
    }
  }
}
