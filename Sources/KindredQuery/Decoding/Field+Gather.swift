// SPDX-License-Identifier: Apache-2.0

import Foundation
import KindredColumns
import KindredSchema

/// Reading the fields of models into vectors. Unsafe, because fields are found by offset.
extension Field {
  @safe
  func gather(count: Int, from base: UnsafeRawPointer, stride: Int) -> Vector {
    let fields = unsafe FieldReader(base, stride, count)
    switch V.columnForm.layout {
    case .integer: return unsafe Vector(.integers(fields.map(Int.self) { Int64($0) }))
    case .boolean: return unsafe Vector(.integers(fields.map(Bool.self) { $0 ? 1 : 0 }))
    case .date: return unsafe Vector(.integers(fields.map(Date.self) { $0.microseconds }))
    case .real: return unsafe Vector(.reals(fields.map(Double.self) { $0 }))
    case .text: return unsafe Vector(.strings(fields.map(String.self) { $0 }))
    case .optionalInteger:
      return unsafe Vector(
        .integers(fields.map(Int?.self) { Int64($0 ?? 0) }),
        nulls: fields.nulls(Int.self)
      )
    case .optionalBoolean:
      return unsafe Vector(
        .integers(fields.map(Bool?.self) { $0 == true ? 1 : 0 }),
        nulls: fields.nulls(Bool.self)
      )
    case .optionalDate:
      return unsafe Vector(
        .integers(fields.map(Date?.self) { $0?.microseconds ?? 0 }),
        nulls: fields.nulls(Date.self)
      )
    case .optionalReal:
      return unsafe Vector(
        .reals(fields.map(Double?.self) { $0 ?? 0 }),
        nulls: fields.nulls(Double.self)
      )
    case .optionalText:
      return unsafe Vector(
        .strings(fields.map(String?.self) { $0 ?? "" }),
        nulls: fields.nulls(String.self)
      )
    case .converted:
      return unsafe Vector(
        fields.map(V.self) { $0.columnCell.value },
        as: V.columnForm.type.storageClass
      )
    }
  }

  @safe
  func cell(at field: UnsafeRawPointer) -> Value {
    unsafe field.assumingMemoryBound(to: V.self).pointee.columnCell.value
  }
}

/// One field of a run of models.
@unsafe
private struct FieldReader {
  private let base: UnsafeRawPointer
  private let stride: Int
  private let count: Int

  init(_ base: UnsafeRawPointer, _ stride: Int, _ count: Int) {
    unsafe self.base = unsafe base
    unsafe self.stride = stride
    unsafe self.count = count
  }

  @inline(__always)
  func map<F, R>(_ type: F.Type, _ transform: (F) -> R) -> [R] {
    var values: [R] = []
    unsafe values.reserveCapacity(count)
    var field = unsafe base
    for _ in 0..<(unsafe count) {
      unsafe values.append(transform(field.assumingMemoryBound(to: F.self).pointee))
      unsafe field += stride
    }
    return values
  }

  /// 1 where the field is nil; nil when none is.
  @inline(__always)
  func nulls<F>(_ type: F.Type) -> [UInt8]? {
    let nulls = unsafe map(F?.self) { $0 == nil ? 1 : 0 as UInt8 }
    return nulls.contains(1) ? nulls : nil
  }
}
