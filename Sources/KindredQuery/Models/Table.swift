// SPDX-License-Identifier: Apache-2.0

/// How a model is stored: its name, columns, keys and references.
///
///     static let table = Table("books", Book.init)
///       .unique(\.authorID, \.title).foreignKey(\.authorID, onDelete: .cascade)
///
/// The columns are the stored properties: their types come from the initialiser, their names from the
/// properties. Mistakes are kept, not trapped: `Database(…)` reports them all at once.
public struct Table<T: Entity>: Sendable {
  /// The columns and where a value of the model keeps them.
  package let layout: ModelLayout<T>
  /// Behind a reference: a `static let` is copied at each use.
  private let declared: Shared<TableKeys>

  /// Keys, indexes and references.
  package var keys: TableKeys { declared.value }

  /// Describes the table of a model.
  ///
  /// - Parameters:
  ///   - name: The name of the table.
  ///   - make: The model's memberwise initialiser, `Book.init`: it takes all columns, in order.
  ///   - file: Where the table is described, for messages.
  ///   - line: Where the table is described, for messages.
  public init<First: ColumnValue, each Rest: ColumnValue>(
    _ name: String,
    _ make: @escaping @Sendable (First, repeat each Rest) -> T,
    file: StaticString = #fileID,
    line: UInt = #line
  ) {
    var fields: [any AnyField] = [Field<First>()]
    for field in repeat Field<each Rest>() { fields.append(field) }
    layout = ModelLayout(name: name, fields: fields, site: Site(file, line)) { cells in
      var reader = CellReader(cells)
      let first = try reader.next(First.self)
      let rest = (repeat try reader.next((each Rest).self))
      return make(first, repeat each rest)
    }
    declared = Shared(TableKeys())
  }

  private init(_ layout: ModelLayout<T>, _ keys: TableKeys) {
    self.layout = layout
    declared = Shared(keys)
  }

  func adding(_ change: (inout TableKeys) -> Void) -> Table {
    var keys = keys
    change(&keys)
    return Table(layout, keys)
  }
}

/// A value that copies share.
private final class Shared<Value: Sendable>: Sendable {
  let value: Value

  init(_ value: Value) { self.value = value }
}

/// A place in the user's source.
///
/// Made for every call that may be logged, so its name is a literal.
package struct Site: Sendable {
  private let path: StaticString
  package let line: Int

  package init(_ file: StaticString, _ line: UInt) {
    path = file
    self.line = Int(line)
  }

  package var file: String { "\(path)" }
}

extension Site: CustomStringConvertible {
  package var description: String { "\(file):\(line)" }
}
