// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// A column by the addresses of its memory: reading through it counts no references.
///
/// Good for as long as somebody keeps the column that it was made of, and nobody writes to that one.
@usableFromInline
package struct ColumnView: Sendable {
  @usableFromInline
  package enum Cells: Sendable {
    case int8(CellsView<Int8>)
    case int16(CellsView<Int16>)
    case int32(CellsView<Int32>)
    case int64(CellsView<Int64>)
    case reals(CellsView<Double>)
    case texts(CellsView<Int32>, TextsView)
  }

  @usableFromInline
  package let cells: Cells
  /// The rows whose cell is NULL; nil while none ever was.
  @usableFromInline
  package let nulls: NullsView?

  package init(_ column: Column) {
    nulls = column.nulls.map(NullsView.init)
    cells =
      switch column.cells {
      case .integers(.int8(let cells)): .int8(CellsView(cells))
      case .integers(.int16(let cells)): .int16(CellsView(cells))
      case .integers(.int32(let cells)): .int32(CellsView(cells))
      case .integers(.int64(let cells)): .int64(CellsView(cells))
      case .reals(let cells): .reals(CellsView(cells))
      case .texts(let handles, let pool): .texts(CellsView(handles), TextsView(pool))
      }
  }

  /// The value of a row; not for loops over a column.
  package func value(_ row: Int) -> Value {
    if nulls?[row] == true { return .null }
    return switch cells {
    case .int8(let cells): .integer(Int64(cells[row]))
    case .int16(let cells): .integer(Int64(cells[row]))
    case .int32(let cells): .integer(Int64(cells[row]))
    case .int64(let cells): .integer(cells[row])
    case .reals(let cells): .real(cells[row])
    case .texts(let handles, let texts): .text(texts[handles[row]])
    }
  }
}

/// The cells of a ``ChunkedColumn``.
@safe @usableFromInline
package struct CellsView<Cell: BitwiseCopyable & Sendable>: @unchecked Sendable {
  @usableFromInline
  let directory: UnsafeMutablePointer<UnsafeMutablePointer<Cell>>

  fileprivate init(_ column: ChunkedColumn<Cell>) { unsafe directory = column.directory }

  /// The cell at a position below the column's count.
  @inlinable
  package subscript(position: Int) -> Cell {
    @inline(__always)
    get { unsafe directory[position >> 11][position & 2047] }
  }
}

/// The bits of a ``Bitmap``.
@usableFromInline
package struct NullsView: Sendable {
  @usableFromInline
  let words: CellsView<UInt64>
  @usableFromInline
  let wordCount: Int

  fileprivate init(_ bitmap: Bitmap) {
    words = CellsView(bitmap.words)
    wordCount = bitmap.words.count
  }

  @inlinable
  package subscript(row: Int) -> Bool {
    @inline(__always)
    get { row >> 6 < wordCount && words[row >> 6] & (1 << UInt64(row & 63)) != 0 }
  }
}

/// The strings of a ``StringPool``.
@usableFromInline
package struct TextsView: Sendable {
  @usableFromInline
  let runs: CellsView<StringRun>

  fileprivate init(_ pool: StringPool) { runs = CellsView(pool.stringRuns) }

  @inlinable
  package subscript(handle: Int32) -> String {
    @inline(__always)
    get { unsafe runs[Int(handle) >> 10].strings[Int(handle) & 1023] }
  }
}
