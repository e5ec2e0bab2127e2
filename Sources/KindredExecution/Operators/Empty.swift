// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// Yields nothing, in the shape of the plan that it stands for.
///
/// No input, no buffer, no cost.
final class Empty: Operator {
  init(_ output: [OutputColumn]) {
    var layout = Layout()
    for case .row(let source, let table) in output { layout.addRows(source, table) }
    var computed: [(source: SourceID, columns: [ColumnReference])] = []
    for case .column(let reference) in output {
      if let index = computed.firstIndex(where: { $0.source == reference.source }) {
        computed[index].columns.append(reference)
      } else {
        computed.append((reference.source, [reference]))
      }
    }
    for (source, columns) in computed { Self.add(source, columns, to: &layout) }
    super.init(layout)
  }

  private static func add(
    _ source: SourceID,
    _ columns: [ColumnReference],
    to layout: inout Layout
  ) {
    let width = (columns.map(\.index).max() ?? -1) + 1
    var places = [Layout.Place](repeating: .absent, count: width)
    for column in columns {
      places[column.index] = .vector(layout.addVector(column.type.storageClass))
    }
    layout.addComputed(source, places)
  }

  override func next() throws(KindredError) -> Batch? { nil }
}
