// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredQuery
import KindredSchema

/// The objects of a session and what is known of their relations.
///
/// The session owns it. Objects refer to it, not to each other, so there are no cycles, and nothing has
/// to be broken up at the end. The reference back to the session is unsafe, and cleared by the session
/// when it ends: see ``sessionDidEnd()``.
@safe
final class GraphSession: SessionObjects {
  private let owner: Unmanaged<Session>
  private(set) var hasEnded = false
  private var tables: [(any AnyObjectTable)?]
  /// The same by ``TableNumber``: found without asking the catalogue.
  private var tablesByNumber: [AnyObject?] = []
  /// By the number of the relation or slot.
  ///
  /// Like the readers below not checked for exclusive access: a read of a relation is hardly more work than
  /// the check.
  @exclusivity(unchecked)
  private var relations: [RelationStore?] = []
  /// How often each table was written in this session: loaded lists of older counts are stale.
  private var writeCounts: [Int]
  /// How often any was.
  private(set) var writeCount = 0
  /// By the number of a to-one relation: its foreign key, once it was asked for; nil inside for none.
  private var foreignKeys: [ForeignKeyID??] = []
  /// By the number of a to-one relation that goes by a foreign key, once it was read.
  @exclusivity(unchecked)
  private var toOneReaders: ContiguousArray<ToOneReader?> = []
  /// By the number of a to-one relation, whether it was read.
  private var readToOnes: [Bool] = []
  private var singleGroup: LoadGroup?
  private(set) var hasPending = false
  var recorder = LoadRecorder()
  private var isFlushing = false

  init(_ session: Session) {
    unsafe owner = Unmanaged.passUnretained(session)
    let count = session.catalogue.schema.tables.count
    tables = Array(repeating: nil, count: count)
    writeCounts = Array(repeating: 0, count: count)
  }

  /// The session.
  ///
  /// - Throws: `sessionEnded` after its end.
  func session() throws(KindredError) -> Session {
    guard !hasEnded else {
      throw KindredError(
        .sessionEnded,
        "an object was used to load something after its session ended: load it inside of the read or "
          + "write closure"
      )
    }
    return unsafe owner.takeUnretainedValue()
  }

  /// Lets go of the objects: they refer to this one.
  func sessionDidEnd() {
    recorder.announce()
    hasEnded = true
    tables = []
    tablesByNumber = []
    unsafe relations = []
    unsafe toOneReaders = []
    singleGroup = nil
  }

  /// The group of objects that were fetched alone.
  var single: LoadGroup {
    if let singleGroup { return singleGroup }
    let group = LoadGroup(self, [], nil)
    singleGroup = group
    return group
  }

  /// The objects of a model's table.
  func table<T: Entity>(_ type: T.Type) throws(KindredError) -> ObjectTable<T> {
    let number = T.table.layout.number
    if number.index < tablesByNumber.count, let table = tablesByNumber[number.index] {
      return unsafe unsafeDowncast(table, to: ObjectTable<T>.self)
    }
    let table = try newTable(type, number)
    while tablesByNumber.count <= number.index { tablesByNumber.append(nil) }
    tablesByNumber[number.index] = table
    return table
  }

  private func newTable<T: Entity>(
    _ type: T.Type,
    _ number: TableNumber
  ) throws(KindredError) -> ObjectTable<T> {
    let id = try session().catalogue.table(number)
    let table = ObjectTable<T>(id, self)
    tables[id.index] = table
    return table
  }

  /// The list of a to-many or inverse one-to-one relation, or of a slot, of an owner's row; nil if it was
  /// not loaded.
  ///
  /// Runs nothing: a list that is stale is brought up to date.
  func list<R: Entity>(
    _ number: Int,
    of owner: RowID,
    _ type: R.Type
  ) throws(KindredError) -> LiveList<R>? {
    guard let store = knownStore(number) else { return nil }
    if let list = store.list(of: owner, type, writeCount: writeCount) { return list }
    guard store.isLoaded(owner) else { return nil }
    try store.update(owner, self)
    return store.list(of: owner, type, writeCount: writeCount)
  }

  /// The place of a relation's or slot's lists.
  func store(_ number: Int) -> RelationStore {
    if let store = knownStore(number) { return store }
    let store = RelationStore()
    while unsafe relations.count <= number { unsafe relations.append(nil) }
    unsafe relations[number] = store
    return store
  }

  private func knownStore(_ number: Int) -> RelationStore? {
    unsafe number < relations.count ? relations[number] : nil
  }

