// SPDX-License-Identifier: Apache-2.0

import KindredQuery
import KindredSchema

/// The objects of one table in one session, by row id: the identity map, and the unit of work's lists.
///
/// Unsafe only in forgetting and recalling the objects' type: nothing else is ever put into the map.
final class ObjectTable<T: Entity>: AnyObjectTable {
  let id: TableID
  unowned let graph: GraphSession
  let map = ObjectMap()
  /// Objects that are not in the table yet.
  var added: [Live<T>] = []
  /// Objects that were written to.
  var changed: [Live<T>] = []
  /// Objects whose rows were deleted, with the rows: an undone delete brings them back.
  var deleted: [(object: Live<T>, row: RowID)] = []

  init(_ id: TableID, _ graph: GraphSession) {
    self.id = id
    self.graph = graph
  }

  /// The object of the row, if it has one.
  subscript(row: RowID) -> Live<T>? {
    get {
      guard let object = map[row] else { return nil }
      return unsafe unsafeDowncast(object, to: Live<T>.self)
    }
    set { map[row] = newValue }
  }

  /// The objects of the rows, in their order, their type forgotten; those that the session does not have yet are built.
  ///
  /// - Complexity: O(rows); new objects are built a column at a time.
  func objects(
    of rows: [RowID],
    _ group: LoadGroup,
    _ session: Session
  ) throws(KindredError) -> [AnyObject] {
    let areAllNew = try build(rows, group, session)
    let objects = Array(map.objects(of: rows))
    if !areAllNew {
      for object in unsafe unsafeBitCast(objects, to: [Live<T>].self) { object.group = group }
    }
    return objects
  }

  /// Makes sure that the rows have objects.
  ///
  /// Rows of -1 are passed over.
  ///
  /// - Returns: Whether none of them had one.
  @discardableResult
  func build(
    _ rows: [RowID],
    _ group: LoadGroup,
    _ session: Session
  ) throws(KindredError) -> Bool {
    let missing = map.missing(rows)
    watchColumns(group, rows: missing.count, session)
    // Looked up once: inside of the loop it would be for every object.
    let object = Live<T>.self
    try session.withModels(T.self, of: missing, in: id) { rows, models in
      for position in rows.indices {
        let (row, model) = unsafe (rows[position], models + position)
        if map.contains(row) {
          // It came before in this result: the first one made the object.
          unsafe model.deinitialize(count: 1)
        } else {
          map[row] = object.init(moving: model, row, group)
        }
      }
    }
    return missing.count == rows.count
  }

  func noteWrite() { graph.noteWrite(id) }

  /// Calls the body for every object of a row.
  func forEach(_ body: (Live<T>) throws(KindredError) -> Void) throws(KindredError) {
    try map.forEach { (object) throws(KindredError) in
      try body(unsafe unsafeDowncast(object, to: Live<T>.self))
    }
  }
}

/// An ``ObjectTable`` without its type.
protocol AnyObjectTable: AnyObject {
  var id: TableID { get }
  var hasAdded: Bool { get }
  var hasChanged: Bool { get }
  /// Writes the added objects as one statement.
  func insertAdded(_ session: Session) throws(KindredError)
  /// Writes the changed columns of the changed objects, a statement per set of columns.
  func updateChanged(_ session: Session) throws(KindredError)
  /// Reads the rows' objects again; all objects, if no rows are given.
  func refresh(_ rows: [RowID]?, _ session: Session) throws(KindredError)
  /// Reads some columns of the rows' objects again; pending changes of others stay.
  func takeOver(_ columns: [Int], of rows: [RowID], _ session: Session) throws(KindredError)
  /// Marks the objects of rows that are gone as deleted.
  func drop(_ rows: [RowID])
  /// Marks the objects whose rows are gone as deleted, whichever they are.
  func dropDeleted(_ session: Session) throws(KindredError)
  /// Makes the objects tell the truth after a rollback: what was not written is forgotten, objects whose
  /// rows are back are alive again, those whose rows are gone are deleted, all others have their values.
  func restore(_ session: Session) throws(KindredError)
}
