// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension Lowering {
  mutating func terms(_ terms: [Term]) throws(KindredError) -> [Expression] {
    var expressions: [Expression] = []
    expressions.reserveCapacity(terms.count)
    for term in terms { expressions.append(try self.term(term)) }
    return expressions
  }

  /// One arm per kind of term.
  mutating func term(_ term: Term) throws(KindredError) -> Expression {
    switch term {
    case .literal(let value, let type):
      return lifting?.kept(value, type) ?? .literal(value, type)
    case .parameter(openParameters, let number, let type): return .parameter(number, type)
    case .parameter(let alias, let number, let type):
      return try self.term(.literal(try value(of: alias, number), type))
    case .column(let column):
      return .column(
        ColumnReference(try source(column.alias, column.slot), column.column, column.type)
      )
    case .comparison(.equal, .column(let column), .literal(let value, let type)):
      let source = try source(column.alias, column.slot)
      let known =
        isLiftable(source, column.column)
        ? lifting?.lifted(value, type) : lifting?.kept(value, type)
      return .comparison(
        .equal,
        .column(ColumnReference(source, column.column, column.type)),
        known ?? .literal(value, type)
      )
    case .comparison(.equal, .column(let column), .parameter(let alias, let number, let type))
    where alias != openParameters:
      let value = try value(of: alias, number)
      return try self.term(.comparison(.equal, .column(column), .literal(value, type)))
    case .comparison(let comparison, let left, let right):
      return .comparison(comparison, try self.term(left), try self.term(right))
    case .and(let operands): return .and(try terms(operands.terms))
    case .or(let operands): return .or(try terms(operands.terms))
    case .not(let operand): return .not(try self.term(operand))
    case .isNull(let operand): return .isNull(try self.term(operand))
    case .truth(let value, let operand): return .truth(value, try self.term(operand))
    case .inList(let operand, let values):
      lifting?.note(values)
      return .inList(try self.term(operand), values)
    case .textMatch(let match, let text, let pattern):
      return .textMatch(match, try self.term(text), pattern: try self.term(pattern))
    case .arithmetic(let arithmetic, let left, let right):
      return .arithmetic(arithmetic, try self.term(left), try self.term(right))
    case .negate(let operand): return .negate(try self.term(operand))
    case .function(let function, let operands): return .function(function, try terms(operands))
    case .coalesce(let operands): return .coalesce(try terms(operands))
    case .conditional(let branches, let otherwise):
      return .conditional(try self.branches(branches), otherwise: try self.term(otherwise))
    case .exists(let core): return .exists(try query(core))
    case .scalar(let core): return .scalar(try query(core))
    case .aggregate(let core, let aggregate):
      return .scalar(try self.aggregate(aggregate, over: core))
    case .inQuery(let operand, let core):
      return .inSubquery(try self.term(operand), try query(core))
    case .fault(let error): throw error
    }
  }

  private mutating func branches(
    _ branches: [TermBranch]
  ) throws(KindredError) -> [ConditionalBranch] {
    var lowered: [ConditionalBranch] = []
    for branch in branches {
      lowered.append(
        ConditionalBranch(condition: try term(branch.condition), value: try term(branch.value))
      )
    }
    return lowered
  }

  mutating func aggregate(_ aggregate: AggregateTerm) throws(KindredError) -> Aggregate {
    var argument: Expression?
    if let term = aggregate.argument { argument = try self.term(term) }
    var filter: Expression?
    if let term = aggregate.filter { filter = try self.term(term) }
    return Aggregate(aggregate.function, argument, filter: filter)
  }
}
