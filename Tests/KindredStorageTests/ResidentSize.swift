// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The memory that the process really has.
enum ResidentSize {
  /// 0 where the system does not say.
  static var bytes: Int {
    #if os(Linux)
      let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
      let pages = text?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
      return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    #else
      return 0
    #endif
  }
}
