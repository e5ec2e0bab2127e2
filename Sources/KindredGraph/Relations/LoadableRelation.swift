// SPDX-License-Identifier: Apache-2.0

public import KindredQuery
public import KindredSchema

/// A relation that can be read from objects and loaded with queries.
///
/// Conformed to by the library's four kinds of relations only.
public protocol LoadableRelation: Relation {
  /// What reading the relation gives: an object, an optional one, or a list.
  associatedtype Value
  /// What the closure of `with` shapes.
  associatedtype Nested: Nestable where Nested.Row == Target

  /// What reading the relation of a plain value gives: a value, an optional one, or an array.
  associatedtype PlainValue

  /// The related values of a value.
  func plainValue(of value: Plain<Source>) throws(KindredError) -> PlainValue
  /// The related objects of an object.
  func value(of object: Live<Source>, _ access: RelationAccess) throws(KindredError) -> Value
  /// How the relation is loaded with a query.
  func request(_ strategy: LoadStrategy, _ shape: (Nested) -> Nested) -> LoadRequest
}

/// How a relation is loaded.
public enum LoadStrategy: Sendable, Hashable {
  /// To-one in the statement of the query, to-many in one more.
  case auto
  /// In the statement of the query.
  ///
  /// The rows of a to-many relation come with those of the query, which a limit then still counts, and
  /// each object comes once. Batched all the same are a second to-many relation beside a joined one, whose
  /// rows would be paired with those of the first, and one that has an order or conditions.
  case join
  /// In one statement more, for all objects.
  case batch
}

/// Where a relation is read, for messages and the log.
public struct RelationAccess: Sendable {
  let site: Site?
}

/// A relation to load, its types forgotten.
public struct LoadRequest: Sendable {
  let load: any GraphLoad
}

/// Something with objects whose relations can be loaded: a query, or a relation inside of `with`.
public protocol Nestable {
  /// The model of the objects.
  associatedtype Row: Entity

  /// The same, with a relation to load.
  func loading(_ request: LoadRequest) -> Self
}

extension Nestable {
  /// Loads a relation together with the objects.
  ///
  ///     Author.all.with(\.books) { $0.order { $0.year.descending }.with(\.reviews) }.fetch(s)
  ///
  /// A to-one relation is joined in the same statement; a to-many relation takes one more statement, for
  /// any number of objects, and none if there are no objects.
  ///
  /// - Parameters:
  ///   - relation: The relation.
  ///   - strategy: Joined or batched, if it is to be other than that.
  ///   - shape: Orders the related objects, and loads their relations.
  /// - Returns: The same, with the relation to load.
  public func with<D: LoadableRelation>(
    _ relation: KeyPath<Row.Type, D>,
    _ strategy: LoadStrategy = .auto,
    _ shape: (D.Nested) -> D.Nested = { $0 }
  ) -> Self where D.Source == Row {
    loading(Row.self[keyPath: relation].request(strategy, shape))
  }

  /// Loads a part of a to-many relation into a slot of its own: some of the related objects, in some
  /// order, at most so many per object.
  ///
  ///     let recent = Slot<Author, Book>()
  ///     let authors = try Author.all
  ///       .with(\.books, as: recent) { $0.where { $0.year >= 1990 }.order { $0.year.descending }.limit(3) }
  ///       .fetch(s)
  ///     print(try authors[0][recent].map(\.title))
  public func with<R: Entity>(
    _ relation: KeyPath<Row.Type, ToMany<Row, R>>,
    as slot: Slot<Row, R>,
    _ shape: (Query<R>) -> Query<R> = { $0 }
  ) -> Self {
    loading(Row.self[keyPath: relation].request(into: slot, shape))
  }
}

extension Query: Nestable {
  /// The model of the objects.
  public typealias Row = T

  /// The same, with a relation to load.
  public func loading(_ request: LoadRequest) -> Query {
    var query = self
    query.loads.append(request.load)
    return query
  }

  /// Says what relations of the fetched objects, and of those loaded from them, do when they are read and
  /// are not loaded: in place of ``Session/notLoaded``.
  ///
  ///     try Author.all.with(\.books).notLoaded(.forbid).fetch(s)
  public func notLoaded(_ policy: NotLoadedPolicy) -> Query {
    var query = self
    query.notLoaded = policy
    return query
  }
}

/// A to-one relation inside of `with`: its own relations can be loaded.
public struct OneLoad<R: Entity>: Nestable {
  /// The model of the objects.
  public typealias Row = R
  var query = Query<R>(core: R.all.core)

  /// The same, with a relation to load.
  public func loading(_ request: LoadRequest) -> OneLoad {
    OneLoad(query: query.loading(request))
  }
}

/// A to-many relation inside of `with`: it can be ordered, and its own relations can be loaded.
///
/// It cannot be filtered: a filtered load is not the whole relation, and has its place in a ``Slot``.
public struct ManyLoad<R: Entity>: Nestable {
  /// The model of the objects.
  public typealias Row = R
  var query = Query<R>(core: R.all.core)

  /// The same, with a relation to load.
  public func loading(_ request: LoadRequest) -> ManyLoad {
    ManyLoad(query: query.loading(request))
  }

  /// The order of the related objects.
  public func order<each O: OrderTerm>(_ keys: (Ref<R>) -> (repeat each O)) -> ManyLoad {
    ManyLoad(query: query.order(keys))
  }

  /// Not here: it would not be the whole relation.
  @available(
    *,
    unavailable,
    message:
      "a filtered load is not the whole relation: use .with(\\.relation, as: slot) { $0.where { … } }"
  )
  public func `where`<B: ColumnValue>(_ condition: (Ref<R>) -> Expr<B>) -> ManyLoad { self }

  /// Not here: it would not be the whole relation.
  @available(
    *,
    unavailable,
    message:
      "a limited load is not the whole relation: use .with(\\.relation, as: slot) { $0.limit(n) }"
  )
  public func limit(_ count: Int) -> ManyLoad { self }
}

/// A place of its own for a part of a to-many relation.
///
/// Loaded by ``Nestable/with(_:as:_:)`` and read by `try author[slot]`. Two slots never meet, whatever
/// they load.
public struct Slot<Source: Entity, Target: Entity>: Sendable {
  /// Where the session keeps what was loaded: the number of a relation that no declaration has.
  let number: Int

  /// A new slot.
  public init() { number = RelationDescription.nextNumber() }
}
