// SPDX-License-Identifier: Apache-2.0

package import Kindred
import KindredPlan

/// How good the planner's order of joins is beside many others for the same query, each run.
///
/// The others are drawn: at random, then, from the best of those, with small changes, so that what is found is
/// close to the best there is also where that is one of millions.
package struct JoinOrderTrials {
  /// What the planner's own order took.
  package let own: Double
  /// The least that a drawn order took; nil if all took more than the budget.
  package let best: Double?
  /// The plan that did.
  package let bestPlan: String
  /// How many drawn orders ran to the end.
  package let finished: Int

  /// How many times more the planner's order took than the best of all, its own included.
  package var ratio: Double { own / min(own, best ?? own) }

  /// - Parameters:
  ///   - query: The query.
  ///   - session: Where it runs.
  ///   - count: How many orders to draw.
  ///   - repetitions: How often the chosen and the best order run, of which the least counts.
  ///   - measure: What a run took, in any unit.
  /// - Throws: What running the query throws.
  package init(
    _ query: FilmQuery,
    _ session: Session,
    count: Int,
    repetitions: Int = 1,
    measure: (Explanation) -> Double
  ) throws {
    // Once for what is sampled and cached when it is first asked for.
    _ = try session.analyze(query.untyped)
    let chosen = try session.analyze(query.untyped)
    var own = measure(chosen)
    for _ in 1..<repetitions { own = min(own, measure(try session.analyze(query.untyped))) }
    self.own = own
    let time = chosen.root.time ?? .zero
    let budget = QueryBudget(
      rows: 20 * (chosen.rowsTouched ?? 0) + 50_000,
      time: time * 10 + .milliseconds(50)
    )
    var random = Skew(seed: 64)
    var best = Trial(draw: JoinDraw(&random), cost: .infinity, plan: "")
    var finished = 0
    for number in 0..<count {
      let isNear = number >= count / 2 && finished > 0
      let draw = isNear ? best.draw.changed(&random) : JoinDraw(&random)
      guard let run = try Self.run(query, session, draw, within: budget) else { continue }
      finished += 1
      let cost = measure(run)
      if cost < best.cost { best = Trial(draw: draw, cost: cost, plan: "\(run)") }
    }
    for _ in 1..<repetitions where finished > 0 {
      let run = try session.analyze(query.untyped, draw: best.draw)
      best = Trial(draw: best.draw, cost: min(best.cost, measure(run)), plan: best.plan)
    }
    self.best = finished > 0 ? best.cost : nil
    bestPlan = best.plan
    self.finished = finished
  }

  private struct Trial {
    let draw: JoinDraw
    let cost: Double
    let plan: String
  }

  /// Nil if that takes more than the budget.
  private static func run(
    _ query: FilmQuery,
    _ session: Session,
    _ draw: JoinDraw,
    within budget: QueryBudget
  ) throws -> Explanation? {
    do {
      return try session.within(budget) { try session.analyze(query.untyped, draw: draw) }
    } catch let error as KindredError {
      if error.kind == .limit { return nil }
      throw error
    }
  }
}

extension JoinDraw {
  fileprivate init(_ random: inout Skew) {
    var ranks = Array(0..<64)
    for position in ranks.indices.dropFirst() {
      ranks.swapAt(position, random.next(below: position + 1))
    }
    self.init(ranks: ranks, turns: UInt64(random.next(below: .max)))
  }

  /// The same with a few conditions' ranks exchanged, and a join turned.
  fileprivate func changed(_ random: inout Skew) -> JoinDraw {
    var draw = self
    for _ in 0...random.next(below: 3) {
      draw.ranks.swapAt(random.next(below: 24), random.next(below: 64))
    }
    draw.turns ^= 1 << UInt64(random.next(below: 12))
    return draw
  }
}
