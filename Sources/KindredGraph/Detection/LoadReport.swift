// SPDX-License-Identifier: Apache-2.0

public import KindredQuery

/// What a session did too much of: relations loaded again and again because they were read, and relations
/// loaded with a query that nothing read.
///
///     print(s.loadReport)
///     // Author.books was loaded 120 times, first for a read at Feed.swift:41, of objects fetched at
///     // App/Feed.swift:18: add .with(\.books) there, 121 statements become 2
public struct LoadReport: Sendable {
  /// Relations that took several statements to load; the most first.
  public let repeated: [RepeatedLoad]
  /// Relations that were loaded with a query, and read of no object.
  public let unread: [UnreadLoad]

  /// Columns that were read of no object, though others of the same objects were; in debug builds only.
  ///
  /// Keys do not count, as relations go by them.
  public let unreadColumns: [UnreadColumns]

  /// Whether there is nothing to report of relations.
  public var isEmpty: Bool { repeated.isEmpty && unread.isEmpty }
}

/// A relation that was loaded several times because it was read: N+1 statements.
public struct RepeatedLoad: Sendable, Hashable {
  /// As `Author.books`.
  public let relation: String
  /// Where the objects were fetched, as `Module/File.swift:12`; nil if they were found one by one.
  public let fetchSite: String?
  /// Where the relation was read first, as `File.swift:12`; nil where the platform cannot tell.
  public let accessSite: String?
  /// How many statements loaded it.
  public let count: Int
  /// What to add to the query at the fetch site.
  public let remedy: String
  /// How many statements there were: that of the query, and those of the reads.
  public var statementsBefore: Int { count + 1 }
  /// How many there are with the remedy.
  public let statementsAfter: Int
}

/// A relation that was loaded with a query, and that nothing read.
public struct UnreadLoad: Sendable, Hashable {
  /// As `Author.books`.
  public let relation: String
  /// Where the query was run, as `Module/File.swift:12`.
  public let fetchSite: String?
  /// How many related rows were loaded.
  public let rows: Int
}

/// Columns that were fetched for nothing.
public struct UnreadColumns: Sendable, Hashable {
  /// As `Book`.
  public let model: String
  /// Where the objects were fetched, as `Module/File.swift:12`.
  public let fetchSite: String
  /// The columns that nothing read.
  public let columns: [String]
  /// How many rows were fetched.
  public let rows: Int
}

extension LoadReport: CustomStringConvertible {
  /// A line for each finding.
  public var description: String {
    (repeated.map(\.description) + unread.map(\.description) + unreadColumns.map(\.description))
      .joined(separator: "\n")
  }
}

extension RepeatedLoad: CustomStringConvertible {
  /// What happened, where, and what to do.
  public var description: String {
    let read = accessSite.map { ", first for a read at \($0)," } ?? ""
    guard let fetchSite else {
      return "\(relation) was loaded \(count) times\(read) of objects that were found one by one: "
        + "fetch them by one query, \(remedy)"
    }
    return "\(relation) was loaded \(count) times\(read) of objects fetched at \(fetchSite): "
      + "add \(remedy) there, \(statementsBefore) statements become \(statementsAfter)"
  }
}

extension UnreadLoad: CustomStringConvertible {
  /// What was loaded for nothing, and where.
  public var description: String {
    "\(relation) was loaded\(fetchSite.map { " at \($0)" } ?? "") with \(rows) rows, and nothing read it"
  }
}

extension UnreadColumns: CustomStringConvertible {
  /// What was fetched for nothing, where, and what to do.
  public var description: String {
    "\(columns.map { "\(model).\($0)" }.joined(separator: ", ")) of \(rows) rows fetched at \(fetchSite): "
      + "nothing read \(columns.count == 1 ? "it" : "them"), .select { … } fetches only what is needed"
  }
}

extension Session {
  /// Whether the session watches for relations that are loaded again and again, or for nothing.
  ///
  /// On by default in debug builds, where a session that ends also writes each repeated load to standard
  /// error, once per process. Reading a loaded relation costs the same either way.
  public var watchesLoads: Bool {
    get { graph.recorder.isOn }
    set { graph.recorder.isOn = newValue }
  }

  /// What the session has loaded too often, or for nothing, so far.
  ///
  /// Takes the time to find the lines of reads in the program's debug information.
  public var loadReport: LoadReport { graph.recorder.report { graph.wasRead($0) } }
}
