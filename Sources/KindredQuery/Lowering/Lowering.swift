// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// Turns queries into logical plans for one database.
///
/// Sources are numbered anew for each plan, so a query that occurs twice in another has different
/// sources each time. What a term mentions is found by the alias of the closure call that made it.
struct Lowering {
  /// How many sources one query may have, as in SQLite: tables, and rows along to-one paths.
  static let maximumSources = 64
  /// How many tables a query may read for its plan to serve other values as well: the order of more
  /// joins depends on how many rows have the very values.
  private static let maximumSharedSources = 4

  let catalogue: Catalogue
  private var frames: [Frame] = []
  private var nextSource = 0
  private var sourceCount = 0
  /// Nil to leave all literals in the plan.
  var lifting: LiteralLifting?

  /// The parameters that stay parameters; those of other prepared queries have values.
  var openParameters: Alias?
  private var bindings: [QueryBinding] = []

  private var computedSources = SourceSet()
  /// Columns that partial indexes test: whether such an index serves depends on the value.
  private var testedColumns: [(source: SourceID, columns: Set<Int>)] = []

  /// The sources of a query that is being lowered, under the alias of one of its closure calls.
  private struct Frame {
    let alias: Alias
    let sources: [SourceID]
    /// The only slot that is left where the query's rows are in groups.
    var group: Int?
  }

  init(_ catalogue: Catalogue, lifting: LiteralLifting? = nil) {
    self.catalogue = catalogue
    self.lifting = lifting
  }

  mutating func freshSource() -> SourceID {
    defer { nextSource += 1 }
    return SourceID(nextSource)
  }

  /// Runs the body with the query's parameters bound to sources of its own.
  mutating func withFrame<R>(
    of core: QueryCore,
    as root: SourceID? = nil,
    _ body: (inout Lowering, [SourceID]) throws(KindredError) -> R
  ) throws(KindredError) -> R {
    if let fault = core.fault { throw fault }
    guard core.slots.count <= Self.maximumSources else {
      throw KindredError(
        .limit,
        "a statement joins at most \(Self.maximumSources) tables, those along to-one paths included, "
          + "and this one \(core.slots.count): shorten the path, or load a relation of it by "
          + ".with(…, .batch)"
      )
    }
    var sources = core.slots.map { _ in freshSource() }
    if let root { sources[0] = root }
    for (slot, source) in zip(core.slots, sources) { note(slot, source) }
    let (count, bindingCount) = (frames.count, bindings.count)
    if let binding = core.binding { bindings.append(binding) }
    for alias in core.aliases { frames.append(Frame(alias: alias, sources: sources)) }
    let result = try body(&self, sources)
    frames.removeLast(frames.count - count)
    bindings.removeLast(bindings.count - bindingCount)
    return result
  }

  /// Whether the plan may be that of all queries that differ in the lifted values only.
  var isSharedByShape: Bool { sourceCount <= Self.maximumSharedSources }

  private mutating func note(_ slot: SourceSlot, _ source: SourceID) {
    sourceCount += 1
    let table: TableNumber
    switch slot {
    case .table(let number): table = number
    case .path(let step): table = step.link.far
    case .computed:
      computedSources.insert(source)
      return
    }
    if let columns = catalogue.testedColumns(of: table) {
      testedColumns.append((source, columns))
    }
  }

  /// Whether the plan is the same whatever constant the column is equal to.
  func isLiftable(_ source: SourceID, _ column: Int) -> Bool {
    !computedSources.contains(source)
      && !testedColumns.contains { $0.source == source && $0.columns.contains(column) }
  }

  /// What a parameter stands for.
  func value(of alias: Alias, _ number: Int) throws(KindredError) -> Value {
    for binding in bindings where binding.preparation.alias == alias {
      return binding.values[number]
    }
    throw KindredError(
      .query,
      "a parameter of a prepared query has no value: call the Prepared with values, and use its "
        + "parameters inside of its closure only"
    )
  }

  /// Leaves of the innermost query's slots only the one of its groups.
  mutating func enterGroups(of core: QueryCore, _ slot: Int) {
    for frame in frames.indices.suffix(core.aliases.count) { frames[frame].group = slot }
  }

  /// The source that a term made under the alias means by a slot: that of the innermost query.
  func source(_ alias: Alias, _ slot: Int) throws(KindredError) -> SourceID {
    guard let frame = frames.last(where: { $0.alias == alias }) else {
      throw KindredError(
        .query,
        "a row of a closure is used outside of the query that the closure belongs to: use it inside "
          + "the closure only"
      )
    }
    guard slot == frame.group ?? slot else {
      throw KindredError(
        .query,
        "a column is used of rows that are in groups: make it a key of the group, or aggregate it"
      )
    }
    return frame.sources[slot]
  }
}
