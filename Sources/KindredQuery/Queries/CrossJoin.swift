// SPDX-License-Identifier: Apache-2.0

extension Query {
  /// Each row with each row of another table.
  ///
  /// As many rows as the product of both: give it a limit, or conditions that the planner can use as
  /// those of a join.
  public func crossJoin<N: Entity>(_ table: N.Type) -> Joined2<Ref<T>, Ref<N>> {
    let core = core.joining(N.table.layout.number, .inner) { _ in
      Condition(true)
    }
    return Joined2(core: core)
  }
}

extension Joined2 {
  /// Each combination with each row of another table.
  public func crossJoin<N: Entity>(_ table: N.Type) -> Joined3<A, B, Ref<N>> {
    let core = joining(table, .inner) { _ in Condition(true) }
    return Joined3(core: core)
  }
}

extension Joined3 {
  /// Each combination with each row of another table.
  public func crossJoin<N: Entity>(_ table: N.Type) -> Joined4<A, B, C, Ref<N>> {
    let core = joining(table, .inner) { _ in Condition(true) }
    return Joined4(core: core)
  }
}

extension Joined4 {
  /// Each combination with each row of another table.
  public func crossJoin<N: Entity>(_ table: N.Type) -> Joined5<A, B, C, D, Ref<N>> {
    let core = joining(table, .inner) { _ in Condition(true) }
    return Joined5(core: core)
  }
}

extension Joined5 {
  /// Each combination with each row of another table.
  public func crossJoin<N: Entity>(_ table: N.Type) -> Joined6<A, B, C, D, E, Ref<N>> {
    let core = joining(table, .inner) { _ in Condition(true) }
    return Joined6(core: core)
  }
}
