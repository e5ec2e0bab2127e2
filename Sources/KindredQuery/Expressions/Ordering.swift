// SPDX-License-Identifier: Apache-2.0

/// A key to order by, as ``Expr/ascending`` and ``Expr/descending`` make them.
public protocol OrderTerm {
  /// The key.
  var ordering: Ordering { get }
}

/// An expression to order by, and its direction.
///
/// NULLs come first ascending and last descending, unless told.
public struct Ordering: OrderTerm, Sendable {
  let term: Term
  let depth: Int
  let isDescending: Bool
  var nullsComeFirst: Bool?

  /// Itself.
  public var ordering: Ordering { self }

  /// The same with NULLs first.
  public var nullsFirst: Ordering {
    var ordering = self
    ordering.nullsComeFirst = true
    return ordering
  }

  /// The same with NULLs last.
  public var nullsLast: Ordering {
    var ordering = self
    ordering.nullsComeFirst = false
    return ordering
  }
}

extension Expr {
  /// From small to large; NULLs first.
  public var ascending: Ordering { Ordering(term: term, depth: depth, isDescending: false) }

  /// From large to small; NULLs last.
  public var descending: Ordering { Ordering(term: term, depth: depth, isDescending: true) }
}
