// SPDX-License-Identifier: Apache-2.0

package import KindredPlan
package import KindredSchema
import KindredStorage

/// The models of a database, and the schema that they amount to.
package final class Catalogue: Sendable {
  package let schema: Schema
  /// Shared by the forks of a database: a plan holds for any state of the tables.
  package let planCache = PlanCache()
  /// Shared as well: a sample says how values are spread, not which there are.
  let samples = SampleCache()
  /// By ``TableNumber``: the table of this database; nil for models that it does not have.
  private let tables: [TableID?]
  /// By table and column: what an id that is `.new` holds there; nil for columns of no such id.
  let unassignedKeys: [[Int64?]]
  /// By table: the columns that its partial indexes test.
  private let testedColumns: [TableID: Set<Int>]
  /// By table: its check constraints.
  package let checks: [[CheckConstraint]]
  /// By table: the columns whose default is made for each row, and how.
  let generatedDefaults: [[(column: Int, make: @Sendable () -> Value)]]

  init(_ models: [any AnyModel]) throws(KindredError) {
    var faults: [String] = []
    var tables: [TableID?] = []
    for (index, model) in models.enumerated() {
      let number = model.number.index
      while tables.count <= number { tables.append(nil) }
      if tables[number] != nil { faults.append("\(model.typeName) is listed twice") }
      tables[number] = TableID(index)
      faults += model.faults
    }
    let builder = SchemaBuilder(tables: tables)
    let schemas = models.map { builder.schema(of: $0, &faults) }
    checks = models.map { builder.checks(of: $0, &faults) }
    generatedDefaults = models.map { model in
      model.keys.defaults.compactMap { column, value in
        if case .generated(let make) = value { (column, make) } else { nil }
      }
    }
    faults += Schema.faults(of: schemas)
    guard faults.isEmpty else { throw .schema(faults) }
    schema = try Schema(validating: schemas)
    var testedColumns: [TableID: Set<Int>] = [:]
    for (table, definition) in schemas.enumerated() {
      for test in definition.indexes.flatMap(\.tests) {
        testedColumns[TableID(table), default: []].insert(test.column)
      }
    }
    self.testedColumns = testedColumns
    self.tables = tables
    unassignedKeys = models.map { $0.fields.map(\.unassignedKey) }
  }

  /// The columns of the model that its partial indexes test; nil if there are none.
  func testedColumns(of number: TableNumber) -> Set<Int>? {
    guard !testedColumns.isEmpty, number.index < tables.count, let table = tables[number.index]
    else { return nil }
    return testedColumns[table]
  }

  /// The table of the model.
  ///
  /// - Throws: `query` when the model is not among those of the database.
  package func table(_ number: TableNumber) throws(KindredError) -> TableID {
    guard number.index < tables.count, let table = tables[number.index] else {
      let name = number.typeName
      throw KindredError(
        .query,
        "\(name) is not among the types of this Database: add \(name).self to try Database(…)"
      )
    }
    return table
  }

  package func schema(_ number: TableNumber) throws(KindredError) -> TableSchema {
    schema[try table(number)]
  }
}
