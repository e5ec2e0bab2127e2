// SPDX-License-Identifier: Apache-2.0

extension Query {
  /// Each of these rows with each row of another table for which the condition is true, and the rows of
  /// either without a partner with a missing row.
  ///
  ///     Author.all.fullJoin(Book.self) { a, b in b.authorID == a.id }
  ///
  /// In the order of these rows, then of the rows of the other table without a partner, unless an order is
  /// given. Conditions, also those of `where` before the join, see the joined rows, as in SQL.
  public func fullJoin<N: Entity, P: ColumnValue>(
    _ table: N.Type,
    on condition: (Ref<T>, Ref<N>) -> Expr<P>
  ) -> Joined2<OptionalRef<T>, OptionalRef<N>> where P.Base == Bool {
    let core = core.joining(N.table.layout.number, .full) { places in
      condition(Ref(places[0]), Ref(places[1])).bool
    }
    return Joined2(core: core)
  }
}

extension Joined2 {
  /// Each combination with each row of another table that fits, and those of either without a partner with
  /// missing rows.
  public func fullJoin<N: Entity, P: ColumnValue>(
    _ table: N.Type,
    on condition: (A, B, Ref<N>) -> Expr<P>
  ) -> Joined3<A.Padded, B.Padded, OptionalRef<N>> where P.Base == Bool {
    let core = joining(table, .full) { places in
      condition(A(places[0]), B(places[1]), Ref(places[2])).bool
    }
    return Joined3(core: core)
  }
}

extension Joined3 {
  /// Each combination with each row of another table that fits, and those of either without a partner with
  /// missing rows.
  public func fullJoin<N: Entity, P: ColumnValue>(
    _ table: N.Type,
    on condition: (A, B, C, Ref<N>) -> Expr<P>
  ) -> Joined4<A.Padded, B.Padded, C.Padded, OptionalRef<N>> where P.Base == Bool {
    let core = joining(table, .full) { places in
      condition(A(places[0]), B(places[1]), C(places[2]), Ref(places[3])).bool
    }
    return Joined4(core: core)
  }
}

extension Joined4 {
  /// Each combination with each row of another table that fits, and those of either without a partner with
  /// missing rows.
  public func fullJoin<N: Entity, P: ColumnValue>(
    _ table: N.Type,
    on condition: (A, B, C, D, Ref<N>) -> Expr<P>
  ) -> Joined5<A.Padded, B.Padded, C.Padded, D.Padded, OptionalRef<N>> where P.Base == Bool {
    let core = joining(table, .full) { places in
      condition(A(places[0]), B(places[1]), C(places[2]), D(places[3]), Ref(places[4])).bool
    }
    return Joined5(core: core)
  }
}

extension Joined5 {
  /// Each combination with each row of another table that fits, and those of either without a partner with
  /// missing rows.
  public func fullJoin<N: Entity, P: ColumnValue>(
    _ table: N.Type,
    on condition: (A, B, C, D, E, Ref<N>) -> Expr<P>
  ) -> Joined6<A.Padded, B.Padded, C.Padded, D.Padded, E.Padded, OptionalRef<N>>
  where P.Base == Bool {
    let core = joining(table, .full) { places in
      condition(
        A(places[0]),
        B(places[1]),
        C(places[2]),
        D(places[3]),
        E(places[4]),
        Ref(places[5])
      ).bool
    }
    return Joined6(core: core)
  }
}
