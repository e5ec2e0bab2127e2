// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Runs what the options ask for.
///
/// - Returns: Whether every answer was right and every guard held.
func run(_ options: Options) throws -> Bool {
  if !options.storageSizes.isEmpty {
    try StorageBench(sizes: options.storageSizes).run()
    return true
  }
  switch options.subject {
  case .workloads: return try runWorkloads(options)
  case .operations: for size in options.sizes { try MicroBench(size).run() }
  case .planning: for size in options.sizes { try PlanningBench(size).run() }
  case .spellings: for size in options.sizes { try SpellingBench(size).run() }
  case .films: return try options.sizes.allSatisfy { try FilmBench($0).run() }
  }
  return true
}

/// Runs the suite, and writes its reports.
private func runWorkloads(_ options: Options) throws -> Bool {
  var isRight = true
  var reports: [Report] = []
  for size in options.sizes {
    var bench = Bench(options, size)
    if try !bench.run() { isRight = false }
    reports.append(bench.report)
  }
  if let path = options.jsonPath { try writeLines(reports.flatMap(\.jsonLines), to: path) }
  if let path = options.chartPath, let report = reports.last {
    try writeLines([Chart(report: report).svg], to: path)
  }
  let growth = reports.count > 1 ? ["", Growth(reports: reports).markdown] : []
  if let path = options.markdownPath {
    try writeLines(reports.flatMap { [$0.markdown, ""] } + growth, to: path)
  }
  for line in growth { print(line) }
  return isRight
}

do {
  exit(try run(try Options(Array(CommandLine.arguments.dropFirst()))) ? 0 : 1)
} catch let error as UsageError {
  progress("\(error)\n\(Options.usage)")
  exit(2)
} catch {
  progress("\(error)")
  exit(1)
}
