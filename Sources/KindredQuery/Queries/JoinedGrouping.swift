// SPDX-License-Identifier: Apache-2.0

public import KindredSchema

extension Joined2 {
  /// The combinations in groups that agree in the keys.
  public func group<each K: ColumnValue>(
    _ keys: (A, B) -> (repeat Expr<each K>)
  ) -> Grouped<(A, B), repeat each K> {
    let core = grouping { places in
      let rows = Self.rows(places)
      let computed = keys(rows.0, rows.1)
      return SelectedValues(repeat each computed)
    }
    return Grouped(core: core, rows: Self.rows)
  }

  /// Aggregates over all combinations, in one statement.
  @discardableResult
  public func aggregate<each V: ColumnValue>(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line,
    _ values: (Group<(A, B)>) -> (repeat Expr<each V>)
  ) throws(KindredError) -> (repeat each V) {
    try core.aggregation(of: tables, Self.rows, values).only(session, file, line)
  }

  @Sendable private static func rows(_ places: [RowPlace]) -> (A, B) {
    (A(places[0]), B(places[1]))
  }
}

extension Joined3 {
  /// The combinations in groups that agree in the keys.
  public func group<each K: ColumnValue>(
    _ keys: (A, B, C) -> (repeat Expr<each K>)
  ) -> Grouped<(A, B, C), repeat each K> {
    let core = grouping { places in
      let rows = Self.rows(places)
      let computed = keys(rows.0, rows.1, rows.2)
      return SelectedValues(repeat each computed)
    }
    return Grouped(core: core, rows: Self.rows)
  }

  /// Aggregates over all combinations, in one statement.
  @discardableResult
  public func aggregate<each V: ColumnValue>(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line,
    _ values: (Group<(A, B, C)>) -> (repeat Expr<each V>)
  ) throws(KindredError) -> (repeat each V) {
    try core.aggregation(of: tables, Self.rows, values).only(session, file, line)
  }

  @Sendable private static func rows(_ places: [RowPlace]) -> (A, B, C) {
    (A(places[0]), B(places[1]), C(places[2]))
  }
}

extension Joined4 {
  /// The combinations in groups that agree in the keys.
  public func group<each K: ColumnValue>(
    _ keys: (A, B, C, D) -> (repeat Expr<each K>)
  ) -> Grouped<(A, B, C, D), repeat each K> {
    let core = grouping { places in
      let rows = Self.rows(places)
      let computed = keys(rows.0, rows.1, rows.2, rows.3)
      return SelectedValues(repeat each computed)
    }
    return Grouped(core: core, rows: Self.rows)
  }

  /// Aggregates over all combinations, in one statement.
  @discardableResult
  public func aggregate<each V: ColumnValue>(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line,
    _ values: (Group<(A, B, C, D)>) -> (repeat Expr<each V>)
  ) throws(KindredError) -> (repeat each V) {
    try core.aggregation(of: tables, Self.rows, values).only(session, file, line)
  }

  @Sendable private static func rows(_ places: [RowPlace]) -> (A, B, C, D) {
    (A(places[0]), B(places[1]), C(places[2]), D(places[3]))
  }
}

extension Joined5 {
  /// The combinations in groups that agree in the keys.
  public func group<each K: ColumnValue>(
    _ keys: (A, B, C, D, E) -> (repeat Expr<each K>)
  ) -> Grouped<(A, B, C, D, E), repeat each K> {
    let core = grouping { places in
      let rows = Self.rows(places)
      let computed = keys(rows.0, rows.1, rows.2, rows.3, rows.4)
      return SelectedValues(repeat each computed)
    }
    return Grouped(core: core, rows: Self.rows)
  }

  /// Aggregates over all combinations, in one statement.
  @discardableResult
  public func aggregate<each V: ColumnValue>(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line,
    _ values: (Group<(A, B, C, D, E)>) -> (repeat Expr<each V>)
  ) throws(KindredError) -> (repeat each V) {
    try core.aggregation(of: tables, Self.rows, values).only(session, file, line)
  }

  @Sendable private static func rows(_ places: [RowPlace]) -> (A, B, C, D, E) {
    (A(places[0]), B(places[1]), C(places[2]), D(places[3]), E(places[4]))
  }
}

extension Joined6 {
  /// The combinations in groups that agree in the keys.
  public func group<each K: ColumnValue>(
    _ keys: (A, B, C, D, E, F) -> (repeat Expr<each K>)
  ) -> Grouped<(A, B, C, D, E, F), repeat each K> {
    let core = grouping { places in
      let rows = Self.rows(places)
      let computed = keys(rows.0, rows.1, rows.2, rows.3, rows.4, rows.5)
      return SelectedValues(repeat each computed)
    }
    return Grouped(core: core, rows: Self.rows)
  }

  /// Aggregates over all combinations, in one statement.
  @discardableResult
  public func aggregate<each V: ColumnValue>(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line,
    _ values: (Group<(A, B, C, D, E, F)>) -> (repeat Expr<each V>)
  ) throws(KindredError) -> (repeat each V) {
    try core.aggregation(of: tables, Self.rows, values).only(session, file, line)
  }

  @Sendable private static func rows(_ places: [RowPlace]) -> (A, B, C, D, E, F) {
    (A(places[0]), B(places[1]), C(places[2]), D(places[3]), E(places[4]), F(places[5]))
  }
}

extension JoinedRows {
  fileprivate func grouping(_ keys: ([RowPlace]) -> SelectedValues) -> QueryCore {
    var core = core
    let scope = core.open()
    let values = keys(places(scope))
    core.close(scope, depth: values.depth)
    core.group(values.terms, of: tables)
    return core
  }
}
