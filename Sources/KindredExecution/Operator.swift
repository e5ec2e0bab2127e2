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

/// Counts what another operator does.
final class MeasuredOperator: Operator {
  private let measured: Operator
  private let node: MetricsNode
  private let clock = ContinuousClock()

  init(_ measured: Operator, _ node: MetricsNode) {
    self.measured = measured
    self.node = node
    super.init(measured.layout)
  }

  override func next() throws(KindredError) -> Batch? {
    let start = clock.now
    let probesBefore = measured.probes
    defer {
      node.metrics.time += clock.now - start
      node.metrics.probes += measured.probes - probesBefore
    }
    let batch = try measured.next()
    if let batch {
      node.metrics.batches += 1
      node.metrics.rows += batch.count
    }
    return batch
  }

  override func all() throws(KindredError) -> Batch {
    let start = clock.now
    let probesBefore = measured.probes
    defer {
      node.metrics.time += clock.now - start
      node.metrics.probes += measured.probes - probesBefore
    }
    let batch = try measured.all()
    if batch.count > 0 { node.metrics.batches += 1 }
    node.metrics.rows += batch.count
    return batch
  }
}
