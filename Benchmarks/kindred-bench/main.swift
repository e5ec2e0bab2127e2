// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

do {
  var bench = Bench(try Options(Array(CommandLine.arguments.dropFirst())))
  exit(try bench.run() ? 0 : 1)
} catch let error as UsageError {
  progress("\(error)\n\(Options.usage)")
  exit(2)
} catch {
  progress("\(error)")
  exit(1)
}
