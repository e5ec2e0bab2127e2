// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Prints at once, also into a file: a crash must not take the last lines along.
enum Output {
  static func line(_ text: String) {
    print(text)
    fflush(nil)
  }
}
