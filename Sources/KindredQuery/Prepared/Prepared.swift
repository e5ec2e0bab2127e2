// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// A query that is planned once and run many times, each time with other values.
///
///     let booksOf = Prepared { (author: Expr<ID<Author>>) in
///       Book.where { $0.authorID == author }.order { $0.year.ascending }
///     }
///     for id in ids { let books = try booksOf(id).rows(s) }
///
/// Called with values it is an ordinary query, for any terminal and any session. The first run plans it;
/// the next ones use that plan for as long as the tables are about as large as they were. A clause that is
/// added after the call is right, but makes it another query, which is planned like any.
///
/// A parameter is an expression: compared with a column it follows SQL, so a value that is nil equals
/// nothing; `.is(parameter)` takes nil for a value.
///
/// Safe to keep and to call from any task.
public struct Prepared<Built: QueryForm, each P: ColumnValue>: Sendable {
  private let query: Built
  private let preparation: Preparation

  /// Prepares the query that the closure builds of its parameters.
  ///
  /// The closure runs once; nothing is planned before the first run.
  public init(_ build: (repeat Expr<each P>) -> Built) {
    let alias = Alias.fresh()
    var number = -1
    func next<V: ColumnValue>(_ type: V.Type) -> Expr<V> {
      number += 1
      return Expr<V>(.parameter(alias, number, V.columnForm.type), depth: 0)
    }
    query = build(repeat next((each P).self))
    preparation = Preparation(alias)
  }

  /// The query with these values.
  public func callAsFunction(_ values: repeat each P) -> Built {
    var cells: [Value] = []
    var fault: KindredError?
    for value in repeat each values {
      let (cell, type) = (value.columnCell.value, Swift.type(of: value).columnForm.type)
      if case .fault(let error)? = Term.fault(of: cell, type) { fault = fault ?? error }
      cells.append(cell)
    }
    var bound = query
    bound.untyped.core.bind(
      QueryBinding(preparation: preparation, values: cells, fault: fault)
    )
    return bound
  }
}

/// The values of a prepared query's parameters.
final class QueryBinding: Sendable {
  let preparation: Preparation
  let values: [Value]
  /// What is wrong with one of them.
  let fault: KindredError?

  init(preparation: Preparation, values: [Value], fault: KindredError?) {
    self.preparation = preparation
    self.values = values
    self.fault = fault
  }
}

extension QueryCore {
  /// Gives the parameters values, recognised for as long as nothing is added to it.
  mutating func bind(_ values: QueryBinding) {
    if let fault = values.fault { fail(fault) }
    binding = values
    preparedShape = shape
  }

  /// Whether nothing was added since the values were bound.
  ///
  /// What is kept of a deep query would be released on another stack: that is planned each time.
  @inline(__always)
  var isPreparedAsIs: Bool { binding != nil && preparedShape == shape && !isDeep }

  /// What every clause changes.
  @inline(__always)
  var shape: Shape {
    Shape(
      aliases: aliases.count,
      slots: slots.count,
      rows: rowSlots.count,
      limit: limit,
      offset: offset,
      isDistinct: isDistinct
    )
  }

  /// Tells a query from one with another clause: each closure adds an alias, each table a slot.
  struct Shape: Sendable, Equatable {
    let aliases: Int
    let slots: Int
    let rows: Int
    let limit: Int?
    let offset: Int
    let isDistinct: Bool
  }
}
