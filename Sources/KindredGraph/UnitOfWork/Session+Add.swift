// SPDX-License-Identifier: Apache-2.0

public import KindredQuery
public import KindredSchema

extension Session {
  /// Adds a row and gives its live object at once, with its id.
  ///
  ///     let anne = try s.add(Author(name: "Anne"))
  ///     let book = try s.add(Book(authorID: anne.id, title: "Book A", year: 1999))
  ///
  /// The row is written before the next query and at the end of `write`, rows that are referred to before
  /// those that refer to them. Mistakes such as a taken key are thrown then.
  @discardableResult
  public func add<T: Entity>(_ model: T) throws(KindredError) -> Live<T> {
    try checkWritable()
    var model = model
    let table = try catalogue.table(T.table.layout.number)
    if let column = catalogue.schema[table].autoIncrementColumn, let unassigned = T.unassignedKey,
      case .integer(unassigned) = T.table.layout.cell(column, of: model)
    {
      try T.table.layout.set(column, to: .integer(try nextKey(T.self)), in: &model)
    }
    let object = Live(model, -1, graph.single)
    object.state = .added
    try graph.noteAdded(object)
    return object
  }

  /// Deletes the row of an object, and what its foreign keys' actions delete with it.
  ///
  /// An object that was added and is not written yet is taken back, and so are pending changes of the
  /// object: the way on after a flush that failed because of it.
  ///
  /// - Throws: `foreignKey` when the row is still referred to by one that restricts; `notFound` when the
  ///   row was deleted already; `query` when the object is another session's.
  @discardableResult
  public func delete<T: Entity>(_ object: Live<T>) throws(KindredError) -> Deleted {
    try checkOwn(object)
    let table = try catalogue.table(T.table.layout.number)
    if object.state == .added {
      object.state = .deleted
      return try delete([], from: table)
    }
    if object.state == .changed { object.state = .unchanged }
    try flush()
    guard object.rowID >= 0 else {
      throw KindredError(
        .notFound,
        "the row was deleted already",
        table: T.table.layout.name
      )
    }
    return try delete([object.rowID], from: table)
  }

  /// Gives an object the values that its row has; its changes that are not written yet are taken back.
  ///
  /// - Throws: `notFound` when the object has no row: it was added and is not written yet, or deleted;
  ///   `query` when it is another session's.
  /// - Complexity: O(columns).
  public func refresh<T: Entity>(_ object: Live<T>) throws(KindredError) {
    try checkOwn(object)
    guard object.rowID >= 0 else {
      throw KindredError(
        .notFound,
        object.state == .added
          ? "the object was not written yet: take it back with s.delete(object)"
          : "the row was deleted",
        table: T.table.layout.name
      )
    }
    try graph.table(T.self).refresh([object.rowID], self)
  }

  func checkOwn<T: Entity>(_ object: Live<T>) throws(KindredError) {
    guard object.group.graph === graph else {
      throw KindredError(
        .query,
        "the object belongs to another session: find it in this one first",
        table: T.table.layout.name
      )
    }
  }
}
