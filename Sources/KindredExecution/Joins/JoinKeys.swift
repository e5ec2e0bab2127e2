// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredPlan
import KindredSchema

/// The keys of one side of a join, as its table wants them.
enum JoinKeys {
  /// Row ids of one table.
  case rows(BoundExpression, slotCount: Int)
  /// One integer.
  case integer(BoundExpression)
  /// Anything.
  case general([BoundExpression])
}

/// What the build side of a join is probed through: groups of equal keys, by number.
enum JoinTable {
  /// The group of a row id is the row id; that of NULL comes after the last.
  case rows(slotCount: Int)
  case integers(IntegerKeyTable)
  case general(KeyTable)

  init(_ keys: JoinKeys, _ layout: Layout) {
    switch keys {
    case .rows(_, let slotCount): self = .rows(slotCount: slotCount)
    case .integer: self = .integers(IntegerKeyTable())
    case .general(let keys):
      self = .general(KeyTable(keys.map { $0.storageClass(in: layout) }))
    }
  }

  var groupCount: Int {
    switch self {
    case .rows(let slotCount): slotCount + 1
    case .integers(let table): table.groupCount
    case .general(let table): table.groupCount
    }
  }

  /// Whether groups are numbered in the order of their first row.
  var isNumberedByRow: Bool {
    switch self {
    case .rows: false
    case .integers, .general: true
    }
  }

  /// The group of each row of the build side; rows with equal keys share one.
  mutating func assign(_ keys: JoinKeys, _ batch: Batch) throws(KindredError) -> [Int32] {
    var fresh: [Int32] = []
    switch keys {
    case .rows(let key, let slotCount):
      return RowDomain.numbers(try key.rows(batch), slotCount: slotCount)
    case .integer(let key):
      guard case .integers(let table) = self else { Self.failMixed() }
      let vector = try key.values(batch)
      guard case .integers(let cells) = vector.cells else { Self.failMixed() }
      return table.assign(cells, nulls: vector.nulls, newPositions: &fresh)
    case .general(let keys):
      guard case .general(var table) = self else { Self.failMixed() }
      self = .rows(slotCount: 0)
      let groups = table.assign(
        try keys.vectors(batch),
        count: batch.count,
        newPositions: &fresh
      )
      self = .general(table)
      return groups
    }
  }

  /// The group of each row of the probe side, -1 for none.
  func find(
    _ keys: JoinKeys,
    _ batch: Batch,
    matchesNull: [Bool]
  ) throws(KindredError) -> [Int32] {
    switch (self, keys) {
    case (.rows(let slotCount), .rows(let key, _)):
      let rows = try key.rows(batch)
      return matchesNull[0] ? RowDomain.numbers(rows, slotCount: slotCount) : rows.ids
    case (.integers(let table), .integer(let key)):
      let vector = try key.values(batch)
      guard case .integers(let cells) = vector.cells else { Self.failMixed() }
      return table.find(cells, nulls: vector.nulls, matchesNull: matchesNull[0])
    case (.general(let table), .general(let keys)):
      return table.find(
        try keys.vectors(batch),
        count: batch.count,
        matchesNull: matchesNull
      )
    case (.rows, _), (.integers, _), (.general, _): Self.failMixed()
    }
  }

  private static func failMixed() -> Never {
    preconditionFailure("the two sides of a join were given keys of different kinds")
  }
}

extension [BoundExpression] {
  /// The values of each expression.
  func vectors(_ batch: Batch) throws(KindredError) -> [Vector] {
    var vectors: [Vector] = []
    for expression in self { vectors.append(try expression.values(batch)) }
    return vectors
  }
}
