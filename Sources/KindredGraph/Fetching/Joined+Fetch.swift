// SPDX-License-Identifier: Apache-2.0

import KindredExecution
public import KindredQuery
public import KindredSchema

/// A row of a join that can be fetched as an object: ``Ref`` as one, ``OptionalRef`` as an optional one.
public protocol ObjectReference: RowReference {
  /// An object, or an optional one.
  associatedtype Object

  /// The object of the row; nil where it is missing.
  static func object(_ object: Live<Model>?) -> Object
}

extension Ref: ObjectReference {
  /// The object: the row is never missing.
  public static func object(_ object: Live<T>?) -> Live<T> {
    guard let object else {
      preconditionFailure("an inner join yielded no row of \(T.self)")
    }
    return object
  }
}

extension OptionalRef: ObjectReference {
  /// The object, or nil where the row is missing.
  public static func object(_ object: Live<T>?) -> Live<T>? { object }
}

/// Joined rows of which each can be fetched as an object.
public protocol JoinedObjects: JoinedRows {
  /// The objects of one combination.
  associatedtype Objects

  /// The objects of each combination, in one statement.
  func fetch(
    _ session: Session,
    file: StaticString,
    line: UInt
  ) throws(KindredError) -> [Objects]
}

extension JoinedObjects {
  /// The objects of the first combination: by the order of the query, else in the order of the tables; nil if there
  /// is none.
  public func first(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> Objects? {
    try limit(1).fetch(session, file: file, line: line).first
  }
}

extension Session {
  /// The objects of a joined table's rows.
  fileprivate func objects<R: ObjectReference>(
    _ type: R.Type,
    _ result: ResultSet,
    _ column: Int,
    _ site: Site
  ) throws(KindredError) -> [R.Object] {
    let rows = rowIDs(result, column)
    let table = try graph.table(R.Model.self)
    try table.build(rows, LoadGroup(graph, rows, site), self)
    return rows.map { R.object($0 < 0 ? nil : table[$0]) }
  }
}

extension Joined2: JoinedObjects where A: ObjectReference, B: ObjectReference {
  /// The objects of each combination, in one statement.
  @discardableResult
  public func fetch(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> [(A.Object, B.Object)] {
    let site = Site(file, line)
    let result = try session.run(core, Purpose(site))
    let a = try session.objects(A.self, result, 0, site)
    let b = try session.objects(B.self, result, 1, site)
    return (0..<result.rowCount).map { row in (a[row], b[row]) }
  }
}

extension Joined3: JoinedObjects where A: ObjectReference, B: ObjectReference, C: ObjectReference {
  /// The objects of each combination, in one statement.
  @discardableResult
  public func fetch(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> [(A.Object, B.Object, C.Object)] {
    let site = Site(file, line)
    let result = try session.run(core, Purpose(site))
    let a = try session.objects(A.self, result, 0, site)
    let b = try session.objects(B.self, result, 1, site)
    let c = try session.objects(C.self, result, 2, site)
    return (0..<result.rowCount).map { row in (a[row], b[row], c[row]) }
  }
}

extension Joined4: JoinedObjects
where A: ObjectReference, B: ObjectReference, C: ObjectReference, D: ObjectReference {
  /// The objects of each combination, in one statement.
  @discardableResult
  public func fetch(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> [(A.Object, B.Object, C.Object, D.Object)] {
    let site = Site(file, line)
    let result = try session.run(core, Purpose(site))
    let a = try session.objects(A.self, result, 0, site)
    let b = try session.objects(B.self, result, 1, site)
    let c = try session.objects(C.self, result, 2, site)
    let d = try session.objects(D.self, result, 3, site)
    return (0..<result.rowCount).map { row in (a[row], b[row], c[row], d[row]) }
  }
}

extension Joined5: JoinedObjects
where
  A: ObjectReference, B: ObjectReference, C: ObjectReference, D: ObjectReference, E: ObjectReference
{
  /// The objects of each combination, in one statement.
  @discardableResult
  public func fetch(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> [(A.Object, B.Object, C.Object, D.Object, E.Object)] {
    let site = Site(file, line)
    let result = try session.run(core, Purpose(site))
    let a = try session.objects(A.self, result, 0, site)
    let b = try session.objects(B.self, result, 1, site)
    let c = try session.objects(C.self, result, 2, site)
    let d = try session.objects(D.self, result, 3, site)
    let e = try session.objects(E.self, result, 4, site)
    return (0..<result.rowCount).map { row in (a[row], b[row], c[row], d[row], e[row]) }
  }
}

extension Joined6: JoinedObjects
where
  A: ObjectReference, B: ObjectReference, C: ObjectReference, D: ObjectReference,
  E: ObjectReference, F: ObjectReference
{
  /// The objects of each combination, in one statement.
  @discardableResult
  public func fetch(
    _ session: Session,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> [(A.Object, B.Object, C.Object, D.Object, E.Object, F.Object)] {
    let site = Site(file, line)
    let result = try session.run(core, Purpose(site))
    let a = try session.objects(A.self, result, 0, site)
    let b = try session.objects(B.self, result, 1, site)
    let c = try session.objects(C.self, result, 2, site)
    let d = try session.objects(D.self, result, 3, site)
    let e = try session.objects(E.self, result, 4, site)
    let f = try session.objects(F.self, result, 5, site)
    return (0..<result.rowCount).map { row in (a[row], b[row], c[row], d[row], e[row], f[row]) }
  }
}
