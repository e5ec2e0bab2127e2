// SPDX-License-Identifier: Apache-2.0

public import KindredSchema

/// A change of rows that is yet to be made, see ``Query/updating(_:)``.
public struct Update<T: Entity>: Sendable {
  var core: QueryCore
  let assignments: [Assignment]

  /// Makes the change, in one statement.
  ///
  /// - Returns: How many rows there were.
  /// - Throws: As ``Query/update(_:file:line:_:)``.
  @discardableResult
  public func run(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> Int {
    try session.update(core, assignments, Site(file, line)).count
  }

  /// The same as ``run(_:file:line:)``, and returns the rows as they are after it, in the query's order.
  public func runReturning(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> [T] {
    try session.models(T.self, of: try session.update(core, assignments, Site(file, line)))
  }
}

extension Query {
  /// A change of the query's rows as a value, to be run later or to be ``Prepared``.
  ///
  ///     let reprice = Prepared { (book: Expr<ID<Book>>, price: Expr<Double>) in
  ///       Book.where { $0.id == book }.updating { $0.price = price }
  ///     }
  ///     try reprice(book.id, 12.50).run(s)
  public consuming func updating(_ assign: (inout Assignments<T>) -> Void) -> Update<T> {
    var query = self
    let scope = query.core.open()
    var assignments = Assignments<T>(scope)
    assign(&assignments)
    query.core.close(scope, depth: assignments.depth)
    return Update(core: query.core, assignments: assignments.values)
  }
}
