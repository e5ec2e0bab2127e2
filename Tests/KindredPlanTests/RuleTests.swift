// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema
import Testing

/// One query for each rule, with the trace of all that was done to it.
@Suite struct `Each rule` {
  static let a = Use(Library.authors, 0)
  static let b = Use(Library.books, 1)
  static let r = Use(Library.reviews, 2)
  static let isOwnBook = compare(a["id"], .equal, b["authorID"])
  static let isOwnReview = compare(r["bookID"], .equal, b["id"])
  static let isRecent = compare(b["year"], .greater, integer(2000))
  static let ownBooks = LogicalPlan.filter(isOwnBook, b.scan)
  static let joined = LogicalPlan.join(.inner, a.scan, b.scan, on: isOwnBook)
  static let padded = LogicalPlan.join(.left, a.scan, b.scan, on: isOwnBook)

  static let queries: [String: LogicalPlan] = [
    "FoldConstants": .filter(
      .and([
        compare(integer(1), .less, integer(2)), .not(compare(integer(3), .less, a["born"])),
        .not(.isNull(a["id"])),
      ]),
      a.scan
    ),
    "SimplifyExists": .filter(
      .exists(.limit(count: 3, offset: 0, .sort([SortKey(b["year"])], ownBooks))),
      a.scan
    ),
    "CountToExists": .filter(compare(count(5, of: ownBooks), .less, integer(1)), a.scan),
    "MergeFilters": .filter(isRecent, .filter(compare(b["pages"], .less, integer(9)), b.scan)),
    "MergeProjects": project(
      6,
      [.arithmetic(.add, output(5, 0), integer(1))],
      project(5, [.arithmetic(.multiply, b["year"], integer(2)), b["pages"]], b.scan)
    ),
    "EliminateJoin": project(
      5,
      [b["year"], a["id"]],
      .join(.left, b.scan, a.scan, on: compare(b["authorID"], .equal, a["id"]))
    ),
    "EliminateDistinctOnKey": .distinct(project(5, [b["id"], b["year"]], b.scan)),
    "EliminateSort": .sort([SortKey(integer(1)), SortKey(b["id"]), SortKey(b["year"])], b.scan),
    "OuterJoinToInner": .filter(isRecent, padded),
    "LeftJoinIsNullToAntiJoin": project(
      5,
      [a["name"], b["year"]],
      .filter(.isNull(b["authorID"]), padded)
    ),
    "PushFilterThroughProject": .filter(
      compare(output(5, 0), .greater, integer(3)),
      project(5, [b["year"], b["pages"]], b.scan)
    ),
    "PushFilterThroughSort": .filter(isRecent, .sort([SortKey(b["pages"])], b.scan)),
    "PushFilterThroughDistinct": .filter(
      compare(output(5, 0), .equal, integer(7)),
      .distinct(project(5, [b["year"]], b.scan))
    ),
    "PushFilterThroughAggregate": .filter(
      .and([
        compare(output(5, 0), .greater, integer(1990)), compare(output(5, 1), .greater, integer(2)),
      ]),
      .aggregate(SourceID(5), keys: [b["year"]], aggregates: [Aggregate(.count)], b.scan)
    ),
    "PushFilterThroughJoin": .filter(
      .and([isRecent, compare(a["born"], .less, b["year"]), compare(a["name"], .equal, a["name"])]),
      joined
    ),
    "PushJoinCondition": .join(
      .left,
      a.scan,
      b.scan,
      on: .and([isOwnBook, isRecent, compare(a["born"], .greater, integer(1900))])
    ),
    "OrientJoinCondition": .join(
      .inner,
      a.scan,
      b.scan,
      on: compare(b["authorID"], .equal, a["id"])
    ),
    "InferKeyConstants": .filter(compare(a["id"], .equal, integer(5)), joined),
    "ExistsToSemiJoin": .filter(
      .inSubquery(a["id"], project(5, [b["authorID"]], .filter(isRecent, b.scan))),
      a.scan
    ),
    "NotExistsToAntiJoin": .filter(.not(.exists(ownBooks)), a.scan),
    "SimplifySemiJoinInput": .filter(
      .exists(.filter(isOwnBook, .join(.inner, b.scan, r.scan, on: isOwnReview))),
      a.scan
    ),
    "PushSemiJoinThroughJoin": .join(.semi, joined, r.scan, on: isOwnReview),
    "DistinctJoinToSemiJoin": .distinct(project(5, [a["name"]], joined)),
    "PruneProjection": project(
      6,
      [output(5, 1)],
      .sort([SortKey(output(5, 1))], project(5, [.exists(ownBooks), a["name"]], a.scan))
    ),
    "PushLimitThroughProject": .limit(
      count: 10,
      offset: 0,
      project(
        5,
        [a["name"], count(6, of: ownBooks)],
        .sort([SortKey(a["born"], isDescending: true)], a.scan)
      )
    ),
    "DecorrelateScalarAggregate": .sort(
      [SortKey(output(5, 1), isDescending: true)],
      project(
        5,
        [a.row, count(6, of: ownBooks)],
        .filter(compare(count(6, of: ownBooks), .greater, integer(3)), a.scan)
      )
    ),
    "DecorrelateFirstRow": project(
      6,
      [
        a["name"],
        .scalar(
          project(
            5,
            [b["year"]],
            .limit(
              count: 1,
              offset: 0,
              .sort(
                [SortKey(b["pages"], isDescending: true)],
                .filter(.and([isOwnBook, isRecent]), b.scan)
              )
            )
          )
        ),
      ],
      a.scan
    ),
    "DecorrelateExists": .filter(
      .or([.exists(ownBooks), compare(a["born"], .less, integer(1900))]),
      a.scan
    ),
  ]

  @Test(arguments: Optimizer.standardRules.map(\.name))
  func `rewrites its query as recorded`(rule: String) throws {
    let plan = try #require(Self.queries[rule], "the rule \(rule) has no query here")
    var fired: [String] = []
    _ = Optimizer(schema: Library.schema).optimize(plan) { fired.append($0.rule) }
    #expect(fired.contains(rule))
    try expectGolden(rule, trace(plan))
  }
}
