// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

/// Makes plans of all shapes, small ones, with keys and foreign keys more often than by chance.
struct RandomPlan {
  var random: Random
  private var nextSource = 0

  init(_ random: Random) { self.random = random }

  mutating func plan() -> LogicalPlan { plan(depth: 4, outer: []) }

  private mutating func fresh() -> SourceID {
    defer { nextSource += 1 }
    return SourceID(nextSource)
  }

  private mutating func scan() -> LogicalPlan {
    .scan(
      fresh(),
      random.pick([Library.authors, Library.books, Library.books, Library.reviews, Library.notes])
    )
  }

  private mutating func plan(depth: Int, outer: [ColumnReference]) -> LogicalPlan {
    if depth <= 0 { return scan() }
    let input = { (self: inout RandomPlan) in self.plan(depth: depth - 1, outer: outer) }
    switch random.below(14) {
    case 0: return scan()
    case 1, 2, 3:
      let plan = input(&self)
      return .filter(condition(depth, plan.columns, outer), plan)
    case 4, 5: return projected(input(&self), depth, outer)
    case 6, 7, 8:
      let (left, right) = (input(&self), plan(depth: depth - 2, outer: outer))
      let kind = random.pick(JoinKind.allCases)
      return .join(kind, left, right, on: joinCondition(left, right, depth, outer))
    case 9:
      let plan = input(&self)
      return aggregated(plan, depth, outer, keyed: random.chance(80))
    case 10:
      if random.chance(50) { return .distinct(projected(input(&self), 0, outer)) }
      return .distinct(input(&self))
    case 11: return combined(input(&self), plan(depth: depth - 2, outer: outer), outer)
    case 12:
      let plan = input(&self)
      return .firstPerKey(
        keys: (0..<random.below(3)).map { _ in number(depth - 2, plan.columns, outer) },
        order: random.chance(70) ? sortKeys(plan, depth, outer) : [],
        count: random.chance(80) ? random.below(3) : nil,
        offset: random.below(2),
        plan
      )
    default:
      let plan = input(&self)
      let sorted = LogicalPlan.sort(sortKeys(plan, depth, outer), plan)
      guard random.chance(40) else { return sorted }
      return .limit(
        count: random.chance(80) ? random.below(4) : nil,
        offset: random.below(2),
        sorted
      )
    }
  }

  /// Two plans of one shape: the rows of one table, or as many numbers.
  private mutating func combined(
    _ left: LogicalPlan,
    _ right: LogicalPlan,
    _ outer: [ColumnReference]
  ) -> LogicalPlan {
    let operation = random.pick(SetOperation.allCases)
    if case .row(_, let table)? = left.output.first, left.output.count == 1, random.chance(60) {
      let scan = LogicalPlan.scan(fresh(), table)
      let other = LogicalPlan.filter(condition(0, scan.columns, outer), scan)
      return .setOperation(fresh(), operation, left, other)
    }
    let count = 1 + random.below(2)
    func numbers(_ self: inout RandomPlan, _ plan: LogicalPlan) -> LogicalPlan {
      .project(self.fresh(), (0..<count).map { _ in self.number(0, plan.columns, outer) }, plan)
    }
    return .setOperation(fresh(), operation, numbers(&self, left), numbers(&self, right))
  }

  private mutating func sortKeys(
    _ plan: LogicalPlan,
    _ depth: Int,
    _ outer: [ColumnReference]
  ) -> [SortKey] {
    (0...random.below(2)).map { _ in
      SortKey(
        number(depth - 2, plan.columns, outer),
        isDescending: random.chance(50),
        nullsFirst: random.chance(50)
      )
    }
  }

  private mutating func projected(
    _ plan: LogicalPlan,
    _ depth: Int,
    _ outer: [ColumnReference]
  ) -> LogicalPlan {
    let rows = plan.output.compactMap { output -> Expression? in
      if case .row(let source, _) = output { .row(source) } else { nil }
    }
    var outputs: [Expression] = []
    for _ in 0...random.below(3) {
      if !rows.isEmpty, random.chance(40) {
        let row = random.pick(rows)
        if !outputs.contains(row) { outputs.append(row) }
      } else if random.chance(25) {
        outputs.append(condition(depth - 1, plan.columns, outer))
      } else {
        outputs.append(number(depth - 1, plan.columns, outer))
      }
    }
    return .project(fresh(), outputs, plan)
  }

