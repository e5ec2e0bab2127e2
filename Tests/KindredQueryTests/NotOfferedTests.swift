// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

/// What SQL allows and the typed queries do not: each test has an overload of last resort, which the compiler
/// picks only because the library has none.
@Suite struct `What the types rule out` {
  @Test func `V09 a remainder of reals`() {
    #expect(type(of: Expr(7.5) % Expr(2.0)) == NotOffered.self)
    #expect(type(of: Expr(7) % Expr(2)) == Expr<Int?>.self)
  }

  @Test func `V16 arithmetic with texts, and of integers with reals`() {
    #expect(type(of: Expr("1") * Expr(1)) == NotOffered.self)
    #expect(type(of: Expr(1 as Int) * Expr(0.5)) == NotOffered.self)
    #expect(type(of: Expr(2) * Expr(3)) == Expr<Int>.self)
  }

  @Test func `V17 numbers and texts as conditions`() {
    #expect(type(of: Expr(1) && Expr(true)) == NotOffered.self)
    #expect(type(of: Expr("a") && Expr(true)) == NotOffered.self)
    #expect(type(of: Expr(true) && Expr(false)) == Condition.self)
  }

  @Test func `V01 V02 F28 comparisons of different types`() {
    #expect(type(of: Expr("1") == Expr(1)) == NotOffered.self)
    #expect(type(of: Expr(1 as Int) == Expr(1.0)) == NotOffered.self)
    #expect(type(of: Expr(1) == Expr<Int?>(1)) == Condition.self)
  }

  @Test func `F14 fragments of SQL as conditions`() {
    #expect(type(of: Book.all.where("year > 2000")) == NotOffered.self)
    #expect(type(of: Book.all.where { $0.year > 2000 }) == Query<Book>.self)
  }

  @Test func `X08 sets of different types`() {
    let (years, titles) = (Book.all.select { $0.year }, Book.all.select { $0.title })
    #expect(type(of: years.union(titles)) == NotOffered.self)
    #expect(type(of: years.union(years)) == Selection<Int>.self)
  }
}

private struct NotOffered {}

@_disfavoredOverload
private func % <V, W>(left: Expr<V>, right: Expr<W>) -> NotOffered { NotOffered() }

@_disfavoredOverload
private func * <V, W>(left: Expr<V>, right: Expr<W>) -> NotOffered { NotOffered() }

@_disfavoredOverload
private func && <V, W>(left: Expr<V>, right: Expr<W>) -> NotOffered { NotOffered() }

@_disfavoredOverload
private func == <V, W>(left: Expr<V>, right: Expr<W>) -> NotOffered { NotOffered() }

extension Selection {
  @_disfavoredOverload
  fileprivate func union<W>(_ other: Selection<W>) -> NotOffered { NotOffered() }
}

extension Query {
  @_disfavoredOverload
  fileprivate func `where`(_ fragment: String) -> NotOffered { NotOffered() }
}