  /// Whether the relation or slot of a load was read of any object.
  func wasRead(_ load: any GraphLoad) -> Bool {
    if load is any GraphListLoad {
      return knownStore(load.number)?.wasRead == true
    }
    return load.number < readToOnes.count && readToOnes[load.number]
  }

  /// Notes that a to-one relation was read; once is enough, so reads that find a reader do not come here.
  func noteRead(_ relation: RelationDescription) {
    while readToOnes.count <= relation.number { readToOnes.append(false) }
    readToOnes[relation.number] = true
  }

  /// The state of some tables, or of all; as good as any other number while it is the same.
  func version(of tables: [TableID]?) -> Int {
    tables?.reduce(0) { $0 + writeCounts[$1.index] } ?? writeCount
  }

  /// The foreign key of a to-one relation, if it goes by one.
  func foreignKey(of relation: RelationDescription) throws(KindredError) -> ForeignKeyID? {
    if relation.number < foreignKeys.count, let known = foreignKeys[relation.number] {
      return known
    }
    while foreignKeys.count <= relation.number { foreignKeys.append(nil) }
    let key = try session().foreignKey(relation.link)
    foreignKeys[relation.number] = .some(key)
    return key
  }

  /// Follows a to-one relation from an object as it is in the table, in memory; runs nothing.
  func readTarget(_ relation: RelationDescription, of row: RowID) -> ReadTarget {
    guard let reader = reader(of: relation), !hasPending, !hasEnded, reader.view == viewNumber
    else { return .unknown }
    return reader.target(of: row)
  }

  private func reader(of relation: RelationDescription) -> ToOneReader? {
    unsafe relation.number < toOneReaders.count ? toOneReaders[relation.number] : nil
  }

  /// The session's, which is not retained for it.
  private var viewNumber: Int { unsafe owner._withUnsafeGuaranteedRef { $0.viewNumber } }

  /// Makes the next reads of the relation read memory.
  func rememberReader<R: Entity>(
    of relation: RelationDescription,
    _ key: ForeignKeyID,
    to table: ObjectTable<R>
  ) throws(KindredError) {
    let session = try session()
    if let known = reader(of: relation), known.view == session.viewNumber { return }
    let parents = try session.parentRows(key)
    while unsafe toOneReaders.count <= relation.number { unsafe toOneReaders.append(nil) }
    unsafe toOneReaders[relation.number] = ToOneReader(
      view: session.viewNumber,
      parents: parents,
      objects: table.map
    )
  }
}

// MARK: - What happens in the session

extension GraphSession {
  func noteChanged<T: Entity>(_ object: Live<T>) {
    guard !hasEnded, let table = try? table(T.self) else { return }
    table.changed.append(object)
    hasPending = true
  }

  func noteAdded<T: Entity>(_ object: Live<T>) throws(KindredError) {
    try table(T.self).added.append(object)
    hasPending = true
  }

  func noteWrite(_ table: TableID) {
    writeCounts[table.index] += 1
    writeCount += 1
  }

  /// Writes added objects, tables in the order of their foreign keys, then changed ones.
  func flush() throws(KindredError) {
    guard hasPending, !isFlushing else { return }
    isFlushing = true
    defer { isFlushing = false }
    let session = try session()
    for index in session.catalogue.schema.insertionOrder {
      if let table = tables[index], table.hasAdded { try table.insertAdded(session) }
    }
    for case let table? in tables where table.hasChanged { try table.updateChanged(session) }
    hasPending = false
  }

  func didWrite(_ change: TableChange) throws(KindredError) {
    noteWrite(change.table)
    let session = try session()
    if !change.updated.isEmpty { try tables[change.table.index]?.refresh(change.updated, session) }
    for (key, rows) in change.followed {
      noteWrite(key.table)
      let columns = session.catalogue.schema[key].columns
      try tables[key.table.index]?.takeOver(columns, of: rows, session)
    }
    for (table, rows) in change.deleted {
      if table != change.table { noteWrite(table) }
      tables[table.index]?.drop(rows)
    }
  }

  func didRollBack() throws(KindredError) {
    let session = try session()
    hasPending = false
    for index in writeCounts.indices { writeCounts[index] += 1 }
    writeCount += 1
    for case let table? in tables { try table.restore(session) }
  }
}

extension Session {
  /// The objects of the session.
  var graph: GraphSession {
    if let objects { return unsafe unsafeDowncast(objects, to: GraphSession.self) }
    let graph = GraphSession(self)
    objects = graph
    return graph
  }
}
