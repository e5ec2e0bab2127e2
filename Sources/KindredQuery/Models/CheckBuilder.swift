// SPDX-License-Identifier: Apache-2.0

/// What the closure of a check gives: its one condition.
///
/// It changes nothing, but makes the compiler look at the closure once the model is known. Otherwise it would
/// try the operators of all checks of a table together, for models that it does not know yet.
@resultBuilder
public enum CheckBuilder {
  /// The condition.
  public static func buildBlock<B: ColumnValue>(_ condition: Expr<B>) -> Expr<B> { condition }
}
