// SPDX-License-Identifier: Apache-2.0

/// How case is folded: ASCII letters only.
package enum LetterCase: Sendable, Hashable {
  case lower
  case upper
}

/// A text predicate whose pattern may differ from row to row.
package enum TextMatchKind: Sendable, Hashable {
  case hasPrefix
  case hasSuffix
  case contains
  case like(escape: Unicode.Scalar?)
  case glob

  /// The test with a constant pattern.
  package func test(_ pattern: String) -> TextTest {
    switch self {
    case .hasPrefix: TextTest(.hasPrefix, pattern)
    case .hasSuffix: TextTest(.hasSuffix, pattern)
    case .contains: TextTest(.contains, pattern)
    case .like(let escape): TextTest(.like(LikePattern(pattern, escape: escape)), pattern)
    case .glob: TextTest(.glob(GlobPattern(pattern)), pattern)
    }
  }
}

extension Vector {
  /// The texts in one case.
  package func folded(_ letterCase: LetterCase) -> Vector {
    mapTexts { text in
      String(
        decoding: text.utf8.map {
          letterCase == .lower ? ASCII.lowercased($0) : ASCII.uppercased($0)
        },
        as: UTF8.self
      )
    }
  }

  func mapTexts(_ transform: (String) -> String) -> Vector {
    let strings = (0..<count).map { isNull(at: $0) ? "" : transform(text(at: $0)) }
    return Vector(.strings(strings), nulls: nulls)
  }

  /// The lengths in code points.
  package var lengths: Vector {
    let lengths = (0..<count).map { index -> Int64 in
      isNull(at: index) ? 0 : Int64(text(at: index).unicodeScalars.count)
    }
    return Vector(.integers(lengths), nulls: nulls)
  }

  /// The texts with those of the other vector behind them; NULL where either is.
  package func concatenated(_ other: Vector) -> Vector {
    let nulls = mergedNulls(nulls, other.nulls)
    let strings = (0..<count).map { index in
      nulls?[index] ?? 0 == 0 ? text(at: index) + other.text(at: index) : ""
    }
    return Vector(.strings(strings), nulls: nulls)
  }

  /// Matches each text against the pattern of its row; unknown where either is NULL.
  package func matched(_ kind: TextMatchKind, pattern: Vector) -> [UInt8] {
    (0..<count).map { index in
      if isNull(at: index) || pattern.isNull(at: index) { return Truth.unknown }
      return byte(kind.test(pattern.text(at: index)).matches(text(at: index)))
    }
  }

  /// Asks the same test of each text; unknown for NULL.
  package func matched(_ test: TextTest) -> [UInt8] {
    (0..<count).map { index in
      isNull(at: index) ? Truth.unknown : byte(test.matches(text(at: index)))
    }
  }
}
