// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// The relations of a tree of inner, semi- and anti-joins, and what ties them together.
///
/// Relations are numbered from left to right. A semi- or anti-join's right side is a relation, too: a
/// *test*, which may be asked as soon as the relations are joined that its condition mentions, on
/// their right.
struct JoinGraph {
  struct Relation {
    let side: JoinSide
    /// Nil for the rows of an inner join; else what a test asks, on which condition.
    let test: (kind: JoinKind, condition: Expression)?
    /// Of a test: what has to be joined before.
    var required = RelationSet()
    /// Of a test: the fraction of rows that pass it.
    var keptFraction = 1.0
    /// How many conditions a scan of a table is filtered by; nil if the relation is more than that.
    let scanConditions: Int?

    var isTest: Bool { test != nil }
    var rows: Double { side.physical.estimatedRows }
    var cost: Double { side.physical.estimatedCost }
  }

  struct Predicate {
    let condition: Expression
    /// The relations that it needs.
    var relations: RelationSet
    let selectivity: Double
    /// The relations on both sides of an equality, if they are not the same.
    let sides: (RelationSet, RelationSet)?
  }

  /// A foreign key that some predicates follow.
  struct Link {
    let key: ForeignKeyID
    let child: Int
    let parent: Int
    /// The predicates, as bits.
    let predicates: UInt64
    let selectivity: Double
    let childrenPerParent: Double
    let parentSlots: Double
  }

  /// A relation's place in the tree as it was written.
  indirect enum Shape {
    case relation(Int)
    case join(Shape, Shape)
  }

  let shape: Shape
  var relations: [Relation] = []
  var predicates: [Predicate] = []
  var links: [Link] = []
  /// Per relation, those that it shares a condition with.
  var neighbours: [RelationSet] = []
  /// Per relation, those of which its row determines the row, and itself.
  var dependents: [RelationSet] = []
  /// The relations that have one row at most.
  var singles = RelationSet()

  init(_ shape: Shape) { self.shape = shape }

  var all: RelationSet {
    relations.isEmpty ? RelationSet() : RelationSet(upTo: relations.count - 1)
  }

  /// The order of the rows as the query is written.
  var writtenOrder: RowOrder {
    var order = RowOrder()
    for relation in relations.indices where !relations[relation].isTest { order.append(relation) }
    return order
  }

  /// The predicates that can be asked once both sets are joined, and not before, as bits.
  func predicates(between first: RelationSet, _ second: RelationSet) -> UInt64 {
    let both = first.union(second)
    var found: UInt64 = 0
    for (number, predicate) in predicates.enumerated()
    where predicate.relations.isSubset(of: both) && !predicate.relations.isSubset(of: first)
      && !predicate.relations.isSubset(of: second)
    {
      found |= 1 << UInt64(number)
    }
    return found
  }

  /// The relation whose rows have the source.
  func relation(of source: SourceID) -> Int? {
    relations.firstIndex { $0.side.sources.contains(source) }
  }
}

/// One input of a join: what it asks, and how that is run.
struct JoinSide {
  let logical: LogicalPlan
  var physical: PhysicalPlan
  /// The sources whose columns can be mentioned above, those of subqueries that were run included.
  var sources: SourceSet
}
