// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Builds one case from choices: a schema, rows, then queries and writes.
package struct CaseGenerator {
  /// At most so many queries and writes.
  package var maximumSteps = 12

  package init() {}

  /// The same choices, the same case.
  package func makeCase(_ choices: Choices) -> FuzzCase {
    let pool = ValuePool(choices)
    let rows = RowGenerator(choices, pool)
    var schemas = SchemaGenerator(choices)
    var store = schemas.store(rows)
    var result = FuzzCase(definition: store.definition, rows: store.tables, steps: [])
    let queries = QueryGenerator(choices, pool, store)
    let writes = WriteGenerator(choices, pool, rows)
    result.steps = choices.many(maximumSteps, percent: 90) { _ in
      switch choices.weighted([75, 10, 15]) {
      case 0: return .query(queries.query())
      case 1: return .partition(queries.partition())
      case _:
        let step = writes.step(&store)
        queries.rowCounts = store.tables.map(\.count)
        return step
      }
    }
    result.definition.schema = IndexGenerator(choices: choices).indexed(result.schema)
    return result
  }
}
