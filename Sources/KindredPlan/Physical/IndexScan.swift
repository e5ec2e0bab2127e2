// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// A look at a range of an ordered index.
package struct IndexScan: Sendable, Hashable {
  /// What one of the first parts of the key is equal to.
  package enum Match: Sendable, Hashable {
    /// A literal or parameter; nothing equals NULL.
    case value(Expression)
    case null
  }

  package struct Bound: Sendable, Hashable {
    /// A literal or parameter; NULL bounds nothing in.
    package var value: Expression
    package var isInclusive: Bool

    package init(value: Expression, isInclusive: Bool) {
      self.value = value
      self.isInclusive = isInclusive
    }
  }

  /// What the part after those is held to.
  package enum Limits: Sendable, Hashable {
    case none
    case between(Bound?, Bound?)
    /// One of some values, which may repeat.
    case oneOf([Expression])
    case textPrefix(Expression)
  }

  /// The order in which the rows come.
  package enum Order: Sendable, Hashable {
    case rowID
    /// That of the first parts of the key, or the reverse; ties by row id.
    case index(parts: Int, isReversed: Bool)
    /// Only the row at the start of the range, or at its end; of ties, any.
    case end(isLast: Bool)
  }

  package var source: SourceID
  package var index: OrderedIndexID
  package var prefix: [Match] = []
  package var limits: Limits = .none
  package var order: Order = .rowID

  package init(
    source: SourceID,
    index: OrderedIndexID,
    limits: Limits = .none,
    order: Order = .rowID
  ) {
    self.source = source
    self.index = index
    self.limits = limits
    self.order = order
  }

  package var expressions: [Expression] {
    let fixed = prefix.compactMap { if case .value(let value) = $0 { value } else { nil } }
    switch limits {
    case .none: return fixed
    case .between(let lower, let upper): return fixed + [lower, upper].compactMap { $0?.value }
    case .oneOf(let values): return fixed + values
    case .textPrefix(let value): return fixed + [value]
    }
  }

  /// The ranges of keys, given what literals and parameters stand for: none that a NULL makes empty.
  ///
  /// - Returns: nil if a value is not known.
  package func ranges(_ value: (Expression) -> Value?) -> [KeyRange]? {
    var values: [Value] = []
    for match in prefix {
      guard case .value(let expression) = match else {
        values.append(.null)
        continue
      }
      guard let known = value(expression) else { return nil }
      if known.isNull { return [] }
      values.append(known)
    }
    switch limits {
    case .none: return [KeyRange(prefix: values)]
    case .between(let lower, let upper):
      var bounds: [KeyRange.Bound?] = []
      for bound in [lower, upper] {
        guard let bound else {
          bounds.append(nil)
          continue
        }
        guard let known = value(bound.value) else { return nil }
        if known.isNull { return [] }
        bounds.append(KeyRange.Bound(known, isInclusive: bound.isInclusive))
      }
      return [KeyRange(prefix: values, .between(bounds[0], bounds[1]))]
    case .oneOf(let list):
      var seen: Set<Value> = []
      var ranges: [KeyRange] = []
      for expression in list {
        guard let known = value(expression) else { return nil }
        if known.isNull || !seen.insert(known).inserted { continue }
        ranges.append(KeyRange(prefix: values + [known]))
      }
      return ranges
    case .textPrefix(let expression):
      guard let known = value(expression) else { return nil }
      guard case .text(let text) = known else { return [] }
      return [KeyRange(prefix: values, .textPrefix(text))]
    }
  }
}
