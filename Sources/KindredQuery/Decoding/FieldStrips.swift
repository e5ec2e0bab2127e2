// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// Reads and writes runs of models by the offsets of their fields, one field of the whole run after
/// another.
///
/// Unsafe, and used only for models whose offsets are proven, or to prove them.
struct FieldStrips<T> {
  /// How many models are written at a time: enough to pay for the dispatch, few enough for the cache.
  static var blockSize: Int { 256 }

  private let fields: [any AnyField]
  private let offsets: [Int]

  init(_ fields: [any AnyField], _ offsets: [Int]) {
    self.fields = fields
    self.offsets = offsets
  }

  /// One vector per field.
  func gather(_ models: [T]) -> [Vector] {
    unsafe models.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else {
        return fields.map { Vector([], as: $0.form.type.storageClass) }
      }
      return zip(fields, offsets).map { field, offset in
        field.gather(
          count: models.count,
          from: unsafe base + offset,
          stride: MemoryLayout<T>.stride
        )
      }
    }
  }

  /// The models with these values; nil when a value is not one of its field's type.
  func models(_ vectors: [Vector], count: Int) -> [T]? {
    var isComplete = true
    let models = unsafe [T](unsafeUninitializedCapacity: count) { buffer, initialized in
      isComplete = write(vectors, to: buffer, from: 0)
      initialized = count
    }
    return isComplete ? models : nil
  }

  /// Initialises the models from a position on; false when a value is not one of its field's type.
  @safe
  func write(
    _ vectors: [Vector],
    to buffer: UnsafeMutableBufferPointer<T>,
    from position: Int
  ) -> Bool {
    guard let base = buffer.baseAddress else { return true }
    let start = unsafe UnsafeMutableRawPointer(base + position)
    var isComplete = true
    for (index, field) in fields.enumerated()
    where !field.fill(
      vectors[index],
      at: unsafe start + offsets[index],
      stride: MemoryLayout<T>.stride
    ) {
      isComplete = false
    }
    return isComplete
  }

  /// The cell of one field.
  func cell(_ column: Int, of model: T) -> Value {
    unsafe withUnsafeBytes(of: model) { bytes in
      guard let base = bytes.baseAddress else { return fields[column].sample(false) }
      return fields[column].cell(at: unsafe base + offsets[column])
    }
  }
}
