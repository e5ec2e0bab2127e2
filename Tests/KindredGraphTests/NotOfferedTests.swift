// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

/// What cannot be asked of `with`: each test has an overload of last resort, which the compiler picks only
/// because the library has none.
@Suite struct `What cannot be loaded` {
  @Test func `F39 a path that ends in a column, alone or behind a relation`() {
    #expect(type(of: Author.all.with(\.name)) == NotOffered.self)
    #expect(type(of: Book.all.with(\.author)) == Query<Book>.self)
    _ = Book.all.with(\.author) { author in
      #expect(type(of: author.with(\.country)) == NotOffered.self)
      return author
    }
  }

  @Test func `F39 a relation of another model`() {
    #expect(type(of: Author.all.with(\Book.Type.author)) == NotOffered.self)
  }
}

private struct NotOffered {}

extension Nestable {
  @_disfavoredOverload
  fileprivate func with<V>(_ column: KeyPath<Row, V>) -> NotOffered { NotOffered() }

  @_disfavoredOverload
  fileprivate func with<Other, V>(_ relation: KeyPath<Other, V>) -> NotOffered { NotOffered() }
}
