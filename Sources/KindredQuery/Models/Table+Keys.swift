// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// What happens to rows when the row that they refer to is deleted, or when its key changes.
public enum KeyAction: Sendable, Hashable, CaseIterable {
  /// Nothing by itself: the statement fails if, at its end, they refer to no row; if the foreign key is
  /// deferred, the transaction does.
  case noAction
  /// The statement fails, also where another foreign key would take the rows along.
  case restrict
  /// They are deleted too, or take over the new key.
  case cascade
  /// All columns of their foreign key become NULL; they must be optional.
  case setNull
  /// All columns of their foreign key get their defaults: see ``Table/default(_:_:)``.
  case setDefault
}

extension Table {
  /// Makes the columns the primary key, in place of `id`.
  ///
  /// They may not be optional.
  public func primaryKey(_ columns: PartialKeyPath<T>...) -> Table {
    adding { keys in
      keys.primaryKey = layout.positions(of: columns, for: "primaryKey", &keys.faults)
    }
  }

  /// Demands that no two rows have the same values in the columns.
  ///
  /// A NULL equals nothing.
  public func unique(_ columns: PartialKeyPath<T>...) -> Table {
    adding { keys in
      if let columns = layout.positions(of: columns, for: "unique", &keys.faults) {
        keys.uniques.append(columns)
      }
    }
  }

  /// Sets what happens to rows of this table when the row that the column refers to is deleted, or gets
  /// another key.
  ///
  /// A column of a type `ID<Other>` is a foreign key by itself; without this call it has no action.
  ///
  /// - Parameters:
  ///   - column: The column.
  ///   - onDelete: What happens when the row referred to is deleted.
  ///   - onUpdate: What happens when its key changes.
  ///   - deferred: Whether rows may refer to no row until the end of the transaction.
  ///   - file: The file of the declaration.
  ///   - line: Its line.
  /// - Returns: The table with it.
  public func foreignKey(
    _ column: PartialKeyPath<T>,
    onDelete: KeyAction = .noAction,
    onUpdate: KeyAction = .noAction,
    deferred: Bool = false,
    file: StaticString = #fileID,
    line: UInt = #line
  ) -> Table {
    let site = Site(file, line)
    return adding { keys in
      guard let columns = layout.positions(of: [column], for: "foreignKey", &keys.faults)
      else { return }
      guard let target = layout.fields[columns[0]].target else {
        keys.faults.append(
          "\(layout.label(columns)) is not an ID, so .foreignKey (\(site)) does not know what "
            + "it refers to: add references: \\Other.column"
        )
        return
      }
      keys.foreignKeys.append(
        ForeignKeyDefinition(
          columns: columns,
          target: target,
          onDelete: onDelete,
          onUpdate: onUpdate,
          isDeferred: deferred,
          site: site
        )
      )
    }
  }

  /// Makes the columns refer to a unique key of another model, or of this one.
  ///
  ///     .foreignKey(\.country, \.city, references: \Place.country, \Place.name)
  public func foreignKey<R: Entity, each V: ColumnValue, each W: ColumnValue>(
    _ columns: repeat WritableKeyPath<T, each V>,
    references targets: repeat any WritableKeyPath<R, each W> & Sendable,
    onDelete: KeyAction = .noAction,
    onUpdate: KeyAction = .noAction,
    deferred: Bool = false,
    file: StaticString = #fileID,
    line: UInt = #line
  ) -> Table where repeat (each V).Base == (each W).Base {
    var own: [PartialKeyPath<T>] = []
    for column in repeat each columns { own.append(column) }
    var others: [any PartialKeyPath<R> & Sendable] = []
    for target in repeat each targets { others.append(target) }
    let site = Site(file, line)
    return adding { [others] keys in
      guard let columns = layout.positions(of: own, for: "foreignKey", &keys.faults) else { return }
      keys.foreignKeys.append(
        ForeignKeyDefinition(
          columns: columns,
          target: R.self,
          onDelete: onDelete,
          onUpdate: onUpdate,
          isDeferred: deferred,
          site: site,
          // The other table may be the one that is being described: asked for its columns later.
          targetColumns: { others.compactMap { R.table.layout.position(of: $0) } }
        )
      )
    }
  }
}

/// What was declared about a table besides its columns.
package struct TableKeys: Sendable {
  var primaryKey: [Int]?
  var uniques: [[Int]] = []
  var indexes: [IndexDefinition] = []
  var foreignKeys: [ForeignKeyDefinition] = []
  var checks: [CheckDefinition] = []
  var defaults: [(column: Int, value: DefaultDefinition)] = []
  var faults: [String] = []
}

/// A reference as declared, its target not yet looked at.
struct ForeignKeyDefinition: Sendable {
  var columns: [Int]
  var target: any Entity.Type
  var onDelete = KeyAction.noAction
  var onUpdate = KeyAction.noAction
  var isDeferred = false
  var site: Site?
  /// The columns referred to; nil for the target's primary key.
  var targetColumns: (@Sendable () -> [Int])?
}

extension KeyAction {
  var action: ReferentialAction {
    switch self {
    case .noAction: .noAction
    case .restrict: .restrict
    case .cascade: .cascade
    case .setNull: .setNull
    case .setDefault: .setDefault
    }
  }
}
