// SPDX-License-Identifier: Apache-2.0

package import KindredColumns
package import KindredPlan
package import KindredSchema
package import KindredStorage

/// An insertion that changes the rows whose keys are taken: SQL's `ON CONFLICT … DO UPDATE`.
///
/// The rows whose key is free are added first, all at once. Then the others are applied to the rows in
/// their way, in *rounds*: the first for each such row, then the second, and so on, so that each sees what
/// the one before it did. That gives the same as one row at a time, unless the key itself is assigned.
package struct Upsert: Sendable {
  /// What the expressions call the row that is there.
  package static let stored = SourceID(0)
  /// What they call the proposed row: SQL's `excluded`.
  package static let proposed = SourceID(1)

  package let table: TableID
  /// The unique key, by position.
  package let key: Int
  /// Over columns of ``stored`` and ``proposed`` alone, without subqueries.
  package let assignments: [(column: Int, value: Expression)]

  package init(
    _ table: TableID,
    key: Int,
    _ assignments: [(column: Int, value: Expression)]
  ) {
    self.table = table
    self.key = key
    self.assignments = assignments
  }

  /// Runs it as one statement.
  ///
  /// - Returns: Where the rows went, those that were taken applied; and the rows whose foreign keys followed.
  /// - Throws: As an insertion and an update, with the position of the offending row; then nothing changed.
  /// - Complexity: O(rows × (columns + keys)) expected.
  package func run(
    _ columns: [Vector],
    count: Int,
    in transaction: Transaction
  ) throws(KindredError) -> (placement: Placement, followed: StatementEffect) {
    try transaction.compound(table) { (statement) throws(KindredError) in
      let placement = try statement.insert(columns, count: count, unlessTaken: [key])
      if assignments.isEmpty { return placement }
      for round in placement.rounds {
        try apply(round, columns, placement, transaction.view, &statement)
      }
      return placement
    }
  }

  /// Updates the rows in the way of some proposed ones, each another.
  private func apply(
    _ round: [Int],
    _ columns: [Vector],
    _ placement: Placement,
    _ view: Snapshot,
    _ statement: inout CompoundStatement
  ) throws(KindredError) {
    let rows = round.map { placement.rows[$0] }
    let isDeep = assignments.contains { $0.value.isDeep }
    let values = try DeepStack.run(if: isDeep) { () throws(KindredError) in
      try self.values(round, rows, columns, view)
    }
    do throws(KindredError) {
      try statement.update(columns: assignments.map(\.column), rows: rows, values: values)
    } catch {
      throw error.moved { round[$0] }
    }
  }

  /// What is assigned to some stored rows, by column.
  private func values(
    _ round: [Int],
    _ rows: [RowID],
    _ columns: [Vector],
    _ view: Snapshot
  ) throws(KindredError) -> [Vector] {
    var builders = assignments.map { VectorBuilder(view[table].columns[$0.column].storageClass) }
    for start in stride(from: 0, to: round.count, by: batchCapacity) {
      let part = start..<min(start + batchCapacity, round.count)
      let positions = round[part].map(Int32.init)
      let batch = Batch(
        count: part.count,
        rows: [.ids(Array(rows[part]))],
        vectors: columns.map { $0.gathered(positions) }
      )
      for (number, expression) in bound(columns, view).enumerated() {
        builders[number].append(try expression.values(batch))
      }
    }
    return builders.map(\.vector)
  }

  private func bound(_ columns: [Vector], _ view: Snapshot) -> [BoundExpression] {
    var layout = Layout(Self.stored, table)
    let places = columns.map { Layout.Place.vector(layout.addVector($0.storageClass)) }
    layout.addComputed(Self.proposed, places)
    let binder = OperatorBuilder(view, []).binder(layout)
    return assignments.map { binder.bind($0.value) }
  }
}

extension Placement {
  /// The positions that were taken, so that within a round each is in another row's way.
  fileprivate var rounds: [[Int]] {
    let sorted = taken.sorted { (rows[$0], $0) < (rows[$1], $1) }
    var rounds: [[Int]] = []
    var (last, round) = (RowID(-1), 0)
    for position in sorted {
      round = rows[position] == last ? round + 1 : 0
      last = rows[position]
      if round == rounds.count { rounds.append([]) }
      rounds[round].append(position)
    }
    return rounds.map { $0.sorted() }
  }
}
