// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// A running operator: asks its inputs for batches, and hands batches on.
///
/// One dynamic call per batch; everything below it is concrete. Subclasses override ``next()``.
class Operator {
  /// What the batches that ``next()`` yields consist of.
  let layout: Layout
  /// Rows looked up so far, for the metrics.
  var probes = 0

  init(_ layout: Layout) { self.layout = layout }

  /// The next rows, at least one of them; nil at the end, and from then on.
  func next() throws(KindredError) -> Batch? {
    preconditionFailure("an operator does not say what it yields")
  }

  /// All rows that are left, in one batch of any size, which may be empty: for who buffers them.
  ///
  /// Operators that hold their rows already hand them on without cutting them into batches.
  func all() throws(KindredError) -> Batch {
    guard let first = try next() else { return RowStore(layout).batch }
    guard var more = try next() else { return first }
    var store = RowStore(layout)
    store.append(first)
    while true {
      store.append(more)
      guard let batch = try next() else { return store.batch }
      more = batch
    }
  }
}

/// Counts what another operator does, and stops it when the run is over its limits.
final class WatchedOperator: Operator {
  private let watched: Operator
  private let node: MetricsNode?
  /// The operator that keeps the rows, if one does.
  private let keeper: MetricsNode?
  private let monitor: RunMonitor?
  private let keptBytesPerRow: Int

  /// - Parameters:
  ///   - watched: The operator.
  ///   - node: Where to count what it does; nil not to.
  ///   - monitor: What stops the run; nil if nothing does.
  ///   - isKept: Whether the operator above buffers its rows.
  ///   - keeper: Where to count those.
  init(
    _ watched: Operator,
    _ node: MetricsNode?,
    _ monitor: RunMonitor?,
    isKept: Bool,
    keeper: MetricsNode?
  ) {
    self.watched = watched
    self.node = node
    self.monitor = monitor
    self.keeper = keeper
    keptBytesPerRow = isKept ? watched.layout.bytesPerRow : 0
    super.init(watched.layout)
  }

  override func next() throws(KindredError) -> Batch? {
    guard node != nil else {
      let batch = try watched.next()
      try note(batch?.count ?? 0)
      return batch
    }
    let (start, probesBefore) = (ContinuousClock.now, watched.probes)
    let batch = try watched.next()
    count(batch?.count ?? 0, since: start, probesBefore)
    try note(batch?.count ?? 0)
    return batch
  }

  override func all() throws(KindredError) -> Batch {
    let (start, probesBefore) = (ContinuousClock.now, watched.probes)
    let batch = try watched.all()
    count(batch.count, since: start, probesBefore)
    try note(batch.count)
    return batch
  }

  private func count(_ rows: Int, since start: ContinuousClock.Instant, _ probesBefore: Int) {
    guard let node else { return }
    node.metrics.time += ContinuousClock.now - start
    node.metrics.probes += watched.probes - probesBefore
    node.metrics.rows += rows
    if rows > 0 { node.metrics.batches += 1 }
  }

  private func note(_ rows: Int) throws(KindredError) {
    let bytes = rows * keptBytesPerRow
    keeper?.metrics.bufferedBytes += bytes
    try monitor?.note(rows: rows, buffered: bytes)
  }
}

extension Layout {
  /// What a row takes where it is kept: a row id of each table, and a value or a text's handle.
  fileprivate var bytesPerRow: Int {
    slots.count * 4 + classes.reduce(0) { $0 + ($1 == .text ? 16 : 8) }
  }
}
