// SPDX-License-Identifier: Apache-2.0

extension Query: QueryForm {
  /// The query without its types.
  public var untyped: UntypedQuery {
    get { UntypedQuery(core: core) }
    set { core = newValue.core }
  }
}

extension Selection: QueryForm {
  /// The query without its types.
  public var untyped: UntypedQuery {
    get { UntypedQuery(core: core) }
    set { core = newValue.core }
  }
}

extension Annotated: QueryForm {
  /// The query without its types.
  public var untyped: UntypedQuery {
    get { UntypedQuery(core: core) }
    set { core = newValue.core }
  }
}

extension Joined2 {
  /// The query without its types.
  public var untyped: UntypedQuery {
    get { UntypedQuery(core: core) }
    set { core = newValue.core }
  }
}

extension Joined3 {
  /// The query without its types.
  public var untyped: UntypedQuery {
    get { UntypedQuery(core: core) }
    set { core = newValue.core }
  }
}

extension Joined4 {
  /// The query without its types.
  public var untyped: UntypedQuery {
    get { UntypedQuery(core: core) }
    set { core = newValue.core }
  }
}

extension Joined5 {
  /// The query without its types.
  public var untyped: UntypedQuery {
    get { UntypedQuery(core: core) }
    set { core = newValue.core }
  }
}

extension Joined6 {
  /// The query without its types.
  public var untyped: UntypedQuery {
    get { UntypedQuery(core: core) }
    set { core = newValue.core }
  }
}

extension Grouped: QueryForm {
  /// The query without its types.
  public var untyped: UntypedQuery {
    get { UntypedQuery(core: core) }
    set { core = newValue.core }
  }
}

extension Update: QueryForm {
  /// The query without its types.
  public var untyped: UntypedQuery {
    get { UntypedQuery(core: core, assignments: assignments) }
    set { core = newValue.core }
  }
}
