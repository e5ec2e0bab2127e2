// SPDX-License-Identifier: Apache-2.0

public import KindredQuery
import KindredSchema

/// The one object of a row in a session: however the row is reached, it is the same instance (`===`).
///
/// Columns are read and written as properties; a change is written to the database before the next query
/// and at the end of `write`. Relations are read as properties too, with `try`: see ``related(_:file:line:)``.
///
///     let book = try Book.find(s, 1)
///     book.title = "Another"
///     print(try book.author?.name ?? "nobody")
///
/// A live object belongs to its session and may not leave it; ``row`` is the plain value that may. After
/// the session's end its columns can still be read, but no relation.
@dynamicMemberLookup
public final class Live<Model: Entity> {
  /// What the object was fetched with.
  var group: LoadGroup {
    get { unsafe storedGroup }
    set { unsafe storedGroup = newValue }
  }
  /// As `stored`: every read of a relation comes here.
  @exclusivity(unchecked)
  private var storedGroup: LoadGroup
  /// Its row; -1 while it is not in the table: added but not written yet, or deleted.
  var rowID: RowID
  var state: LiveState = .unchanged
  /// After the others, whose places in memory so do not depend on the model.
  ///
  /// Reads and writes skip the exclusivity check, which would cost more than the access itself: nothing
  /// is called while the row is being accessed.
  @exclusivity(unchecked)
  @usableFromInline
  var stored: Model

  init(_ model: consuming Model, _ rowID: RowID, _ group: LoadGroup) {
    unsafe stored = model
    self.rowID = rowID
    unsafe storedGroup = group
  }

  /// Takes over a model from memory, and leaves the memory uninitialised.
  @safe
  required init(moving model: UnsafeMutablePointer<Model>, _ rowID: RowID, _ group: LoadGroup) {
    unsafe stored = model.move()
    self.rowID = rowID
    unsafe storedGroup = group
  }

  /// The row as a plain value: may leave the session.
  public var row: Model {
    @inlinable get {
      #if DEBUG
        noteRead()
      #endif
      return unsafe stored
    }
    set {
      unsafe stored = newValue
      noteChange()
    }
  }

  /// The row for the library's own use, which does not count as read.
  var model: Model { unsafe stored }

  /// Whether the row was deleted.
  public var isDeleted: Bool { state == .deleted }

  /// A column.
  @inlinable
  public subscript<V>(dynamicMember keyPath: WritableKeyPath<Model, V>) -> V {
    get {
      #if DEBUG
        noteRead(keyPath)
      #endif
      return unsafe stored[keyPath: keyPath]
    }
    set { set(keyPath, newValue) }
  }

  @usableFromInline
  func set<V>(_ keyPath: WritableKeyPath<Model, V>, _ value: V) {
    unsafe stored[keyPath: keyPath] = value
    noteChange()
  }

  /// Puts the object on the session's list of what may have to be written.
  func noteChange() {
    guard state == .unchanged else { return }
    state = .changed
    group.graph.noteChanged(self)
  }
}

/// How an object relates to its row.
enum LiveState: UInt8 {
  case unchanged
  /// Was written to since the last flush.
  case changed
  /// Not in the table yet.
  case added
  case deleted
}

extension Live: CustomStringConvertible {
  /// The row.
  ///
  /// Runs nothing.
  public var description: String { "Live(\(model))" }
}
