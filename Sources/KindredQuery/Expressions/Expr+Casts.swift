// SPDX-License-Identifier: Apache-2.0

import KindredPlan

/// SQL's CAST; NULL stays NULL.
extension Expr where V: CastableColumn {
  /// The value as an integer.
  ///
  /// A real loses its fraction, and what does not fit becomes the nearest integer that does. A text is the
  /// integer that it begins with, after spaces: `12` for `"12abc"`, 0 for `"abc"`. See also ``asInt``.
  public func cast(to type: Int.Type) -> Expr<Int> {
    Expr<Int>(.function(.integer, [term]), depth: depth + 1)
  }

  /// The value as a real.
  ///
  /// A text is the number that it begins with, after spaces: 1.5 for `"1.5e"`, 0 for `"abc"`.
  public func cast(to type: Double.Type) -> Expr<Double> {
    Expr<Double>(.function(.real, [term]), depth: depth + 1)
  }

  /// The value as a text: a real as the shortest that reads back as the same.
  public func cast(to type: String.Type) -> Expr<String> {
    Expr<String>(.function(.text, [term]), depth: depth + 1)
  }
}

extension Expr {
  /// The value as an integer, as for one that is not optional; NULL stays NULL.
  public func cast<B: CastableColumn>(to type: Int.Type) -> Expr<Int?> where V == B? {
    Expr<Int?>(.function(.integer, [term]), depth: depth + 1)
  }

  /// The value as a real, as for one that is not optional; NULL stays NULL.
  public func cast<B: CastableColumn>(to type: Double.Type) -> Expr<Double?> where V == B? {
    Expr<Double?>(.function(.real, [term]), depth: depth + 1)
  }

  /// The value as a text, as for one that is not optional; NULL stays NULL.
  public func cast<B: CastableColumn>(to type: String.Type) -> Expr<String?> where V == B? {
    Expr<String?>(.function(.text, [term]), depth: depth + 1)
  }
}

/// A type that SQL's CAST knows: `Int`, `Double` and `String`.
public protocol CastableColumn: ColumnValue {}

extension Int: CastableColumn {}
extension Double: CastableColumn {}
extension String: CastableColumn {}

extension Expr where V == Int {
  /// The integer as a real, to the nearest.
  public var asDouble: Expr<Double> { cast(to: Double.self) }
}

extension Expr where V == Int? {
  /// The integer as a real, to the nearest.
  public var asDouble: Expr<Double?> { cast(to: Double.self) }
}

extension Expr where V.Base == Double {
  /// The real without its fraction; NULL where that is no integer of 64 bits.
  public var asInt: Expr<Int?> {
    let bound = Expr<Double>(0x1p63)
    let fits = Term.and([
      .comparison(.greaterOrEqual, term, Expr<Double>(-0x1p63).term),
      .comparison(.less, term, bound.term),
    ])
    return Case<Int?>(
      [TermBranch(condition: fits, value: .function(.integer, [term]))],
      depth: depth + 2
    ).end
  }
}

extension Expr where V.Base == String {
  /// The integer that the text is, written as an integer is in SQL; NULL where it is none.
  public var asInt: Expr<Int?> {
    let integer = Term.function(.integer, [term])
    let isOne = Term.comparison(.equal, .function(.text, [integer]), term)
    return Case<Int?>([TermBranch(condition: isOne, value: integer)], depth: depth + 3).end
  }
}

extension Expr where V: SizedInteger {
  /// The integer with 64 bits, to calculate with.
  public var asInt: Expr<Int> { retyped() }
}

extension Expr where V == Float {
  /// The real with 64 bits, to calculate with.
  public var asDouble: Expr<Double> { retyped() }
}

extension Expr where V.Base: SizedInteger {
  /// The integer with 64 bits, to calculate with; NULL stays NULL.
  @_disfavoredOverload
  public var asInt: Expr<Int?> { retyped() }
}

extension Expr where V.Base == Float {
  /// The real with 64 bits, to calculate with; NULL stays NULL.
  @_disfavoredOverload
  public var asDouble: Expr<Double?> { retyped() }
}

extension Expr where V.Base == Int {
  /// The integer with fewer bits; NULL where it does not fit.
  ///
  ///     $0.age = ($0.age.asInt + 1).narrowed(to: Int16.self).or(.max)
  public func narrowed<W: SizedInteger>(to type: W.Type) -> Expr<W?> where W.Base == W {
    let fits = Term.and([
      .comparison(.greaterOrEqual, term, Expr<W>(.min).term),
      .comparison(.lessOrEqual, term, Expr<W>(.max).term),
    ])
    return Case<W?>([TermBranch(condition: fits, value: term)], depth: depth + 2).end
  }
}
