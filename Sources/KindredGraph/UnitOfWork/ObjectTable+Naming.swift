// SPDX-License-Identifier: Apache-2.0

import KindredQuery
import KindredSchema

extension ObjectTable {
  /// The error of a statement that wrote objects, about the object instead of its position among them.
  func naming(
    _ objects: [Live<T>],
    of error: KindredError,
    _ change: String,
    _ session: Session
  ) -> KindredError {
    guard let position = error.row, objects.indices.contains(position) else { return error }
    let cells = T.table.layout.cells(objects[position].model)
    let names = session.catalogue.schema[id].columns.map(\.name)
    let shown = names.indices.filter {
      T.table.primaryKeyColumns.contains($0) || error.columns.contains(names[$0])
    }
    let values = shown.map { "\(names[$0]): \(cells[$0])" }.joined(separator: ", ")
    var named = error
    named.row = nil
    named.message +=
      "; this is the \(change) object \(T.self)(\(values)): change it, or take it back with "
      + (change == "added" ? "s.delete(object)" : "s.refresh(object)")
    return named
  }
}
