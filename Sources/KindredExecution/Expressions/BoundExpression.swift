// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// An expression whose references are resolved to slots and vectors and whose constants are known.
///
/// One switch per batch and node; the loops are kernels.
indirect enum BoundExpression {
  /// The value, and the class that a vector of it has.
  case constant(Value, StorageClass)
  case stored(StoredColumn)
  case vector(Int)
  case rowID(slot: Int)
  case parentRow(slot: Int, ChunkedColumn<Int32>, isPadded: Bool)
  /// A comparison of a stored column with constants, which a kernel answers on the stored cells.
  case test(StoredColumn, ColumnTest, otherwise: UInt8)
  case comparison(Relation, BoundExpression, BoundExpression)
  /// Null-safe equality.
  case identical(BoundExpression, BoundExpression)
  case and([Operand])
  case or([Operand])
  case not(BoundExpression)
  case isNull(BoundExpression)
  case truth(TruthValue, BoundExpression)
  case inList(BoundExpression, ListMembership)
  /// A text predicate with a constant pattern.
  case textTest(TextTest, BoundExpression)
  case textMatch(TextMatchKind, BoundExpression, pattern: BoundExpression)
  case arithmetic(Arithmetic, BoundExpression, BoundExpression)
  case negate(BoundExpression)
  case function(ScalarFunction, [BoundExpression])
  case coalesce([BoundExpression], StorageClass)
  case conditional([Branch], otherwise: BoundExpression, StorageClass)

  /// One of several conditions.
  struct Operand {
    var expression: BoundExpression
    /// Whether it must not see rows that an earlier condition has settled.
    var canFail: Bool
  }

  struct Branch {
    var condition: BoundExpression
    var value: BoundExpression
  }
}

/// A column of the table whose row ids a slot holds.
final class StoredColumn {
  let slot: Int
  let index: Int
  let column: Column
  /// Whether a row id may be -1.
  let isPadded: Bool

  init(slot: Int, index: Int, column: Column, isPadded: Bool) {
    self.slot = slot
    self.index = index
    self.column = column
    self.isPadded = isPadded
  }

  func values(_ batch: Batch) -> Vector {
    column.values(at: batch.rows[slot], isPadded: isPadded)
  }
}

/// A constant list to look values up in.
struct ListMembership {
  enum Values {
    case integers(IntegerSet)
    /// Ascending.
    case reals([Double])
    case texts(TextSet)
  }

  let values: Values
  /// What a value that is not found is: false, or unknown if the list holds a NULL.
  let otherwise: UInt8
}
