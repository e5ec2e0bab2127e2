// SPDX-License-Identifier: Apache-2.0

package import KindredPlan
import KindredSchema

/// Compares estimates with what comes, over the queries of random cases.
package enum EstimateRun {
  /// - Parameters:
  ///   - seed: The same seed, the same cases.
  ///   - cases: How many.
  /// - Returns: What each operator was expected to yield and did. Queries that fail are left out.
  package static func errors(seed: UInt64, cases: Int) -> EstimateErrors {
    var errors = EstimateErrors()
    var seeds = SplitMix64(seed: seed)
    for _ in 0..<cases {
      let fuzzCase = CaseGenerator().makeCase(Choices(seed: seeds.next()))
      let engine = KindredEngine(fuzzCase.definition)
      for (index, rows) in fuzzCase.rows.enumerated() {
        _ = engine.run([.insert(rows, TableID(index))])
      }
      for step in fuzzCase.steps {
        switch step {
        case .query(let query):
          if let node = try? engine.analyze(query.plan) { errors.add(node) }
        case .partition(let partition):
          if let node = try? engine.analyze(partition.plan) { errors.add(node) }
        case .write(let write): _ = engine.run([write])
        case .transaction(let writes, let commits): _ = engine.transact(writes, commits: commits)
        }
      }
    }
    return errors
  }
}
