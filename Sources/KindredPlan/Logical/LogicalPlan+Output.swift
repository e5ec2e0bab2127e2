// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// One thing a plan's rows consist of.
package enum OutputColumn: Sendable, Hashable {
  case column(ColumnReference)
  /// The whole row of a table: all its columns.
  case row(SourceID, TableID)

  package var source: SourceID {
    switch self {
    case .column(let reference): reference.source
    case .row(let source, _): source
    }
  }
}

extension LogicalPlan {
  /// What the rows consist of, in order.
  package var output: [OutputColumn] {
    switch self {
    case .scan(let source, let table): [.row(source, table)]
    case .filter(_, let input), .distinct(let input), .sort(_, let input), .limit(_, _, let input),
      .firstPerKey(_, _, _, _, let input):
      input.output
    case .project(let source, let expressions, let input):
      input.projectedOutput(source, expressions)
    case .join(.inner, let left, let right, _), .join(.left, let left, let right, _),
      .join(.full, let left, let right, _):
      left.output + right.output
    case .join(.semi, let left, _, _), .join(.anti, let left, _, _): left.output
    case .aggregate(let source, let keys, let aggregates, _):
      (keys.map(\.type) + aggregates.map(\.type)).enumerated().map {
        .column(ColumnReference(source, $0.offset, $0.element))
      }
    case .setOperation(let source, _, let left, _):
      left.output.enumerated().map { index, column in
        switch column {
        case .column(let reference): .column(ColumnReference(source, index, reference.type))
        case .row(_, let table): .row(source, table)
        }
      }
    }
  }

  private func projectedOutput(_ source: SourceID, _ expressions: [Expression]) -> [OutputColumn] {
    let rows = output
    return expressions.enumerated().map { index, expression in
      if case .row(let kept) = expression,
        let row = rows.first(where: { if case .row(kept, _) = $0 { true } else { false } })
      {
        return row
      }
      return .column(ColumnReference(source, index, expression.type))
    }
  }

  /// The sources whose columns a node above may mention.
  package var visibleSources: Set<SourceID> { Set(output.map(\.source)) }

  /// The sources mentioned inside that no input makes visible: those of an enclosing query.
  package var freeReferences: Set<SourceID> {
    var mentioned: Set<SourceID> = []
    var introduced: Set<SourceID> = []
    collect(mentioned: &mentioned, introduced: &introduced)
    return mentioned.subtracting(introduced)
  }

  private func collect(mentioned: inout Set<SourceID>, introduced: inout Set<SourceID>) {
    switch self {
    case .scan(let source, _), .project(let source, _, _), .aggregate(let source, _, _, _),
      .setOperation(let source, _, _, _):
      introduced.insert(source)
    case .filter, .join, .distinct, .sort, .limit, .firstPerKey: break
    }
    for expression in expressions { expression.collectReferences(into: &mentioned) }
    for input in inputs { input.collect(mentioned: &mentioned, introduced: &introduced) }
  }
}
