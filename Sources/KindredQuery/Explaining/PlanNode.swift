// SPDX-License-Identifier: Apache-2.0

package import KindredPlan

/// An operator of an explained query, with those that it reads from.
///
/// What was counted is nil, unless the query was run by `analyze`.
public struct PlanNode: Sendable, Hashable {
  package let node: ExplainNode

  /// What it does, as `Semi-join by row id`.
  public var name: String { node.name }
  /// What with: conditions, keys, columns.
  public var details: [String] { node.details }
  /// The table that it reads; nil if it reads operators only.
  public var table: String? { node.table }
  /// The index that it uses, as `books foreign key (authorID)`.
  public var index: String? { node.index }
  /// How many rows the planner expects.
  public var estimatedRows: Double { node.estimatedRows ?? 0 }
  /// What the planner expects it to cost with all below it, in the time to ask one row of a scan a
  /// question.
  public var estimatedCost: Double { node.estimatedCost ?? 0 }
  /// The operators that it reads from.
  public var inputs: [PlanNode] { node.children.map(PlanNode.init) }

  /// How many rows it handed on.
  public var rows: Int? { node.actual?.rows }
  /// In how many batches.
  public var batches: Int? { node.actual?.batches }
  /// How many rows or keys it looked up, in an index or a table of keys.
  public var probes: Int? { node.actual?.probes }
  /// How often it was started: more than once in a subquery that runs for each row.
  public var starts: Int? { node.actual?.starts }
  /// How many bytes of its inputs' rows it kept.
  public var bufferedBytes: Int? { node.actual?.bufferedBytes }
  /// How long it took, with all below it.
  public var time: Duration? { node.actual?.time }

  /// The operator and all below it, each before its inputs.
  public var withInputs: [PlanNode] { [self] + inputs.flatMap(\.withInputs) }
}

extension PlanNode: CustomStringConvertible {
  /// The tree below, a line for each operator.
  public var description: String { node.text(shows: .numbers) }
}
