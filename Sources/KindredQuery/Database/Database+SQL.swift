// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSQL
import KindredSchema

extension Database {
  /// The tables as SQL for SQLite: a CREATE TABLE for each, with its keys and checks, and the indexes.
  ///
  /// Each statement ends in a semicolon and a new line. Defaults that are made for each row are left out.
  public var schemaSQL: String {
    let printer = SQLPrinter(schema: catalogue.schema, checks: catalogue.checks)
    let isDeep = catalogue.checks.contains { $0.contains(where: \.isDeep) }
    do throws(KindredError) {
      return try DeepStack.run(if: isDeep) {
        printer.createTables().map { $0 + ";\n" }.joined()
      }
    } catch {
      return "-- \(error.message)\n"
    }
  }
}
