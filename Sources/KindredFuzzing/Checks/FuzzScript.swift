// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSQL
import KindredSchema

/// A case as a script for the sqlite3 shell.
package enum FuzzScript {
  /// The tables, the rows, and the steps up to and with `last`; of the queries only the last.
  package static func sql(_ fuzzCase: FuzzCase, upTo last: Int?) -> String {
    let printer = SQLPrinter(schema: fuzzCase.schema, checks: fuzzCase.definition.checks)
    var lines = ["PRAGMA foreign_keys = ON;", ".nullvalue NULL"]
    lines += printer.createTables().map { $0 + ";" }
    for (index, rows) in fuzzCase.rows.enumerated() where !rows.isEmpty {
      lines.append(printer.insert(rows, into: TableID(index)).text + ";")
    }
    for (index, step) in fuzzCase.steps.enumerated() where index <= last ?? .max {
      lines += statements(step, printer, isLast: index == last).map { $0 + ";" }
    }
    return lines.joined(separator: "\n")
  }

  private static func statements(
    _ step: FuzzCase.Step,
    _ printer: SQLPrinter,
    isLast: Bool
  ) -> [String] {
    switch step {
    case .query(let query): isLast ? [printer.select(query.plan).text] : []
    case .partition(let partition):
      isLast
        ? [
          printer.select(partition.plan).text,
          printer.select(.filter(partition.predicate, partition.plan)).text,
          printer.select(.filter(.not(partition.predicate), partition.plan)).text,
          printer.select(.filter(.isNull(partition.predicate), partition.plan)).text,
        ] : []
    case .write(let write): statements(write, printer)
    case .transaction(let writes, let commits):
      ["BEGIN"] + writes.flatMap { statements($0, printer) } + [commits ? "COMMIT" : "ROLLBACK"]
    }
  }

  private static func statements(_ write: FuzzCase.Write, _ printer: SQLPrinter) -> [String] {
    switch write {
    case .insert(let rows, let table): [printer.insert(rows, into: table).text]
    case .upsert(let upsertion):
      [
        printer.upsert(
          upsertion.rows,
          into: upsertion.table,
          key: upsertion.key,
          upsertion.changes
        ).text
      ]
    case .delete(let rows, let table): [printer.delete(rows, from: table).text]
    case .update(let changes, let rows, let table):
      [printer.update(changes.map { ($0.column, $0.value) }, rows, in: table).text]
    case .savepoint(let writes, let keeps):
      ["SAVEPOINT s"] + writes.flatMap { statements($0, printer) }
        + (keeps ? ["RELEASE s"] : ["ROLLBACK TO s", "RELEASE s"])
    }
  }
}
