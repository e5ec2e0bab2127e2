// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

extension OperatorBuilder {
  func apply(
    _ source: SourceID,
    _ kind: SubqueryKind,
    _ bindings: [Binding],
    _ plan: PhysicalPlan,
    _ inputPlan: PhysicalPlan,
    _ needed: SourceSet
  ) -> Operator {
    let parameters = bindings.map(\.parameter)
    let subqueryBuilder = subqueryBuilder(volatile: Set(parameters))
    var needs = needed
    for binding in bindings { binding.value.collectSources(into: &needs) }
    var tested: Expression?
    if case .contains(let value) = kind { tested = value }
    tested?.collectSources(into: &needs)
    let input = build(inputPlan, needed: needs)
    let binder = binder(input.layout)
    let subquery = Subquery(
      plan,
      subqueryBuilder,
      parameters: parameters,
      result: kind.isExistence ? nil : plan.resultColumn
    )
    return Apply(
      source,
      SubqueryOutcome(kind: kind, tested: tested.map(binder.bind)),
      bindings: bindings.map { ($0.parameter, binder.bind($0.value)) },
      subquery,
      input
    )
  }
}

extension SubqueryKind {
  fileprivate var isExistence: Bool {
    switch self {
    case .exists: true
    case .scalar, .contains: false
    }
  }
}
