// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// What the values of a row may be, and what they are where none is given.
extension Table {
  /// Demands that no row makes the condition false.
  ///
  ///     static let table = Table("books", Book.init)
  ///       .check("price is positive") { $0.price > 0 }
  ///
  /// A row for which the condition is unknown, because of a NULL, passes. The condition may speak of the
  /// row's own columns: not of related rows, and not of other tables. It is tested by every statement that
  /// stores one of its columns, after the statement has stored it; where evaluating it is an error (an
  /// overflow), so is the statement.
  ///
  /// - Parameters:
  ///   - name: What errors call the check; another for each check of the table.
  ///   - file: Where the check is declared, for messages.
  ///   - line: Where the check is declared, for messages.
  ///   - condition: The condition.
  /// - Returns: The table with the check.
  public func check<B: ColumnValue>(
    _ name: String,
    file: StaticString = #fileID,
    line: UInt = #line,
    @CheckBuilder _ condition: @escaping @Sendable (Ref<T>) -> Expr<B>
  ) -> Table where B.Base == Bool {
    let site = Site(file, line)
    return adding { keys in
      // The condition speaks of the table that is being described: built later.
      keys.checks.append(
        CheckDefinition(name: name, site: site) { T.all.where(condition).core }
      )
    }
  }

  /// Gives rows the value where they are given none for the column.
  ///
  /// The initialiser of a model gives every column a value, and states its own defaults. This one is for
  /// all else: a CSV text without the column, the action `.setDefault` of a foreign key, and
  /// `CREATE TABLE` in SQL. A NULL is a value: it is not replaced.
  public func `default`<V: ColumnValue>(_ column: WritableKeyPath<T, V>, _ value: V) -> Table {
    addingDefault(column, .constant(value.columnCell.value), isFault: Self.isFault(value))
  }

  /// Gives rows a value made for each where they are given none for the column: `{ Date() }`, `{ UUID() }`.
  ///
  /// As the constant default, but not for `.setDefault`, and not in SQL.
  public func `default`<V: ColumnValue>(
    _ column: WritableKeyPath<T, V>,
    _ make: @escaping @Sendable () -> V
  ) -> Table {
    addingDefault(column, .generated { make().columnCell.value }, isFault: false)
  }

  private func addingDefault(
    _ column: PartialKeyPath<T>,
    _ value: DefaultDefinition,
    isFault: Bool
  ) -> Table {
    adding { keys in
      guard let columns = layout.positions(of: [column], for: "default", &keys.faults)
      else { return }
      if isFault {
        return keys.faults.append("\(layout.label(columns)) has a default that no column can hold")
      }
      if keys.defaults.contains(where: { $0.column == columns[0] }) {
        keys.faults.append("\(layout.label(columns)) has two defaults")
      }
      keys.defaults.append((columns[0], value))
    }
  }

  private static func isFault<V: ColumnValue>(_ value: V) -> Bool {
    Term.fault(of: value.columnCell.value, V.columnForm.type) != nil
  }
}

/// A check as declared, its condition not yet looked at.
struct CheckDefinition: Sendable {
  var name: String
  var site: Site
  /// The rows that pass.
  var passing: @Sendable () -> QueryCore
}

/// What a column is given where nothing else gives it a value.
enum DefaultDefinition: Sendable {
  case constant(Value)
  case generated(@Sendable () -> Value)
}
