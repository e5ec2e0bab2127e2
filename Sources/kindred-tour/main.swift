// SPDX-License-Identifier: Apache-2.0

import Foundation
import KindredLibrary

// The tour: what Kindred does, shown on generated data or on the Chinook sample database.

let usage = """
  usage: kindred-tour [--size S|M|L]     a library of 1,000, 10,000 or 100,000 authors
         kindred-tour --chinook DIR      the Chinook music shop, from its CSV files
  """

do {
  switch Array(CommandLine.arguments.dropFirst()) {
  case []: try LibraryTour(.medium).run()
  case let arguments where arguments.count == 2 && arguments[0] == "--chinook":
    exit(try ChinookTour(folder: arguments[1]).run() ? 0 : 1)
  case let arguments where arguments.count == 2 && arguments[0] == "--size":
    guard let size = LibrarySize(rawValue: arguments[1]) else {
      print(usage)
      exit(2)
    }
    try LibraryTour(size).run()
  default:
    print(usage)
    exit(2)
  }
} catch {
  print("the tour stopped: \(error)")
  exit(1)
}