  private mutating func aggregated(
    _ plan: LogicalPlan,
    _ depth: Int,
    _ outer: [ColumnReference],
    keyed: Bool
  ) -> LogicalPlan {
    let keys = keyed ? (0...random.below(2)).map { _ in number(0, plan.columns, outer) } : []
    let aggregates = (0..<(random.below(2) + (keyed ? 0 : 1))).map { _ in
      aggregate(plan.columns, outer)
    }
    return .aggregate(fresh(), keys: keys, aggregates: aggregates, plan)
  }

  private mutating func aggregate(
    _ columns: [ColumnReference],
    _ outer: [ColumnReference]
  ) -> Aggregate {
    let filter = random.chance(20) ? condition(0, columns, outer) : nil
    if random.chance(40) { return Aggregate(.count, filter: filter) }
    let function = random.pick([
      AggregateFunction.count, .countDistinct, .sum, .minimum, .maximum,
    ])
    return Aggregate(function, number(0, columns, []), filter: filter)
  }

  private mutating func joinCondition(
    _ left: LogicalPlan,
    _ right: LogicalPlan,
    _ depth: Int,
    _ outer: [ColumnReference]
  ) -> Expression {
    var related = relation(left.columns, right.columns)
    if random.chance(25) { related = .and([related, relation(left.columns, right.columns)]) }
    if let reference = reference(left, right), random.chance(35) { related = reference }
    if random.chance(60) { return related }
    let both = left.columns + right.columns
    return .and([related, condition(random.chance(20) ? depth - 2 : 0, both, outer)])
  }

  /// The equalities of all columns of some foreign key between the plans' tables.
  private mutating func reference(_ left: LogicalPlan, _ right: LogicalPlan) -> Expression? {
    var found: [Expression] = []
    for case .row(let first, let firstTable) in left.output {
      for case .row(let second, let secondTable) in right.output {
        found += references(first, firstTable, second, secondTable)
        found += references(second, secondTable, first, firstTable)
      }
    }
    return found.isEmpty ? nil : random.pick(found)
  }

  private func references(
    _ child: SourceID,
    _ table: TableID,
    _ parent: SourceID,
    _ parentTable: TableID
  ) -> [Expression] {
    Library.schema[table].foreignKeys.filter { $0.parent == parentTable }.map { key in
      .all(
        zip(key.columns, key.parentColumns).map { own, target in
          .comparison(
            .equal,
            .column(ColumnReference(child, own, .integer)),
            .column(ColumnReference(parent, target, .integer))
          )
        }
      )
    }
  }

  /// An equality of two columns, if possible along a foreign key.
  private mutating func relation(
    _ first: [ColumnReference],
    _ second: [ColumnReference]
  ) -> Expression {
    let first = first.filter { $0.type == .integer }
    let second = second.filter { $0.type == .integer }
    guard !first.isEmpty, !second.isEmpty else { return .true }
    var (left, right) = (random.pick(first), random.pick(second))
    for _ in 0..<6 where !(left.index <= 1 && right.index <= 1 && left.index != right.index) {
      (left, right) = (random.pick(first), random.pick(second))
    }
    let op: ComparisonOperator = random.chance(90) ? .equal : random.pick([.identical, .less])
    return random.chance(50)
      ? .comparison(op, .column(left), .column(right))
      : .comparison(op, .column(right), .column(left))
  }

