// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite struct `README` {
  private var root: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  /// The fenced blocks of the README: language and text.
  private func blocks() throws -> [(language: String, text: String)] {
    let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    var blocks: [(language: String, text: String)] = []
    for (index, part) in readme.components(separatedBy: "```").enumerated() where index % 2 == 1 {
      let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      blocks.append((String(lines[0]), String(lines[1])))
    }
    return blocks
  }

  @Test func `the worked example is the code that the next test runs`() throws {
    let example = try #require(try blocks().first { $0.language == "swift" }).text
    let source = try String(
      contentsOf: root.appending(path: "Tests/KindredTests/ReadmeExample.swift"),
      encoding: .utf8
    )
    let code = source.components(separatedBy: "// README\n")
    #expect(code.count == 2 && code[1] == example)
  }

  @Test func `the worked example returns what the text says`() throws {
    let output = try #require(try blocks().first { $0.language.isEmpty }).text
    #expect(try example().joined(separator: "\n") + "\n" == output)
  }
}
