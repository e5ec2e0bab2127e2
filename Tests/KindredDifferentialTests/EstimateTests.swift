// SPDX-License-Identifier: Apache-2.0

import KindredFuzzing
import KindredPlan
import Testing

/// What operators were expected to yield, over the fuzzer's queries.
@Suite struct Estimates {
  @Test func `are exact for half of the operators, and within bounds for most`() {
    let errors = EstimateRun.errors(seed: 1, cases: 300)
    print(errors.markdown)
    #expect(errors.count > 2_000)
    #expect(errors.percentile(50) <= 1.2)
    #expect(errors.percentile(90) <= 6)
    for kind in errors.kinds {
      #expect(errors.percentile(50, of: kind) <= 3, "\(kind)")
    }
  }
}
