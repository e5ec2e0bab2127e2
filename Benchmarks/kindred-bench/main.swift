// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

do {
  let options = try Options(Array(CommandLine.arguments.dropFirst()))
  if !options.storageSizes.isEmpty {
    try StorageBench(sizes: options.storageSizes).run()
    exit(0)
  }
  var bench = Bench(options)
  exit(try bench.run() ? 0 : 1)
} catch let error as UsageError {
  progress("\(error)\n\(Options.usage)")
  exit(2)
} catch {
  progress("\(error)")
  exit(1)
}
