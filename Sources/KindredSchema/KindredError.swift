// SPDX-License-Identifier: Apache-2.0

/// What went wrong, where, and what would fix it.
///
/// Every call that runs something throws this one type. Nothing is lost or half written when it is
/// thrown: a failing statement leaves the database exactly as it was before it.
public struct KindredError: Error, Sendable, Hashable {
  /// The kinds of mistakes, by what a caller would do about them.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The declared tables do not fit together. The message lists every fault.
    case schema
    /// Two rows would have the same unique or primary key.
    case unique
    /// A foreign key would refer to no row, or a row still referred to would be deleted.
    case foreignKey
    /// A column that is not optional would be NULL.
    case notNull
    /// A check constraint would be false.
    case check
    /// A value does not fit its column: wrong type, not a number, malformed.
    case type
    /// An integer result does not fit 64 bits, or a real result is not a number.
    case arithmetic
    /// No row where one was asked for.
    case notFound
    /// Several rows where one was asked for.
    case multipleFound
    /// A relation was read that was not loaded, under the policy that forbids loading it now.
    case notLoaded
    /// The query says something that cannot be run. The message says what can.
    case query
    /// A session, or an object of it, was used after its end.
    case sessionEnded
    /// A documented limit was passed, or the budget of a query.
    case limit
    /// The task that ran the query was cancelled.
    case cancelled
    /// Text that was to be imported is malformed; ``KindredError/line`` says where.
    case format
  }

  /// Which kind of mistake.
  public var kind: Kind
  /// A sentence: what is wrong and what would fix it.
  public var message: String
  /// The table concerned, by its name in the schema.
  public var table: String?
  /// The columns concerned, by name.
  public var columns: [String]
  /// The position of the offending row in the rows given to the statement, from 0.
  public var row: Int?
  /// The line of the offending text, from 1.
  public var line: Int?
  /// How many rows were found, for ``Kind/multipleFound``.
  public var count: Int?

  /// Every row that a check at the end of a transaction found, for ``Kind/foreignKey``.
  public var violations: [Violation] = []

  /// Makes an error of the given kind.
  public init(
    _ kind: Kind,
    _ message: String,
    table: String? = nil,
    columns: [String] = [],
    row: Int? = nil,
    line: Int? = nil,
    count: Int? = nil
  ) {
    self.kind = kind
    self.message = message
    self.table = table
    self.columns = columns
    self.row = row
    self.line = line
    self.count = count
  }
}

extension KindredError {
  /// A row whose foreign key refers to no row.
  public struct Violation: Sendable, Hashable {
    /// The table of the row.
    public var table: String
    /// The primary key of the row, in words.
    public var key: String
    /// The columns of the foreign key.
    public var columns: [String]
    /// What they hold, in words.
    public var value: String
    /// The table that has no such row.
    public var parent: String

    package init(table: String, key: String, columns: [String], value: String, parent: String) {
      self.table = table
      self.key = key
      self.columns = columns
      self.value = value
      self.parent = parent
    }
  }
}

extension KindredError.Violation: CustomStringConvertible {
  /// A sentence.
  public var description: String {
    "the \(table) row \(key) has \(columns.joined(separator: ", ")) \(value), which no \(parent) row has"
  }
}

extension KindredError: CustomStringConvertible {
  /// The message, after the place it speaks of.
  public var description: String {
    var place = table ?? ""
    if !columns.isEmpty {
      place += (place.isEmpty ? "" : ".") + columns.joined(separator: ", ")
    }
    if let row { place += " (row \(row))" }
    if let line { place += " (line \(line))" }
    return place.isEmpty ? message : "\(place): \(message)"
  }
}

extension KindredError {
  package static func schema(_ faults: [String]) -> KindredError {
    let list = faults.map { "\n  - \($0)" }.joined()
    return KindredError(.schema, "the schema has \(faults.count) fault(s):\(list)")
  }
}
