// SPDX-License-Identifier: Apache-2.0

import KindredPlan
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
    if let seed = options.crash { return shrinkCrash(seed, options) }
    if let cases = options.estimates {
      Output.line("seed \(options.seed)")
      Output.line(EstimateRun.errors(seed: options.seed, cases: cases).markdown)
      return 0
    }
    do {
      let library = try SQLiteLibrary.load()
      return run(FuzzProgram(options), library) ? 0 : 1
    } catch {
      Output.line("\(error)")
      return 2
    }
  }

  /// The case that ended the process, small, and how to run it.
  private static func shrinkCrash(_ seed: UInt64, _ options: FuzzOptions) -> Int32 {
    var arguments = ["--subject", options.subject.rawValue]
    if !options.avoided.isEmpty {
      arguments += ["--without", options.avoided.sorted().joined(separator: ",")]
    }
    let shrinker = CrashShrinker(program: CommandLine.arguments[0], arguments: arguments)
    guard let list = shrinker.shrunk(seed: seed) else {
      Output.line("the case of seed \(seed) does not end the process")
      return 0
    }
    let fuzzCase = CaseGenerator().makeCase(Choices(replaying: list))
    Output.line("replay: \(ChoiceCoding.encode(list))\n")
    Output.line(FuzzScript.sql(fuzzCase, upTo: fuzzCase.steps.count - 1))
    return 1
  }

  private static func run(_ program: FuzzProgram, _ library: SQLiteLibrary) -> Bool {
    switch program.options.subject {
    case .engine: program.run(library) { KindredEngine($0) }
    case .reference: program.run(library) { ReferenceEngine($0) }
    case .rules: program.run(library) { RulesEngine($0) }
    }
  }
}
