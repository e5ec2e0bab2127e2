// SPDX-License-Identifier: Apache-2.0

/// GLOB, letter by letter, written apart from the engine's.
extension ReferenceText {
  static func glob(
    _ text: ArraySlice<Unicode.Scalar>,
    _ pattern: ArraySlice<Unicode.Scalar>
  ) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    let rest = pattern.dropFirst()
    switch first {
    case "*": return (text.startIndex...text.endIndex).contains { glob(text[$0...], rest) }
    case "?": return !text.isEmpty && glob(text.dropFirst(), rest)
    case "[":
      guard let letter = text.first, let (isIn, after) = member(letter, rest) else { return false }
      return isIn && glob(text.dropFirst(), after)
    case _: return text.first == first && glob(text.dropFirst(), rest)
    }
  }

  /// Whether the letter is in the set, and the pattern behind it; nil if the set is not closed.
  private static func member(
    _ letter: Unicode.Scalar,
    _ set: ArraySlice<Unicode.Scalar>
  ) -> (Bool, ArraySlice<Unicode.Scalar>)? {
    var rest = set
    let isNegated = rest.first == "^"
    if isNegated { rest = rest.dropFirst() }
    guard let start = rest.first else { return nil }
    // A bracket in the first place belongs to the set.
    let searched = start == "]" ? rest.dropFirst() : rest
    guard let end = searched.firstIndex(of: "]") else { return nil }
    var members = Array(rest[rest.startIndex..<end])
    var isIn = false
    if start == "]" {
      isIn = letter == "]"
      members.removeFirst()
    }
    var position = 0
    while position < members.count {
      if position + 2 < members.count, members[position + 1] == "-" {
        isIn = isIn || letter == members[position]
        isIn = isIn || (members[position] <= letter && letter <= members[position + 2])
        position += 3
      } else {
        isIn = isIn || letter == members[position]
        position += 1
      }
    }
    return (isIn != isNegated, rest[(end + 1)...])
  }
}
