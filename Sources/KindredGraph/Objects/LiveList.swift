// SPDX-License-Identifier: Apache-2.0

public import KindredQuery

/// The loaded objects of a to-many relation, in their order.
///
/// Everything is answered from memory.
public struct LiveList<R: Entity>: RandomAccessCollection {
  /// Objects of this type, and nothing else, are put into it.
  @usableFromInline
  let objects: ContiguousArray<AnyObject>
  @usableFromInline
  let start: Int
  /// How many there are.
  public let count: Int

  init(_ objects: ContiguousArray<AnyObject>, _ start: Int, _ count: Int) {
    self.objects = objects
    self.start = start
    self.count = count
  }

  /// 0.
  @inlinable
  public var startIndex: Int { 0 }

  /// The count.
  @inlinable
  public var endIndex: Int { count }

  /// The object at a position.
  @inlinable
  public subscript(position: Int) -> Live<R> {
    precondition(position >= 0 && position < count, "position \(position) of \(count) objects")
    return unsafe unsafeDowncast(objects[start + position], to: Live<R>.self)
  }

  /// A column of each object: `books.map(\.title)`.
  @inlinable
  public func map<V>(_ keyPath: WritableKeyPath<R, V>) -> [V] {
    indices.map { self[$0][dynamicMember: keyPath] }
  }
}
