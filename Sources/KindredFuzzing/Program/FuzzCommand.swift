// SPDX-License-Identifier: Apache-2.0

import KindredSQLite
import KindredSchema

/// The whole program, from its arguments to its exit code.
package enum FuzzCommand {
  /// 0 when nothing was found, 1 on a failure, 2 when it cannot run.
  package static func run(_ arguments: [String]) -> Int32 {
    guard let options = FuzzOptions(arguments) else {
      Output.line(FuzzOptions.usage)
      return 2
    }
    do {
      let library = try SQLiteLibrary.load()
      return run(FuzzProgram(options), library) ? 0 : 1
    } catch {
      Output.line("\(error)")
      return 2
    }
  }

  private static func run(_ program: FuzzProgram, _ library: SQLiteLibrary) -> Bool {
    switch program.options.subject {
    case .engine: program.run(library) { KindredEngine($0) }
    case .reference: program.run(library) { ReferenceEngine($0) }
    case .rules: program.run(library) { RulesEngine($0) }
    }
  }
}
