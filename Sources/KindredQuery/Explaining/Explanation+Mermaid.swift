// SPDX-License-Identifier: Apache-2.0

import KindredPlan

extension Explanation {
  /// The tree as a Mermaid flowchart: rows flow upwards.
  ///
  ///     flowchart BT
  ///       n0["Semi-join by row id<br/>rowid(authors) = rowid(books → authors)<br/>17 rows"]
  public var mermaid: String {
    var lines = ["flowchart BT"]
    var number = 0
    func write(_ node: PlanNode) -> Int {
      let own = number
      number += 1
      let text = ([node.name] + node.details + [node.node.numbers]).filter { !$0.isEmpty }
      lines.append("  n\(own)[\"\(text.map(\.mermaidText).joined(separator: "<br/>"))\"]")
      for input in node.inputs { lines.append("  n\(write(input)) --> n\(own)") }
      return own
    }
    _ = write(root)
    return lines.joined(separator: "\n")
  }
}

extension String {
  /// The text with what Mermaid would read as markup spelled by entities.
  fileprivate var mermaidText: String {
    var result = ""
    for character in self {
      switch character {
      case "\"": result += "#quot;"
      case "<": result += "#lt;"
      case ">": result += "#gt;"
      case "#": result += "#35;"
      case "\n", "\r", "\r\n": result += " "
      default: result.append(character)
      }
    }
    return result
  }
}