  private mutating func number(
    _ depth: Int,
    _ columns: [ColumnReference],
    _ outer: [ColumnReference]
  ) -> Expression {
    let usable = (columns + (random.chance(20) ? outer : [])).filter { $0.type == .integer }
    let kind = random.below(depth > 0 ? 20 : 14)
    switch kind {
    case 0, 1:
      return .literal(random.chance(15) ? .null : .integer(Int64(random.below(3))), .integer)
    case 2:
      return .arithmetic(
        random.pick([.add, .multiply]),
        number(depth - 1, columns, outer),
        number(depth - 1, columns, outer)
      )
    case 3:
      return .coalesce([number(depth - 1, columns, outer), number(depth - 1, columns, outer)])
    case 14:
      return .conditional(
        [
          ConditionalBranch(
            condition: condition(depth - 1, columns, outer),
            value: number(depth - 1, columns, outer)
          )
        ],
        otherwise: number(depth - 1, columns, outer)
      )
    case 15, 16, 17, 18:
      let input = subquery(depth, columns + outer)
      return .scalar(
        .aggregate(
          fresh(),
          keys: [],
          aggregates: [aggregate(input.columns, columns + outer)],
          input
        )
      )
    case 19:
      let input = subquery(depth, columns + outer)
      let single = LogicalPlan.project(fresh(), [number(0, input.columns, [])], input)
      return .scalar(random.chance(80) ? .limit(count: 1, offset: 0, single) : single)
    default: return usable.isEmpty ? integer(1) : .column(random.pick(usable))
    }
  }

  private mutating func condition(
    _ depth: Int,
    _ columns: [ColumnReference],
    _ outer: [ColumnReference]
  ) -> Expression {
    func boolean(_ self: inout RandomPlan) -> Expression {
      self.condition(depth - 1, columns, outer)
    }
    func operand(_ self: inout RandomPlan) -> Expression { self.number(depth - 1, columns, outer) }
    switch random.below(depth > 0 ? 18 : 6) {
    case 0: return .isNull(operand(&self))
    case 1: return .not(.isNull(operand(&self)))
    case 2:
      return .inList(
        operand(&self),
        random.chance(30) ? [.integer(1), .null] : [.integer(1), .integer(2)]
      )
    case 3, 4, 5:
      return .comparison(random.pick(ComparisonOperator.allCases), operand(&self), operand(&self))
    case 6, 7: return .and([boolean(&self), boolean(&self)])
    case 8: return .or([boolean(&self), boolean(&self)])
    case 9: return .not(boolean(&self))
    case 10: return .truth(random.pick(TruthValue.allCases), boolean(&self))
    case 11, 12: return .exists(subquery(depth, columns + outer))
    case 13: return .not(.exists(subquery(depth, columns + outer)))
    case 14, 15:
      let input = subquery(depth, random.chance(40) ? columns + outer : [])
      let single = LogicalPlan.project(fresh(), [number(0, input.columns, [])], input)
      let membership = Expression.inSubquery(number(0, columns, outer), single)
      return random.chance(50) ? membership : .not(membership)
    default:
      return .comparison(
        random.pick(ComparisonOperator.allCases),
        .scalar(
          .aggregate(
            fresh(),
            keys: [],
            aggregates: [Aggregate(.count)],
            subquery(depth, columns + outer)
          )
        ),
        integer(Int64(random.below(2)))
      )
    }
  }

  /// The rows of a subquery, most often tied to the outer row by a key.
  private mutating func subquery(_ depth: Int, _ outer: [ColumnReference]) -> LogicalPlan {
    let input = plan(depth: min(depth - 2, 2), outer: outer)
    guard !outer.isEmpty, random.chance(85) else { return input }
    var tied = relation(outer, input.columns)
    if random.chance(20) { tied = .and([tied, relation(outer, input.columns)]) }
    let filtered = LogicalPlan.filter(
      random.chance(60) ? tied : .and([tied, condition(0, input.columns, outer)]),
      input
    )
    return random.chance(85) ? filtered : .distinct(filtered)
  }
}

extension LogicalPlan {
  /// All columns that a node above may mention.
  var columns: [ColumnReference] {
    output.flatMap { output -> [ColumnReference] in
      switch output {
      case .column(let column): [column]
      case .row(let source, let table):
        Library.schema[table].columns.enumerated().map {
          ColumnReference(source, $0.offset, $0.element.type)
        }
      }
    }
  }
}
