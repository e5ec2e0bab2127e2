// SPDX-License-Identifier: Apache-2.0

import KindredQuery
import KindredSchema

extension QueryCore {
  /// How the query would be run, and which statements would load relations after it.
  func explain(
    _ loads: [any ObjectLoad],
    _ session: Session
  ) throws(KindredError) -> Explanation {
    var plan = LoadPlan(self)
    try plan.add(loads.compactMap { $0 as? any GraphLoad }, from: 0, column: 0, session)
    var explanation = try session.explain(UntypedQuery(core: plan.core))
    explanation.loads = plan.batches.flatMap { $0.load.explained(0) }
    return explanation
  }
}

extension GraphLoad {
  /// One line for the relation's statement, and for those that come after it.
  fileprivate func explained(_ level: Int) -> [String] {
    let indent = String(repeating: "  ", count: level)
    let joined = nested.filter(\.isJoined).map(\.name)
    let line =
      indent + name + ": one batched statement"
      + (joined.isEmpty ? "" : ", joined with \(joined.joined(separator: ", "))")
    return [line] + nested.filter { !$0.isJoined }.flatMap { $0.explained(level + 1) }
  }
}
