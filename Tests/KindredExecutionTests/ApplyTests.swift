// SPDX-License-Identifier: Apache-2.0

import KindredExecution
import KindredPlan
import KindredSchema
import Testing

@Suite struct `Apply` {
  private let world: World
  private let children: [[Value]]
  private let parents: [[Value]]

  init() throws {
    parents = someParents(30)
    children = someChildren(200, parents: 30)
    world = try World(parents: parents, children: children)
  }

  /// The children of the parent whose id is parameter 0.
  private var correlated: PhysicalPlan {
    filter(compare(childParent, .equal, .parameter(0, .integer)), scanChildren)
  }

  private func apply(
    _ kind: SubqueryKind,
    _ subquery: PhysicalPlan,
    binds: Bool = true
  ) -> PhysicalPlan {
    PhysicalPlan(
      .apply(
        t,
        kind,
        bindings: binds ? [Binding(parameter: 0, value: parentID)] : [],
        subquery: subquery,
        scanParents
      )
    )
  }

  private func children(of parent: [Value]) -> [[Value]] { children.filter { $0[1] == parent[0] } }

  @Test func `exists for each row`() throws {
    let expected = parents.map { [children(of: $0).isEmpty ? 0 : 1] as [Value] }
    #expect(try world.rows(apply(.exists, correlated), [computed(t, 0, .boolean)]) == expected)
  }

  @Test func `Q03 a scalar is NULL for no row and an error for several`() throws {
    let count = PhysicalPlan(
      .aggregate(s, keys: [], aggregates: [Aggregate(.maximum, childN)], .general, correlated)
    )
    let expected = parents.map { parent -> [Value] in
      let ns = children(of: parent).compactMap {
        if case .integer(let n) = $0[2] { n } else { nil }
      }
      return [ns.max().map { .integer($0) } ?? nil]
    }
    #expect(
      try world.rows(apply(.scalar(.integer), count), [computed(t, 0, .integer)]) == expected
    )
    let first = PhysicalPlan(
      .limit(count: 1, offset: 0, PhysicalPlan(.project(s, [childID], correlated)))
    )
    #expect(
      try world.rows(apply(.scalar(.integer), first), [computed(t, 0, .integer)])
        == parents.map { [children(of: $0).first?[0] ?? nil] }
    )
    let all = PhysicalPlan(.project(s, [childID], correlated))
    #expect { try world.rows(apply(.scalar(.integer), all), [parentID]) } throws: {
      ($0 as? KindredError)?.kind == .multipleFound
    }
  }

  @Test func `N02 membership is three-valued`() throws {
    let subquery = PhysicalPlan(.project(s, [childN], correlated))
    let plan = apply(.contains(parentCode), subquery)
    let expected = parents.map { parent -> [Value] in
      let values = children(of: parent).map { $0[2] }
      if values.isEmpty { return [0] }
      if parent[2].isNull { return [nil] }
      return [values.contains(parent[2]) ? 1 : values.contains(nil) ? nil : 0]
    }
    #expect(try world.rows(plan, [computed(t, 0, .boolean)]) == expected)
    let uncorrelated = apply(
      .contains(parentCode),
      PhysicalPlan(
        .project(s, [childN], filter(compare(childN, .less, integer(3)), scanChildren))
      ),
      binds: false
    )
    #expect(
      try world.rows(uncorrelated, [computed(t, 0, .boolean)])
        == parents.map { [$0[2].isNull ? nil : [0, 1, 2].contains($0[2]) ? 1 : 0] }
    )
  }

  @Test func `runs once without bindings, once per distinct binding with them`() throws {
    let once = try world.metrics(apply(.exists, scanChildren, binds: false))
    #expect(once.inputs[0].starts == 1)
    let bound = PhysicalPlan(
      .apply(
        t,
        .exists,
        bindings: [Binding(parameter: 0, value: parentCode)],
        subquery: correlated,
        scanParents
      )
    )
    let codes = Set(parents.map { $0[2] })
    #expect(try world.metrics(bound).inputs[0].starts == codes.count)
    let none = PhysicalPlan(
      .apply(t, .exists, bindings: [], subquery: scanChildren, filter(.false, scanParents))
    )
    #expect(try world.metrics(none).inputs[0].starts == 0)
  }

  @Test func `a build side that does not depend on the outer row is read once`() throws {
    let other = PhysicalPlan(.scan(s, World.parents))
    let joined = PhysicalPlan(
      .join(
        .inner,
        probe: correlated,
        build: other,
        keys: [JoinKey(probe: childParent, build: .column(ColumnReference(s, 0, .integer)))],
        residual: nil,
        .general
      )
    )
    let plan = apply(.exists, joined)
    #expect(
      try world.rows(plan, [computed(t, 0, .boolean)])
        == parents.map { [children(of: $0).isEmpty ? 0 : 1] }
    )
    let metrics = try world.metrics(plan)
    #expect(metrics.inputs[0].inputs[1].rows == parents.count)
  }

  @Test func `nested correlated subqueries see the parameters of both levels`() throws {
    let inner = filter(
      .and([
        compare(.column(ColumnReference(s, 1, .integer)), .equal, .parameter(0, .integer)),
        compare(.column(ColumnReference(s, 2, .integer)), .greater, .parameter(1, .integer)),
      ]),
      PhysicalPlan(.scan(s, World.children))
    )
    let noneAbove = filter(
      .not(computed(SourceID(5), 0, .boolean)),
      PhysicalPlan(
        .apply(
          SourceID(5),
          .exists,
          bindings: [Binding(parameter: 1, value: childN)],
          subquery: inner,
          correlated
        )
      )
    )
    // The number of children with no greater n among their siblings.
    let count = PhysicalPlan(
      .aggregate(
        SourceID(6),
        keys: [],
        aggregates: [Aggregate(.count)],
        .general,
        noneAbove
      )
    )
    let expected = parents.map { parent -> [Value] in
      let ns = children(of: parent).map { $0[2] }
      let best = ns.compactMap { if case .integer(let n) = $0 { n } else { nil } }.max()
      return [.integer(Int64(ns.filter { $0.isNull || $0 == best.map { .integer($0) } }.count))]
    }
    #expect(
      try world.rows(apply(.scalar(.integer), count), [computed(t, 0, .integer)]) == expected
    )
  }
}
