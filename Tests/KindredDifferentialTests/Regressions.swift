// SPDX-License-Identifier: Apache-2.0

import KindredChoices
import KindredFuzzing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The cases that once failed, one list of choices a line; `#` begins a comment.
enum Regressions {
  struct Malformed: Error {
    var line: Int
  }

  static func lists(_ testFile: StaticString = #filePath) throws -> [[Int]] {
    let folder = "\(testFile)".split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let text = try contents(of: (folder + ["Regressions.txt"]).joined(separator: "/"))
    return try text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .compactMap { number, line in
        let word = line.prefix { $0 != "#" }.split(separator: " ").first ?? ""
        guard !word.isEmpty else { return nil }
        guard let list = ChoiceCoding.decode(String(word)) else {
          throw Malformed(line: number + 1)
        }
        return list
      }
  }

  private static func contents(of path: String) throws -> String {
    guard let file = unsafe fopen(path, "rb") else { throw Malformed(line: 0) }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = unsafe fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
