// SPDX-License-Identifier: Apache-2.0

/// The words names and review bodies are made of.
enum Words {
  static let firstNames = [
    "Ada", "Bea", "Cyd", "Dov", "Eli", "Fay", "Gus", "Hal",
    "Ida", "Jan", "Kit", "Lev", "Mia", "Ned", "Ola", "Pia",
  ]

  static let lastNames = [
    "Abbott", "Barnes", "Castro", "Dawson", "Eaton", "Foster", "Gibson", "Harmon",
    "Irving", "Jensen", "Kramer", "Lawson", "Mercer", "Norris", "Osborn", "Parker",
    "Quincy", "Ramsey", "Sawyer", "Tanner", "Ulrich", "Vargas", "Walton", "Xavier",
    "Yeager", "Zimmer", "Aldous", "Becker", "Carson", "Dalton", "Ellis", "Fulton",
  ]

  static let body = [
    "amber", "bison", "cedar", "delta", "ember", "flint", "grove", "haven",
    "ivory", "jumbo", "koala", "lemon", "maple", "north", "ocean", "pearl",
  ]

  /// Ten words, four bits of `random` each.
  static func sentence(_ random: UInt64) -> String {
    var text = ""
    text.reserveCapacity(60)
    for position in 0..<10 {
      if position > 0 { text.append(" ") }
      text.append(body[Int((random >> (4 * UInt64(position))) & 15)])
    }
    return text
  }
}
