// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// How Kindred's times grow from the smallest to the largest size: the exponent *e* of time ~ rows^e.
struct Growth {
  let reports: [Report]

  var markdown: String {
    guard let first = reports.first, let last = reports.last else { return "" }
    let sizes = reports.map { "\($0.size.rawValue) ms" }.joined(separator: " | ")
    var lines = [
      "| | \(sizes) | exponent |", "|---|" + reports.map { _ in "--:|" }.joined() + "--:|",
    ]
    let factor = Double(last.size.reviewCount) / Double(first.size.reviewCount)
    for workload in Workload.allCases {
      let times = reports.map { $0.milliseconds(workload, .kindred) }
      guard let small = times.first ?? nil, let large = times.last ?? nil, small > 0 else {
        continue
      }
      let exponent = log(large / small) / log(factor)
      let cells = times.map { $0.map(decimal) ?? "" }.joined(separator: " | ")
      lines.append("| \(workload.rawValue) | \(cells) | \((exponent * 100).rounded() / 100) |")
    }
    return lines.joined(separator: "\n")
  }
}
