// SPDX-License-Identifier: Apache-2.0

/// The value of stream `seed` at `id`: the splitmix64 generator, addressed instead of stepped.
func draw(_ seed: UInt64, _ id: Int) -> UInt64 {
  mixed(mixed(seed) &+ UInt64(id) &* 0x9E37_79B9_7F4A_7C15)
}

/// The value of stream `seed` at `id`, reduced to 0..<`bound`.
func draw(_ seed: UInt64, _ id: Int, below bound: Int) -> Int {
  Int(draw(seed, id) % UInt64(bound))
}

/// An index in 0..<`count` drawn from the bits of `random`, dense near 0.
func skewed(_ random: UInt64, below count: Int) -> Int {
  let root = random >> 43
  return Int((((root &* root) >> 21) &* UInt64(count)) >> 21)
}

/// The finaliser of splitmix64.
private func mixed(_ value: UInt64) -> UInt64 {
  var value = value
  value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
  value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
  return value ^ (value >> 31)
}
