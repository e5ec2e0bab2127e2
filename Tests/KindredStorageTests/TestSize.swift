// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How large the largest tests are: as their names say with `KINDRED_SIZES=full`, else about a tenth.
enum TestSize {
  static let isFull = ProcessInfo.processInfo.environment["KINDRED_SIZES"] == "full"

  static func of(_ full: Int, otherwise small: Int) -> Int { isFull ? full : small }
}
