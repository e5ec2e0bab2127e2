// SPDX-License-Identifier: Apache-2.0

import KindredSchema

/// Remembers the last conversions of a text column's handles: an enum's few values convert once.
struct ConvertedTexts<V: ColumnValue> {
  private var handles: [Int32] = []
  private var values: [V] = []

  /// The value of the text that the handle stands for; nil where there is none.
  mutating func value(_ handle: Int32, _ text: (Int32) -> String) -> V? {
    if let known = handles.firstIndex(of: handle) { return values[known] }
    guard let value = V.columnValue(of: Cell(.text(text(handle)))) else { return nil }
    if handles.count < 16 {
      handles.append(handle)
      values.append(value)
    }
    return value
  }
}
