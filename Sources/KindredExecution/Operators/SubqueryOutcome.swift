// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// What an `apply` makes of its subquery's answer for each row.
struct SubqueryOutcome {
  let kind: SubqueryKind
  /// The value that is looked for among the subquery's; nil unless the kind is `contains`.
  let tested: BoundExpression?

  var storageClass: StorageClass {
    switch kind {
    case .exists, .contains: .integer
    case .scalar(let type): type.storageClass
    }
  }

  /// The same answer for all rows of a batch.
  func vector(
    _ answer: SubqueryAnswer,
    _ tested: Vector?,
    count: Int
  ) throws(KindredError) -> Vector {
    switch answer {
    case .exists(let exists):
      return Vector(repeating: .boolean(exists), count: count, of: .integer)
    case .scalar(let value): return Vector(repeating: value, count: count, of: storageClass)
    case .values(let membership):
      guard let tested else { preconditionFailure("nothing is looked for") }
      return Truth.vector(membership.truths(tested))
    }
  }

  /// One row's outcome.
  func value(_ answer: SubqueryAnswer, _ tested: Vector?, _ row: Int) -> Value {
    switch answer {
    case .exists(let exists): return .boolean(exists)
    case .scalar(let value): return value
    case .values(let membership):
      guard let tested else { preconditionFailure("nothing is looked for") }
      return Truth.vector(membership.truths(tested.gathered([Int32(row)]))).value(at: 0)
    }
  }
}

/// The values of a subquery's column, for SQL's three-valued IN.
final class Membership {
  private var table: KeyTable
  private var hasNull = false
  private var isEmpty = true

  init(_ storageClass: StorageClass) { table = KeyTable([storageClass]) }

  func insert(_ values: Vector) {
    isEmpty = false
    if GroupKernels.nullCount(values.nulls) > 0 { hasNull = true }
    var fresh: [Int32] = []
    _ = table.assign([values], count: values.count, newPositions: &fresh)
  }

  /// False in an empty set, even for NULL; unknown for NULL, or when not found beside a NULL.
  func truths(_ tested: Vector) -> [UInt8] {
    if isEmpty { return [UInt8](repeating: Truth.no, count: tested.count) }
    let otherwise = hasNull ? Truth.unknown : Truth.no
    var truths = table.find([tested], count: tested.count, matchesNull: [false]).map {
      $0 >= 0 ? Truth.yes : otherwise
    }
    Truth.setUnknown(&truths, where: tested.nulls)
    return truths
  }
}
