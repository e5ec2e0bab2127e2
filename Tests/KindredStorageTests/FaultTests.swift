// SPDX-License-Identifier: Apache-2.0

#if INTERNAL_CHECKS
  import KindredColumns
  import KindredSchema
  import KindredStorage
  import Testing

  /// Each statement is run with a fault at its first point, its second, and so on.
  @Suite struct `Faults` {
    private struct Undone: Error {}

    enum Operation: CaseIterable {
      case insertRow, insertManyRows, insertSelfReferring, insertChildren
      case updateCell, updateColumns, exchangeKeys, updateManyRows
      case moveChildren, exchangeParents
      case deleteRow, deleteWithChildren, deleteCycle, deleteManyRows
      case insertClash, insertOrphan, updateClash, deleteRestricted
      case savepoints

      func run(_ tx: Transaction) throws {
        switch self {
        case .insertRow: try tx.insert(Library.authors, [[.integer(900), .text("new"), .null]])
        case .insertManyRows:
          let keys = (0..<5000).map { Int64($0 + 1000) }
          try tx.insert(
            into: Library.authors,
            [
              Vector(.integers(keys)), Vector(.strings(keys.map { "author \($0)" })),
              Vector(.reals(keys.map { Double($0) }), nulls: keys.map { UInt8($0 % 2) }),
            ],
            count: keys.count
          )
        case .insertSelfReferring:
          try tx.insert(
            Library.categories,
            [[.integer(90), .integer(91)], [.integer(91), .integer(90)]]
          )
        case .insertChildren:
          try tx.insert(
            Library.books,
            (0..<20).map { [.integer(500 + $0), .integer($0 % 10), .text("child \($0)")] }
          )
        case .updateCell: try tx.update(Library.authors, 1, [(3, .text("another name"))])
        case .updateColumns:
          try tx.update(
            Library.authors,
            columns: [1, 2],
            rows: [1, 2],
            values: [Vector(.strings(["x", "y"])), Vector(.reals([7, 8]), nulls: [0, 1])]
          )
        case .exchangeKeys:
          try tx.update(Library.authors, 1, [(0, .text("1")), (1, .text("0"))])
        case .updateManyRows:
          let rows = (0..<RowID(2500)).map { $0 }
          try tx.update(
            Library.loans,
            column: 1,
            rows: rows,
            values: Vector(.integers(rows.map { Int64($0 % 7) }))
          )
        case .moveChildren:
          try tx.update(Library.books, 1, [(0, .integer(9)), (5, .null), (7, .integer(1))])
        case .exchangeParents:
          try tx.update(Library.authors, 0, [(0, .integer(1)), (1, .integer(0))])
        case .deleteRow: try tx.delete(Library.loans, rows: [17])
        case .deleteWithChildren: try tx.delete(Library.authors, rows: [19, 18, 17])
        case .deleteCycle: try tx.delete(Library.categories, rows: [0])
        case .deleteManyRows: try tx.delete(Library.loans, rows: Array(100..<2600))
        case .insertClash:
          try tx.insert(
            Library.authors,
            [[.integer(900), .text("new"), .null], [.integer(901), .text("1"), .null]]
          )
        case .insertOrphan: try tx.insert(Library.books, [[.integer(900), .integer(-1), .null]])
        case .updateClash: try tx.update(Library.authors, 1, [(5, .text("new")), (6, .text("1"))])
        case .deleteRestricted: try tx.delete(Library.authors, rows: [19, 3])
        case .savepoints:
          try Operation.insertRow.run(tx)
          do {
            try tx.savepoint {
              try Operation.deleteWithChildren.run(tx)
              throw Undone()
            }
          } catch is Undone {}
          try tx.savepoint { try Operation.moveChildren.run(tx) }
        }
      }

      /// Whether it is refused also without a planted fault.
      var isRefused: Bool {
        switch self {
        case .insertClash, .insertOrphan, .updateClash, .deleteRestricted: true
        case .insertRow, .insertManyRows, .insertSelfReferring, .insertChildren, .updateCell,
          .updateColumns, .exchangeKeys, .updateManyRows, .moveChildren, .exchangeParents,
          .deleteRow, .deleteWithChildren, .deleteCycle, .deleteManyRows, .savepoints:
          false
        }
      }
    }

    /// 20 authors of three books, of which the first five authors' are on loan, and a cycle of categories.
    private func run(_ operation: Operation) throws -> FaultRun {
      let store = try Library.store()
      try store.write { tx in
        try tx.insert(
          Library.authors,
          (0..<20).map { [.integer($0), .text("\($0)"), .real(Double($0))] }
        )
        try tx.insert(
          Library.books,
          (0..<60).map { [.integer($0), .integer($0 % 20), .text("\($0)")] }
        )
        try tx.insert(Library.loans, (0..<3000).map { [.integer($0), .integer($0 % 5)] })
        try tx.insert(Library.categories, (0..<6).map { [.integer($0), .integer(($0 + 1) % 6)] })
      }
      return FaultRun(
        name: "\(operation)",
        base: store,
        isRefused: operation.isRefused,
        operation: operation.run
      )
    }

    @Test(arguments: Operation.allCases)
    func `K01 whichever point of a statement fails, nothing of it stays`(
      operation: Operation
    ) throws {
      try run(operation).failStatements { tx in
        try tx.insert(Library.authors, [[.integer(800), .text("before"), .null]])
      }
    }

    @Test(arguments: Operation.allCases)
    func `K15 a transaction that fails at any point leaves the database as it was`(
      operation: Operation
    ) throws {
      try run(operation).failTransactions()
    }
  }
#endif
