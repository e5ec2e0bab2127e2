// SPDX-License-Identifier: Apache-2.0

/// Which ends of a text lose their spaces.
package enum TextEnds: Sendable, Hashable {
  case both
  case start
  case end
}

/// Parts of texts. Positions count code points from 1, through a NUL.
extension Vector {
  /// The texts without the spaces (U+0020 only) at their ends.
  package func trimmed(_ ends: TextEnds) -> Vector {
    mapTexts { text in
      var bytes = text.utf8[...]
      if ends != .end { bytes = bytes.drop { $0 == 0x20 } }
      if ends != .start { while bytes.last == 0x20 { bytes.removeLast() } }
      return String(Substring(bytes))
    }
  }

  /// The texts with each occurrence of the pattern, from left to right, replaced; an empty pattern
  /// occurs nowhere.
  ///
  /// NULL where one of the three is.
  package func replacing(_ pattern: Vector, with replacement: Vector) -> Vector {
    let nulls = mergedNulls(mergedNulls(nulls, pattern.nulls), replacement.nulls)
    let strings = (0..<count).map { index in
      if nulls?[index] ?? 0 != 0 { return "" }
      return text(at: index).replacingBytes(
        of: pattern.text(at: index),
        with: replacement.text(at: index)
      )
    }
    return Vector(.strings(strings), nulls: nulls)
  }

  /// Where the part begins in the text: 0 if nowhere, 1 for an empty part.
  package func positions(of part: Vector) -> Vector {
    let nulls = mergedNulls(nulls, part.nulls)
    let positions = (0..<count).map { index -> Int64 in
      if nulls?[index] ?? 0 != 0 { return 0 }
      var text = text(at: index)
      let byte = text.firstBytePosition(of: part.text(at: index))
      if byte < 0 { return 0 }
      return text.withUTF8 { bytes in
        var scalars: Int64 = 1
        for position in 0..<byte where unsafe bytes[position] & 0xC0 != 0x80 { scalars += 1 }
        return scalars
      }
    }
    return Vector(.integers(positions), nulls: nulls)
  }

  /// The code points from a position on, as many as `lengths` says, or all.
  ///
  /// As SQLite's `substr`: a negative position counts from the end, position 0 is the one before the
  /// first, a negative length takes what stands before the position. NULL where one operand is.
  package func substrings(from starts: Vector, lengths: Vector?) -> Vector {
    guard case .integers(let first) = starts.cells else {
      preconditionFailure("a position is not an integer")
    }
    var nulls = mergedNulls(nulls, starts.nulls)
    var counts: [Int64]?
    if let lengths {
      guard case .integers(let cells) = lengths.cells else {
        preconditionFailure("a length is not an integer")
      }
      nulls = mergedNulls(nulls, lengths.nulls)
      counts = cells
    }
    let strings = (0..<count).map { index in
      if nulls?[index] ?? 0 != 0 { return "" }
      return text(at: index).substring(from: first[index], count: counts?[index])
    }
    return Vector(.strings(strings), nulls: nulls)
  }
}

extension String {
  /// The first position of the bytes, -1 for none.
  fileprivate mutating func firstBytePosition(of part: String, from start: Int = 0) -> Int {
    var part = part
    return withUTF8 { text in
      part.withUTF8 { unsafe ByteSearch.firstPosition(of: $0, in: text, from: start) }
    }
  }

  fileprivate func replacingBytes(of pattern: String, with replacement: String) -> String {
    if pattern.utf8.isEmpty { return self }
    var text = self
    var position = text.firstBytePosition(of: pattern)
    if position < 0 { return self }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var copied = 0
    while position >= 0 {
      result.append(contentsOf: bytes[copied..<position])
      result.append(contentsOf: replacement.utf8)
      copied = position + pattern.utf8.count
      position = text.firstBytePosition(of: pattern, from: copied)
    }
    result.append(contentsOf: bytes[copied...])
    return String(decoding: result, as: UTF8.self)
  }

  fileprivate func substring(from start: Int64, count: Int64?) -> String {
    // No text is longer, so that the sums below cannot overflow.
    let limit: Int64 = 1 << 40
    let scalars = unicodeScalars
    var first = min(max(start, -limit), limit)
    var length = count.map { min(max($0, -limit), limit) } ?? limit
    let isBackwards = length < 0
    length = abs(length)
    if first < 0 {
      first += Int64(scalars.count)
      if first < 0 {
        length = max(length + first, 0)
        first = 0
      }
    } else if first > 0 {
      first -= 1
    } else if length > 0 {
      length -= 1
    }
    if isBackwards {
      first -= length
      if first < 0 {
        length += first
        first = 0
      }
    }
    return String(String.UnicodeScalarView(scalars.dropFirst(Int(first)).prefix(Int(length))))
  }
}
