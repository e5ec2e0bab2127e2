// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// One row in flight: the cells of each source that it consists of.
struct ReferenceRow {
  struct Cells {
    var source: SourceID
    var values: [Value]
    /// The row's position in its table; nil for computed columns and padding.
    var rowID: Int?
  }

  /// Few, so a list; where one source is there twice, the last counts.
  private(set) var cells: [Cells] = []

  init() {}

  init(_ source: SourceID, _ values: [Value], rowID: Int? = nil) {
    cells = [Cells(source: source, values: values, rowID: rowID)]
  }

  subscript(source: SourceID) -> Cells? {
    for position in cells.indices.reversed() where cells[position].source == source {
      return cells[position]
    }
    return nil
  }

  subscript(reference: ColumnReference) -> Value {
    for position in cells.indices.reversed() where cells[position].source == reference.source {
      return cells[position].values[reference.index]
    }
    preconditionFailure(
      "source \(reference.source.raw) is not visible where it is mentioned"
    )
  }

  mutating func append(_ cells: Cells) { self.cells.append(cells) }

  func merging(_ other: ReferenceRow) -> ReferenceRow {
    if cells.isEmpty { return other }
    var result = self
    result.cells += other.cells
    return result
  }

  /// The values of the outputs, rows as all their columns.
  func values(_ outputs: [OutputColumn]) -> [Value] {
    outputs.flatMap { output -> [Value] in
      switch output {
      case .column(let reference): [self[reference]]
      case .row(let source, _): self[source]?.values ?? []
      }
    }
  }
}
