// SPDX-License-Identifier: Apache-2.0

#if INTERNAL_CHECKS
  import KindredColumns
  import KindredSchema
  import KindredStorage
  import Testing

  /// As ``Faults``, for what foreign keys do, for deferred keys, checks and ordered indexes.
  @Suite struct `Faults of actions` {
    enum Operation: CaseIterable {
      case setNull, setDefault, deleteDepartments, follow, followTwice, exchangeKeys
      case waitAndRepair, adoptOrphans, insertChecked, insertManyChecked
      case followToFailingCheck, defaultIsGone, leaveOpen

      func run(_ tx: Transaction) throws {
        switch self {
        case .setNull: try tx.delete(Company.departments, rows: [1])
        case .setDefault: try tx.update(Company.departments, 0, [(2, .integer(20))])
        case .deleteDepartments: try tx.delete(Company.departments, rows: [5, 1, 3])
        case .follow: try tx.update(Company.departments, 0, [(1, .integer(70)), (3, .integer(71))])
        case .followTwice:
          // Badges follow people, who are found by those who wait for them.
          try tx.insert(Company.people, [Self.person(500, chief: 600)])
          try tx.update(Company.people, 0, [(4, .integer(600)), (5, .integer(601))])
          try tx.checkConstraints()
        case .exchangeKeys:
          try tx.update(Company.departments, 0, [(1, .integer(2)), (2, .integer(1))])
        case .waitAndRepair:
          try tx.delete(Company.people, rows: [0])
          try tx.insert(Company.people, [Self.person(0, chief: nil)])
          try tx.checkConstraints()
        case .adoptOrphans:
          try tx.insert(Company.people, [Self.person(700, chief: 701)])
          try tx.insert(Company.people, [Self.person(701, chief: 700)])
        case .insertChecked: try tx.insert(Company.people, [Self.person(800, chief: 1)])
        case .insertManyChecked:
          try tx.insert(Company.people, (0..<2100).map { Self.person(1000 + $0, chief: 1) })
        case .followToFailingCheck: try tx.update(Company.departments, 0, [(1, .integer(13))])
        case .defaultIsGone: try tx.delete(Company.departments, rows: [1, 0])
        case .leaveOpen:
          try tx.delete(Company.people, rows: [0])
          try tx.checkConstraints()
        }
      }

      private static func person(_ key: Int64, chief: Int64?) -> [Value] {
        [
          .integer(key), .integer(key % 8), .null, .text("code \(key % 8)"),
          chief.map { .integer($0) } ?? .null,
        ]
      }

      /// Whether it is refused also without a planted fault.
      var isRefused: Bool {
        switch self {
        case .followToFailingCheck, .defaultIsGone, .leaveOpen: true
        case .setNull, .setDefault, .deleteDepartments, .follow, .followTwice, .exchangeKeys,
          .waitAndRepair, .adoptOrphans, .insertChecked, .insertManyChecked:
          false
        }
      }
    }

    /// Eight departments of five people each, whose chief is the first of all, each with a badge.
    private func run(_ operation: Operation) throws -> FaultRun {
      let store = try Company.store()
      try store.write { tx in
        try tx.insert(Company.departments, (0..<8).map { [.integer($0), .text("code \($0)")] })
        try tx.insert(
          Company.people,
          (0..<40).map {
            [
              .integer($0), .integer($0 % 8), .integer($0 / 5), .text("code \($0 % 8)"),
              .integer(0),
            ]
          }
        )
        try tx.insert(Company.badges, (0..<40).map { [.integer($0), .text("badge \($0)")] })
      }
      return FaultRun(
        name: "\(operation)",
        base: store,
        isRefused: operation.isRefused,
        operation: operation.run
      )
    }

    @Test(arguments: Operation.allCases)
    func `K01 whichever step of an action fails, nothing of the statement stays`(
      operation: Operation
    ) throws {
      try run(operation).failStatements { tx in
        try tx.insert(Company.departments, [[.integer(90), .text("before")]])
      }
    }

    @Test(arguments: Operation.allCases)
    func `K15 a transaction with actions that fails at any point leaves the database as it was`(
      operation: Operation
    ) throws {
      try run(operation).failTransactions()
    }

    @Test func `the operations pass points of every kind`() throws {
      let passed = try Operation.allCases.map { try run($0).passed() }
      #expect(passed.reduce([]) { $0.union($1) } == Set(FaultPoint.allCases))
    }

    @Test func `they do what they say without a fault`() throws {
      for operation in Operation.allCases {
        let run = try run(operation)
        let error: (any Error)?
        do {
          try run.base.write { try operation.run($0) }
          error = nil
        } catch let thrown { error = thrown }
        #expect(
          (error == nil) == !operation.isRefused,
          "\(operation): \(String(describing: error))"
        )
      }
    }
  }
#endif
