// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

/// Splits comma-separated text into records, as RFC 4180 describes it.
///
/// Records end at a line feed, with or without a carriage return before it; the last one need not end.
/// A field in double quotes may hold commas, line breaks and doubled quotes. Blank lines are skipped.
/// The bytes must be UTF-8; a byte-order mark at the start is passed over.
package struct CSVParser {
  /// One field: its text, and whether it stood in quotes (an empty quoted field is not NULL).
  package struct Field: Hashable, Sendable {
    package var text: String
    package var isQuoted: Bool
  }

  /// One record and the line it starts on, from 1.
  package struct Record: Hashable, Sendable {
    package var line: Int
    package var fields: [Field]
  }

  private let bytes: [UInt8]
  private var position: Int
  private var line = 1

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The next record, or nil at the end.
  ///
  /// - Throws: `format` with the line: an unterminated quote, text after a closing quote, a quote
  ///   inside an unquoted field, bytes that are not UTF-8.
  /// - Complexity: O(bytes of the record).
  package mutating func next() throws(KindredError) -> Record? {
    skipBlankLines()
    guard position < bytes.count else { return nil }
    let start = line
    var fields: [Field] = []
    while true {
      fields.append(bytes[position...].first == 0x22 ? try quotedField() : try plainField())
      guard position < bytes.count, bytes[position] == UInt8(ascii: ",") else { break }
      position += 1
      if position == bytes.count {
        fields.append(Field(text: "", isQuoted: false))
        break
      }
    }
    skipLineEnd()
    return Record(line: start, fields: fields)
  }

  private mutating func plainField() throws(KindredError) -> Field {
    let start = position
    while position < bytes.count, !isFieldEnd(bytes[position]) {
      if bytes[position] == 0x22 {
        throw malformed("a quote inside a field that does not start with one")
      }
      position += 1
    }
    return Field(text: try text(Array(bytes[start..<position])), isQuoted: false)
  }

  private mutating func quotedField() throws(KindredError) -> Field {
    let startLine = line
    position += 1
    var content: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == 0x22 {
        guard position < bytes.count, bytes[position] == 0x22 else {
          guard position == bytes.count || isFieldEnd(bytes[position]) else {
            throw malformed("text after the closing quote of a field")
          }
          return Field(text: try text(content), isQuoted: true)
        }
        position += 1
      } else if byte == 0x0A {
        line += 1
      }
      content.append(byte)
    }
    line = startLine
    throw malformed("a quoted field that does not end")
  }

  /// A comma, a line feed, or a carriage return with a line feed (or the end) behind it.
  private func isFieldEnd(_ byte: UInt8) -> Bool {
    if byte == 0x0D { return position + 1 == bytes.count || bytes[position + 1] == 0x0A }
    return byte == UInt8(ascii: ",") || byte == 0x0A
  }

  private mutating func skipLineEnd() {
    if position < bytes.count, bytes[position] == 0x0D { position += 1 }
    if position < bytes.count, bytes[position] == 0x0A {
      position += 1
      line += 1
    }
  }

  private mutating func skipBlankLines() {
    while position < bytes.count, bytes[position] == 0x0A || isCarriageReturn(at: position) {
      skipLineEnd()
    }
  }

  private func isCarriageReturn(at position: Int) -> Bool {
    bytes[position] == 0x0D && isFieldEnd(0x0D)
  }

  private func text(_ bytes: [UInt8]) throws(KindredError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw malformed("bytes that are not UTF-8")
    }
    return text
  }

  private func malformed(_ what: String) -> KindredError {
    KindredError(.format, what, line: line)
  }
}
