// SPDX-License-Identifier: Apache-2.0

/// The ways to a whole number.
package enum Rounding: Sendable, Hashable {
  /// To the nearest, halves away from zero.
  case nearest
  case down
  case up
}

extension Vector {
  /// The reals as whole reals; infinities stay, NULL stays NULL.
  package func rounded(_ rounding: Rounding) -> Vector {
    guard case .reals(let cells) = asReals.cells else { preconditionFailure("reals were expected") }
    let result: [Double] =
      switch rounding {
      case .nearest: mapped(cells) { $0.roundedHalfAway }
      case .down: mapped(cells) { $0.rounded(.down) }
      case .up: mapped(cells) { $0.rounded(.up) }
      }
    return Vector(.reals(result), nulls: nulls)
  }

  /// -1, 0 or 1, of the class of the numbers.
  package var signs: Vector {
    switch cells {
    case .integers(let cells): return Vector(.integers(mapped(cells) { $0.signum() }), nulls: nulls)
    case .reals(let cells):
      return Vector(.reals(mapped(cells) { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }), nulls: nulls)
    case .strings, .handles: preconditionFailure("text stands in arithmetic")
    }
  }
}

extension Double {
  /// As SQLite's `round`: half is added before the fraction is cut off, so the greatest number below a
  /// half becomes 1.
  fileprivate var roundedHalfAway: Double {
    // From 2^52 on every real is whole.
    guard magnitude < 0x1p52 else { return self }
    return Double(Int64(self < 0 ? self - 0.5 : self + 0.5))
  }
}
