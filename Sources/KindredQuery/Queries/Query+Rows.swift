// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredExecution
import KindredPlan
public import KindredSchema

/// Terminals that yield values. Those that yield objects are on the floor above.
extension Query {
  /// The rows as values: plain structs that may leave the session, without identity.
  ///
  /// One statement. Relations asked for by `with` are not loaded: values have none.
  @discardableResult
  public func rows(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> [T] {
    let result = try session.run(core, Site(file, line))
    return try session.models(T.self, of: session.rowIDs(result, 0))
  }

  /// The number of rows.
  ///
  /// No object is built.
  public func count(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> Int {
    try session.count(core, Site(file, line))
  }

  /// Whether there is a row.
  ///
  /// Stops at the first; no object is built.
  public func exists(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> Bool {
    try session.exists(core, Site(file, line))
  }

  /// Aggregates over all rows of the query, in one statement.
  ///
  ///     let (n, oldest) = try Book.all.aggregate(s) { ($0.count, $0.min { $0.year }) }
  @discardableResult
  public func aggregate<each V: ColumnValue>(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line,
    _ values: (Group<Ref<T>>) -> (repeat Expr<each V>)
  ) throws(KindredError) -> (repeat each V) {
    try core.groupable.aggregation(of: [0], { Ref<T>($0[0]) }, values).only(session, file, line)
  }
}

extension QueryCore {
  /// Aggregates over all rows.
  func aggregation<Rows, each V: ColumnValue>(
    of tables: [Int],
    _ rows: ([RowPlace]) -> Rows,
    _ values: (Group<Rows>) -> (repeat Expr<each V>)
  ) -> Selection<repeat each V> {
    var core = self
    core.group([], of: tables)
    let scope = core.open()
    let selected = values(Group(scope, core, rows))
    core.finishSelection(scope, SelectedValues(repeat each selected))
    return Selection(core: core)
  }
}

extension Selection {
  /// The one combination of values of an aggregation without keys.
  func only(
    _ session: Session,
    _ file: StaticString,
    _ line: UInt
  ) throws(KindredError) -> (repeat each V) {
    guard let first = try fetch(session, file: file, line: line).first else {
      preconditionFailure("an aggregation without keys yields one row")
    }
    return first
  }
}

extension Selection {
  /// The values, in one statement.
  @discardableResult
  @inlinable
  public func fetch(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> [(repeat each V)] {
    // Inlinable, so that the tuples are built by code that knows their types: a tenth of the time.
    let decoded = try decode(session, file, line)
    let columns = decoded.columns
    var rows: [(repeat each V)] = []
    rows.reserveCapacity(decoded.count)
    for row in 0..<decoded.count { rows.append((repeat (each columns).value(row))) }
    withExtendedLifetime(decoded.memory) {}
    return rows
  }

  @usableFromInline
  func decode(
    _ session: Session,
    _ file: StaticString,
    _ line: UInt
  ) throws(KindredError) -> (
    columns: (repeat DecodedColumn<each V>), count: Int, memory: DecodedMemory
  ) {
    let result = try session.run(core, Site(file, line))
    let memory = DecodedMemory()
    var column = -1
    func next<W: ColumnValue>(_ type: W.Type) throws(KindredError) -> DecodedColumn<W> {
      column += 1
      return try result.values(type, column, in: memory)
    }
    return ((repeat try next((each V).self)), result.rowCount, memory)
  }

  /// The first of the values; nil if there are none.
  @discardableResult
  public func first(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> (repeat each V)? {
    try limit(1).fetch(session, file: file, line: line).first
  }

  /// Whether there is a combination of values.
  ///
  /// Stops at the first.
  public func exists(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> Bool {
    try session.exists(core, Site(file, line))
  }

  /// How many there are.
  public func count(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> Int {
    try session.count(core, Site(file, line))
  }
}

extension Annotated {
  /// The rows as values, each with what was computed for it.
  @discardableResult
  public func rows(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> [(T, repeat each V)] {
    let result = try session.run(core, Site(file, line))
    let models = try session.models(T.self, of: session.rowIDs(result, 0))
    let memory = DecodedMemory()
    let values = try result.annotations(of: self, after: core.rowSlots.count, in: memory)
    return withExtendedLifetime(memory) {
      models.indices.map { row in (models[row], repeat (each values).value(row)) }
    }
  }

  /// The number of rows.
  public func count(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> Int {
    try session.count(core, Site(file, line))
  }
}

extension ResultSet {
  /// What was computed for the rows: the columns after those of whole rows.
  package func annotations<T: Entity, each V: ColumnValue>(
    of query: Annotated<T, repeat each V>,
    after rowCount: Int,
    in memory: DecodedMemory
  ) throws(KindredError) -> (repeat DecodedColumn<each V>) {
    var column = rowCount - 1
    func next<W: ColumnValue>(_ type: W.Type) throws(KindredError) -> DecodedColumn<W> {
      column += 1
      return try values(type, column, in: memory)
    }
    return (repeat try next((each V).self))
  }
}

extension Session {
  func count(_ core: QueryCore, _ site: Site) throws(KindredError) -> Int {
    let result = try run(core, Purpose(site), .count) { lowering throws(KindredError) in
      try lowering.count(core)
    }
    let memory = DecodedMemory()
    let count = try result.values(Int.self, 0, in: memory)
    return withExtendedLifetime(memory) { result.rowCount > 0 ? count.value(0) : 0 }
  }

  func exists(_ core: QueryCore, _ site: Site) throws(KindredError) -> Bool {
    var core = core
    if core.limit == nil { core.setLimit(1) }
    return try run(core, site).rowCount > 0
  }
}
