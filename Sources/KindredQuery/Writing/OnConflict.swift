// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// What an insertion does with a row whose key another row has: see ``Session/insert(_:onConflict:file:line:)``.
///
/// A row that is refused for anything else, such as a foreign key, still fails the statement.
public struct OnConflict<T: Entity> {
  enum Action {
    case ignore
    case update((inout Assignments<T>, Ref<T>) -> Void)
  }

  /// The columns of the unique key; empty for the default.
  let columns: [PartialKeyPath<T>]
  let action: Action

  /// The row is left out, whichever of its unique keys is taken.
  public static var ignore: OnConflict { OnConflict(columns: [], action: .ignore) }

  /// The row is left out if the unique key of these columns is taken.
  public static func ignore(_ columns: PartialKeyPath<T>...) -> OnConflict {
    OnConflict(columns: columns, action: .ignore)
  }

  /// The row that has the key is changed.
  ///
  ///     try s.insert(sales, onConflict: .update(\.sku) { stored, new in
  ///       stored.count = stored.count + new.count
  ///     })
  ///
  /// - Parameters:
  ///   - columns: The columns of a unique key; none for the primary key.
  ///   - assign: Assigns columns of the row that is there; its second parameter is the row that was to be
  ///     added, which SQL calls `excluded`. Expressions may use the columns of both rows, not other tables.
  /// - Returns: The choice, for an insertion.
  public static func update(
    _ columns: PartialKeyPath<T>...,
    assign: @escaping (inout Assignments<T>, Ref<T>) -> Void
  ) -> OnConflict {
    OnConflict(columns: columns, action: .update(assign))
  }
}
