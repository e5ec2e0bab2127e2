// SPDX-License-Identifier: Apache-2.0

extension Query: PreparableQuery {
  /// The query with values for its parameters.
  public func binding(_ values: QueryBinding) -> Query {
    var query = self
    query.core = core.bound(values)
    return query
  }
}

extension Selection: PreparableQuery {
  /// The query with values for its parameters.
  public func binding(_ values: QueryBinding) -> Selection {
    var query = self
    query.core = core.bound(values)
    return query
  }
}

extension Annotated: PreparableQuery {
  /// The query with values for its parameters.
  public func binding(_ values: QueryBinding) -> Annotated {
    var query = self
    query.core = core.bound(values)
    return query
  }
}

extension Update: PreparableQuery {
  /// The update with values for its parameters.
  public func binding(_ values: QueryBinding) -> Update {
    var update = self
    update.core = core.bound(values)
    return update
  }
}
