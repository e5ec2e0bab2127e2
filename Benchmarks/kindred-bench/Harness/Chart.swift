// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The ratios of a report as an SVG picture: a bar per workload from SQLite's time, which is 1, to Kindred's, on
/// a logarithmic scale, and a mark where `limit` is.
struct Chart {
  let report: Report

  private static let rowHeight = 18.0
  private static let labelWidth = 52.0
  private static let plotWidth = 560.0
  private static let top = 44.0
  /// The powers of ten that the scale goes from and to.
  private static let scale = (-4.0, 1.0)

  var svg: String {
    let rows = report.ratiosToSQLite
    let height = Self.top + Double(rows.count) * Self.rowHeight + 12
    let width = Self.labelWidth + Self.plotWidth + 76
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Int(width)) \(Int(height))\" "
        + "font-family=\"sans-serif\" font-size=\"11\">",
      "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
      text(
        Self.labelWidth,
        16,
        "Time divided by SQLite's, size \(report.size.rawValue); the mark is limit"
      ),
    ]
    for power in stride(from: Self.scale.0, through: Self.scale.1, by: 1) {
      let x = Self.labelWidth + place(pow(10, power))
      lines.append(
        "<line x1=\"\(x)\" x2=\"\(x)\" y1=\"\(Self.top - 8)\" y2=\"\(height - 8)\" "
          + "stroke=\"\(power == 0 ? "black" : "#ccc")\"/>"
      )
      lines.append(text(x, Self.top - 12, decimal(pow(10, power)), anchor: "middle"))
    }
    for (index, row) in rows.enumerated() {
      lines += bar(row, y: Self.top + Double(index) * Self.rowHeight)
    }
    return (lines + ["</svg>"]).joined(separator: "\n")
  }

  private func bar(
    _ row: (workload: Workload, kindred: Double, limit: Double?),
    y: Double
  ) -> [String] {
    let (one, end) = (place(1), place(row.kindred))
    let colour = row.kindred <= 1 ? "#3a7d44" : "#b5473a"
    let middle = y + Self.rowHeight / 2
    var lines = [
      text(Self.labelWidth - 8, middle + 4, row.workload.rawValue, anchor: "end"),
      "<rect x=\"\(Self.labelWidth + min(one, end))\" y=\"\(y + 3)\" width=\"\(abs(end - one))\" "
        + "height=\"\(Self.rowHeight - 6)\" fill=\"\(colour)\"/>",
      text(Self.labelWidth + Self.plotWidth + 8, middle + 4, "\(decimal(row.kindred))"),
    ]
    if let limit = row.limit {
      let x = Self.labelWidth + place(limit)
      lines.append(
        "<path d=\"M\(x) \(middle - 5) l5 5 l-5 5 l-5 -5 z\" fill=\"white\" stroke=\"black\"/>"
      )
    }
    return lines
  }

  /// How far to the right a ratio is; those past the ends of the scale are at its ends.
  private func place(_ ratio: Double) -> Double {
    let power = min(max(log10(ratio), Self.scale.0), Self.scale.1)
    return ((power - Self.scale.0) / (Self.scale.1 - Self.scale.0) * Self.plotWidth).rounded()
  }

  private func text(
    _ x: Double,
    _ y: Double,
    _ content: String,
    anchor: String = "start"
  ) -> String {
    "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\">\(content)</text>"
  }
}
