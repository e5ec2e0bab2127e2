// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// The plan below an `apply`, run anew for each binding of its parameters.
final class Subquery {
  private let builder: OperatorBuilder
  private let plan: PhysicalPlan
  private let parameters: [Int]
  private let result: ColumnReference?
  private var answers: [[Value]: SubqueryAnswer] = [:]

  /// - `parameters`: the numbers that the arguments are bound to, in their order.
  /// - `result`: the single column of the subquery; nil when only its existence is asked for.
  init(
    _ plan: PhysicalPlan,
    _ builder: OperatorBuilder,
    parameters: [Int],
    result: ColumnReference?
  ) {
    self.plan = plan
    self.builder = builder
    self.parameters = parameters
    self.result = result
  }

  /// The subquery's answer for the arguments, from memory if they were bound before.
  func answer(
    _ arguments: [Value],
    _ outcome: SubqueryOutcome
  ) throws(KindredError) -> SubqueryAnswer {
    if let known = answers[arguments] { return known }
    let answer = try run(arguments, outcome)
    if answers.count >= 65_536 { answers.removeAll(keepingCapacity: true) }
    answers[arguments] = answer
    return answer
  }

  private func run(
    _ arguments: [Value],
    _ outcome: SubqueryOutcome
  ) throws(KindredError) -> SubqueryAnswer {
    for (parameter, value) in zip(parameters, arguments) { builder.bind(parameter, value) }
    var needed = SourceSet()
    if let result { needed.insert(result.source) }
    let root = builder.rebuild(plan, needed: needed)
    switch outcome.kind {
    case .exists: return .exists(try root.next() != nil)
    case .scalar: return .scalar(try scalar(root))
    case .contains: return .values(try members(root))
    }
  }

  private func column(_ root: Operator) -> BoundExpression {
    guard let result else { preconditionFailure("a subquery without a column was read") }
    return builder.binder(root.layout).bind(.column(result))
  }

  private func scalar(_ root: Operator) throws(KindredError) -> Value {
    guard let batch = try root.next() else { return .null }
    if batch.count > 1 { throw .severalRows }
    let value = try column(root).values(batch).value(at: 0)
    if try root.next() != nil { throw .severalRows }
    return value
  }

  private func members(_ root: Operator) throws(KindredError) -> Membership {
    let column = column(root)
    let membership = Membership(column.storageClass(in: root.layout))
    while let batch = try root.next() { membership.insert(try column.values(batch)) }
    return membership
  }
}

/// What a subquery came to for one binding.
enum SubqueryAnswer {
  case exists(Bool)
  case scalar(Value)
  case values(Membership)
}

extension KindredError {
  fileprivate static var severalRows: KindredError {
    KindredError(
      .multipleFound,
      "a subquery that stands for one value has several rows; limit it to one, or aggregate it"
    )
  }
}
