// SPDX-License-Identifier: Apache-2.0

public import Foundation
import KindredSchema

/// A type whose values are stored as bytes, and compare as `memcmp` says: `Data` and `[UInt8]`.
public protocol BytesColumn: ColumnValue {}

extension Array: ColumnValue, BytesColumn where Element == UInt8 {
  /// Bytes.
  public static var columnForm: ColumnForm { ColumnForm(.bytes, .converted) }
  /// No bytes and one.
  public static var columnSamples: [[UInt8]] { [[], [0xFF]] }
  /// The bytes.
  public var columnCell: Cell { Cell(.bytes(self)) }
  /// The bytes of the cell.
  public static func columnValue(of cell: Cell) -> [UInt8]? { cell.bytes }
}

extension Data: BytesColumn {
  /// Bytes.
  public static var columnForm: ColumnForm { ColumnForm(.bytes, .converted) }
  /// No bytes and one.
  public static var columnSamples: [Data] { [Data(), Data([0xFF])] }
  /// The bytes.
  public var columnCell: Cell { Cell(.bytes(self)) }
  /// The bytes of the cell.
  public static func columnValue(of cell: Cell) -> Data? { cell.bytes.map { Data($0) } }
}

extension UUID: KeyValue {
  /// Sixteen bytes.
  public static var columnForm: ColumnForm { ColumnForm(.bytes, .converted) }
  /// The UUIDs of zeros and of ones.
  public static var columnSamples: [UUID] {
    [0, 0xFF].compactMap { UUID(bytes: Array(repeating: $0, count: 16)) }
  }
  /// The bytes.
  public var columnCell: Cell { Cell(.bytes(bytes)) }
  /// The UUID of the bytes, if there are sixteen.
  public static func columnValue(of cell: Cell) -> UUID? { cell.bytes.flatMap(UUID.init(bytes:)) }

  private init?(bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    self.init(
      uuid: (
        bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7], bytes[8],
        bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
      )
    )
  }

  private var bytes: [UInt8] {
    let all = uuid
    return [
      all.0, all.1, all.2, all.3, all.4, all.5, all.6, all.7, all.8, all.9, all.10, all.11, all.12,
      all.13, all.14, all.15,
    ]
  }
}

extension ID where E.Key == UUID {
  /// A key that no other row has: 122 random bits, given here and now, so that other rows can refer to it
  /// before this one is added.
  public static var new: ID { ID(UUID()) }
}

extension Cell {
  /// The bytes of a cell that holds some.
  fileprivate var bytes: [UInt8]? {
    if case .text(let text) = value { ByteText.bytes(of: text) } else { nil }
  }
}
