// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// What the command line asks for.
struct Options {
  /// One, or several whose times are compared.
  var sizes = [LibrarySize.small]
  var workloads = Workload.allCases
  var peers: [PeerName] = [.limit, .sqlite, .kindred]
  /// At most this many samples.
  var repetitions = 15
  /// Rows for which storage is measured instead of the workloads; empty for none.
  var storageSizes: [Int] = []
  /// What is measured.
  var subject = Subject.workloads
  /// Where the JSON lines go; nil for nowhere.
  var jsonPath: String?
  /// Where a Markdown table and an SVG chart go; nil for nowhere.
  var markdownPath: String?
  var chartPath: String?
  /// The file with the ratios that must not be passed; nil for none.
  var guardPath: String?

  /// What a run measures.
  enum Subject {
    /// The workloads of the suite, against its peers.
    case workloads
    case operations
    case planning
    case spellings
    case films
  }

  static let usage = """
    usage: kindred-bench [--size S|M|L[,…]] [--only R1,G2] [--peers kindred,sqlite,limit] [--reps N]
                         [--json FILE] [--markdown FILE] [--svg FILE] [--guard FILE]
           kindred-bench --micro S|M|L
           kindred-bench --planning S|M|L
           kindred-bench --spellings S|M|L
           kindred-bench --films S|M|L
           kindred-bench --storage ROWS[,ROWS]
    """

  /// Reads the arguments, without the program's name.
  init(_ arguments: [String]) throws(UsageError) {
    var rest = arguments[...]
    while let option = rest.popFirst() {
      guard let value = rest.popFirst() else { throw UsageError("\(option) needs a value") }
      try apply(option, value)
    }
  }

  private mutating func apply(_ option: String, _ value: String) throws(UsageError) {
    switch option {
    case "--size": sizes = try Self.choices(value, of: LibrarySize.self)
    case "--micro": try measure(.operations, value)
    case "--planning": try measure(.planning, value)
    case "--spellings": try measure(.spellings, value)
    case "--films": try measure(.films, value)
    case "--only": workloads = try Self.choices(value, of: Workload.self)
    case "--peers": peers = try Self.choices(value, of: PeerName.self)
    case "--reps": repetitions = try Self.count(value)
    case "--storage":
      storageSizes = []
      for text in value.split(separator: ",") { storageSizes.append(try Self.count(String(text))) }
    case "--json": jsonPath = value
    case "--markdown": markdownPath = value
    case "--svg": chartPath = value
    case "--guard": guardPath = value
    default: throw UsageError("unknown option \(option)")
    }
  }

  private mutating func measure(_ subject: Subject, _ sizes: String) throws(UsageError) {
    self.subject = subject
    self.sizes = try Self.choices(sizes, of: LibrarySize.self)
  }

  private static func count(_ text: String) throws(UsageError) -> Int {
    guard let count = Int(text), count > 0 else {
      throw UsageError("\"\(text)\" is not a count of one or more")
    }
    return count
  }

  private static func choices<Choice: CaseIterable & RawRepresentable<String>>(
    _ list: String,
    of type: Choice.Type
  ) throws(UsageError) -> [Choice] {
    var choices: [Choice] = []
    for name in list.split(separator: ",") {
      choices.append(try choice(String(name), of: type))
    }
    return choices
  }

  private static func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ name: String,
    of type: Choice.Type
  ) throws(UsageError) -> Choice {
    if let choice = Choice(rawValue: name) { return choice }
    let valid = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    throw UsageError("\"\(name)\" is not one of: \(valid)")
  }
}

/// The command line does not make sense.
struct UsageError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
