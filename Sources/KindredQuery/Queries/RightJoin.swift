// SPDX-License-Identifier: Apache-2.0

extension Query {
  /// Each row of another table with each row of these for which the condition is true, or with missing
  /// rows where none fits.
  ///
  ///     Author.all.rightJoin(Book.self) { a, b in b.authorID == a.id }
  ///
  /// In the order of the other table, unless an order is given. Conditions, also those of `where` before
  /// the join, see the joined rows, as in SQL.
  public func rightJoin<N: Entity, P: ColumnValue>(
    _ table: N.Type,
    on condition: (Ref<T>, Ref<N>) -> Expr<P>
  ) -> Joined2<OptionalRef<T>, Ref<N>> where P.Base == Bool {
    let core = core.joining(N.table.layout.number, .right) { places in
      condition(Ref(places[0]), Ref(places[1])).bool
    }
    return Joined2(core: core)
  }
}

extension Joined2 {
  /// Each row of another table with each combination that fits, or with missing rows where none does.
  public func rightJoin<N: Entity, P: ColumnValue>(
    _ table: N.Type,
    on condition: (A, B, Ref<N>) -> Expr<P>
  ) -> Joined3<A.Padded, B.Padded, Ref<N>> where P.Base == Bool {
    let core = joining(table, .right) { places in
      condition(A(places[0]), B(places[1]), Ref(places[2])).bool
    }
    return Joined3(core: core)
  }
}

extension Joined3 {
  /// Each row of another table with each combination that fits, or with missing rows where none does.
  public func rightJoin<N: Entity, P: ColumnValue>(
    _ table: N.Type,
    on condition: (A, B, C, Ref<N>) -> Expr<P>
  ) -> Joined4<A.Padded, B.Padded, C.Padded, Ref<N>> where P.Base == Bool {
    let core = joining(table, .right) { places in
      condition(A(places[0]), B(places[1]), C(places[2]), Ref(places[3])).bool
    }
    return Joined4(core: core)
  }
}

extension Joined4 {
  /// Each row of another table with each combination that fits, or with missing rows where none does.
  public func rightJoin<N: Entity, P: ColumnValue>(
    _ table: N.Type,
    on condition: (A, B, C, D, Ref<N>) -> Expr<P>
  ) -> Joined5<A.Padded, B.Padded, C.Padded, D.Padded, Ref<N>> where P.Base == Bool {
    let core = joining(table, .right) { places in
      condition(A(places[0]), B(places[1]), C(places[2]), D(places[3]), Ref(places[4])).bool
    }
    return Joined5(core: core)
  }
}

extension Joined5 {
  /// Each row of another table with each combination that fits, or with missing rows where none does.
  public func rightJoin<N: Entity, P: ColumnValue>(
    _ table: N.Type,
    on condition: (A, B, C, D, E, Ref<N>) -> Expr<P>
  ) -> Joined6<A.Padded, B.Padded, C.Padded, D.Padded, E.Padded, Ref<N>> where P.Base == Bool {
    let core = joining(table, .right) { places in
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
