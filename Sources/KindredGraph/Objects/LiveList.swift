// SPDX-License-Identifier: Apache-2.0

public import KindredQuery

/// The loaded objects of a to-many relation, in their order.
///
/// Everything is answered from memory.
public struct LiveList<R: Entity>: RandomAccessCollection {
  private let objects: ContiguousArray<Live<R>>
  private let start: Int
  /// How many there are.
  public let count: Int

  init(_ objects: ContiguousArray<Live<R>>, _ start: Int, _ count: Int) {
    self.objects = objects
    self.start = start
    self.count = count
  }

  /// 0.
  public var startIndex: Int { 0 }

  /// The count.
  public var endIndex: Int { count }

  /// The object at a position.
  public subscript(position: Int) -> Live<R> {
    precondition(position >= 0 && position < count, "position \(position) of \(count) objects")
    return objects[start + position]
  }

  /// A column of each object: `books.map(\.title)`.
  public func map<V>(_ keyPath: WritableKeyPath<R, V>) -> [V] {
    indices.map { self[$0].row[keyPath: keyPath] }
  }
}
