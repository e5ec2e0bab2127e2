// SPDX-License-Identifier: Apache-2.0

import KindredColumns
import KindredSchema

/// Reads and writes runs of models by the offsets of their fields, one field of the whole run after
/// another.
///
/// Unsafe, and used only for models whose offsets are proven, or to prove them. Not generic on purpose: see
/// ``StandardField``.
final class FieldStrips: Sendable {
  /// How many models are written at a time: enough to pay for the dispatch, few enough for the cache.
  static let blockSize = 256

  private let fields: [any AnyField]
  /// Where each field is, and its memory without a call through the field.
  private let places: [(offset: Int, layout: FieldLayout)]
  private let stride: Int

  /// - `stride`: How far apart models are.
  init(_ fields: [any AnyField], _ offsets: [Int], stride: Int) {
    self.fields = fields
    self.stride = stride
    places = zip(fields, offsets).map { (offset: $1, layout: $0.form.layout) }
  }

  /// One vector per field.
  @safe
  func gather(_ models: UnsafeRawBufferPointer) -> [Vector] {
    guard let base = models.baseAddress else {
      return fields.map { Vector([], as: $0.form.type.storageClass) }
    }
    let count = models.count / stride
    return zip(fields, places).map { field, place in
      field.gather(count: count, from: unsafe base + place.offset, stride: stride)
    }
  }

  /// Initialises one model per row; false when a cell is not a value of its field's type.
  @safe
  func write(
    _ rows: UnsafeBufferPointer<RowID>,
    of columns: [ColumnView],
    to models: UnsafeMutableRawPointer
  ) -> Bool {
    var isComplete = true
    for (index, place) in places.enumerated() {
      let field = unsafe models + place.offset
      if !StandardField.fill(place.layout, columns[index], rows, at: field, stride: stride),
        !fields[index].fill(columns[index], rows, at: field, stride: stride)
      {
        isComplete = false
      }
    }
    return isComplete
  }

  /// The cell of one field.
  @safe
  func cell(_ column: Int, of model: UnsafeRawPointer) -> Value {
    fields[column].cell(at: unsafe model + places[column].offset)
  }

  /// Replaces one field; false when the cell is not one of its type.
  @safe
  func store(_ value: Value, _ column: Int, of model: UnsafeMutableRawPointer) -> Bool {
    fields[column].store(value, at: unsafe model + places[column].offset)
  }
}
