// SPDX-License-Identifier: Apache-2.0

/// Numbers that are the same at each run, small ones more often: splitmix64.
struct Skew {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(below limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
  }

  /// A number below the limit, dense near 0: the first hundredth has a fifth of the draws.
  mutating func skewed(below limit: Int) -> Int {
    let part = Double(next(below: 1 << 30)) / Double(1 << 30)
    return Int(part * part * part * Double(limit))
  }

  /// Whether something happens that does in so many of a hundred cases.
  mutating func chance(_ percent: Int) -> Bool { next(below: 100) < percent }

  mutating func element<Element>(of elements: [Element]) -> Element {
    elements[next(below: elements.count)]
  }

  mutating func skewedElement<Element>(of elements: [Element]) -> Element {
    elements[skewed(below: elements.count)]
  }
}
