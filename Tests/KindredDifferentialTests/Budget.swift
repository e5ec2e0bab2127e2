// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// How long the suites may search, and from which seed.
enum Budget {
  /// Fresh, unless the environment says otherwise.
  static let seed =
    variable("KINDRED_FUZZ_SEED").flatMap(UInt64.init) ?? .random(in: 1...UInt64(UInt32.max))

  /// So much of ten seconds, or of as many as the environment says.
  static func duration(share: Double) -> Duration {
    .seconds(share * (variable("KINDRED_FUZZ_SECONDS").flatMap(Double.init) ?? 10))
  }

  private static func variable(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}
