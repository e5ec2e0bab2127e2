// SPDX-License-Identifier: Apache-2.0

import Foundation
import KindredPlan
import Testing

/// Compares the text with `Goldens/<name>.txt`; `UPDATE_GOLDENS=1` writes the file instead.
func expectGolden(
  _ name: String,
  _ text: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Goldens")
  let file = folder.appendingPathComponent(name + ".txt")
  if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
    try (text + "\n").write(to: file, atomically: true, encoding: .utf8)
  }
  let expected = try String(contentsOf: file, encoding: .utf8)
  #expect(text + "\n" == expected, sourceLocation: sourceLocation)
}

/// The plan before, after each rule that fired, and the physical plan at the end.
func trace(_ plan: LogicalPlan) throws -> String {
  var text = "Initial\n" + plan.explained(Library.schema).text()
  let optimized = Optimizer(schema: Library.schema).optimize(plan) { step in
    text += "\n\n\(step.rule)\n" + step.plan.explained(Library.schema).text()
  }
  let physical = try Library.planned(optimized)
  text += "\n\nPhysical\n" + physical.explained(Library.schema).text(shows: .estimates)
  return text
}
