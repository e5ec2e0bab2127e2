// SPDX-License-Identifier: Apache-2.0

import KindredSchema

extension Schema {
  /// The positions of the tables, each after those that it refers to.
  ///
  /// Tables that refer to each other in a circle come in the order of the schema.
  ///
  /// - Complexity: O(tables + foreign keys).
  var insertionOrder: [Int] {
    var missing = tables.enumerated().map { index, table in
      Set(table.foreignKeys.map(\.parent.index)).subtracting([index])
    }
    var order: [Int] = []
    var waiting = Array(tables.indices)
    while !waiting.isEmpty {
      let free = waiting.filter { missing[$0].isEmpty }
      let next = free.isEmpty ? [waiting[0]] : free
      order += next
      waiting.removeAll { next.contains($0) }
      for index in waiting { missing[index].subtract(next) }
    }
    return order
  }
}
