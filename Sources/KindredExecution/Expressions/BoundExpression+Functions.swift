// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

extension BoundExpression {
  /// One kernel per function; NULL where an operand is.
  static func call(
    _ function: ScalarFunction,
    _ operands: [BoundExpression],
    _ batch: Batch
  ) throws(KindredError) -> Vector {
    let first = try operands[0].values(batch)
    switch function {
    case .lower: return first.folded(.lower)
    case .upper: return first.folded(.upper)
    case .length: return first.lengths
    case .absolute: return try first.magnitudes()
    case .real: return first.castToReals
    case .integer: return first.castToIntegers
    case .text: return first.castToTexts
    case .year: return first.parts(.year)
    case .month: return first.parts(.month)
    case .day: return first.parts(.day)
    case .hour: return first.parts(.hour)
    case .minute: return first.parts(.minute)
    case .second: return first.parts(.second)
    case .weekday: return first.parts(.weekday)
    case .dayOfYear: return first.parts(.dayOfYear)
    case .sign: return first.signs
    case .round: return first.rounded(.nearest)
    case .floor: return first.rounded(.down)
    case .ceiling: return first.rounded(.up)
    case .trim: return first.trimmed(.both)
    case .trimStart: return first.trimmed(.start)
    case .trimEnd: return first.trimmed(.end)
    case .substring:
      let starts = try operands[1].values(batch)
      let lengths = operands.count > 2 ? try operands[2].values(batch) : nil
      return first.substrings(from: starts, lengths: lengths)
    case .position: return first.positions(of: try operands[1].values(batch))
    case .replace:
      return first.replacing(
        try operands[1].values(batch),
        with: try operands[2].values(batch)
      )
    case .concatenate: return try folded(first, operands, batch) { $0.concatenated($1) }
    case .minimum: return try folded(first, operands, batch) { $0.extreme(.less, $1) }
    case .maximum: return try folded(first, operands, batch) { $0.extreme(.greater, $1) }
    }
  }

  private static func folded(
    _ first: Vector,
    _ operands: [BoundExpression],
    _ batch: Batch,
    _ combine: (Vector, Vector) -> Vector
  ) throws(KindredError) -> Vector {
    var result = first
    for operand in operands.dropFirst() { result = combine(result, try operand.values(batch)) }
    return result
  }
}
