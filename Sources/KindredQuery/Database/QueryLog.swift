// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema
import KindredSQL

/// The statements that a session ran, in order.
public struct QueryLog: Sendable {
  /// The statements.
  public internal(set) var statements: [LoggedStatement] = []

  /// How many statements there were.
  public var count: Int { statements.count }
}

/// One statement that was run.
public struct LoggedStatement: Sendable {
  /// What kinds of statements there are.
  public enum Kind: String, Sendable, Hashable {
    /// Asked for by a terminal such as `fetch` or `count`.
    case query
    /// Loaded a relation together with a query.
    case load
    /// Loaded a relation because it was read.
    case lazyLoad
    /// Wrote rows.
    case write
  }

  /// What kind of statement it is.
  public let kind: Kind
  /// The relation that was loaded, as `Author.books`.
  public let relation: String?
  /// How many rows it yielded, or wrote.
  public let rows: Int
  /// How long it took.
  public let duration: Duration
  /// The file of the call that ran it, as `Module/File.swift`; empty for lazy loads by a property.
  public let file: String
  /// The line of the call that ran it.
  public let line: Int
  let text: StatementText

  /// The statement as SQL that runs on SQLite, values as literals: what was asked, before any rewriting.
  ///
  /// Several statements, where objects that were changed are written, are separated by semicolons.
  public var sql: String { text.sql }

  /// The same with the values apart.
  public var boundSQL: [BoundSQL] { text.bound }
}

extension QueryLog: CustomStringConvertible {
  /// A line for each statement: duration, rows, place, SQL.
  public var description: String { statements.map(\.description).joined(separator: "\n") }
}

extension LoggedStatement: CustomStringConvertible {
  /// Duration, rows, place, SQL.
  public var description: String {
    let what = relation.map { "\(kind.rawValue) \($0)" } ?? kind.rawValue
    return "(\(duration)) \(what), \(rows) rows, \(file):\(line): \(sql)"
  }
}

extension Session {
  /// Runs the body and returns its result with a log of every statement that it ran.
  ///
  ///     let (authors, log) = try s.counting { try Author.all.with(\.books).fetch(s) }
  ///     print(log.count)
  public func counting<R, E: Error>(
    _ body: () throws(E) -> R
  ) throws(E) -> (result: R, log: QueryLog) {
    let (outer, wasLogging, slow) = (log, isLogging, slowStatements)
    log = QueryLog()
    isLogging = true
    slowStatements = nil
    defer {
      let counted = log
      log = outer
      if wasLogging {
        log.statements += counted.statements.filter { $0.duration >= slow ?? .zero }
      }
      (isLogging, slowStatements) = (wasLogging, slow)
    }
    let result = try body()
    return (result, log)
  }

  /// Records a statement, if statements are recorded.
  func record(
    _ purpose: Purpose,
    rows: Int,
    since start: ContinuousClock.Instant?,
    _ form: @autoclosure () -> StatementText.Form
  ) {
    guard isLogging, let start else { return }
    let duration = ContinuousClock.now - start
    if let slowStatements, duration < slowStatements { return }
    log.statements.append(
      LoggedStatement(
        kind: purpose.kind,
        relation: purpose.relation,
        rows: rows,
        duration: duration,
        file: purpose.site.file,
        line: purpose.site.line,
        text: StatementText(form(), catalogue.schema)
      )
    )
  }
}

/// Why a statement is run, for the log.
package struct Purpose: Sendable {
  package var kind: LoggedStatement.Kind
  package var relation: String?
  package var site: Site

  package init(_ site: Site, kind: LoggedStatement.Kind = .query, relation: String? = nil) {
    self.kind = kind
    self.relation = relation
    self.site = site
  }
}
