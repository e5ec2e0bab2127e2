// SPDX-License-Identifier: Apache-2.0

import Foundation
import KindredQuery

#if canImport(Runtime)
  import Runtime
#endif

/// Where a relation was read: as the caller said, or as the call stack tells.
///
/// A property takes no file and line, so its reads are found by a trace: taken at once, which takes some
/// microseconds, and looked up in the debug information when it is asked for.
struct AccessPlace {
  private let site: Site?
  #if canImport(Runtime)
    private let trace: Backtrace?
  #endif

  init(_ site: Site?) {
    self.site = site
    #if canImport(Runtime)
      trace = site == nil ? try? Backtrace.capture(limit: 32) : nil
    #endif
  }

  /// As `File.swift:12`; nil if it is not known.
  var description: String? {
    if let site { return site.description }
    #if canImport(Runtime)
      guard let frames = trace?.symbolicated()?.frames else { return nil }
      for frame in frames {
        guard let location = frame.symbol?.sourceLocation, location.line > 0,
          !location.path.hasPrefix(Self.library)
        else { continue }
        return "\(location.path.split(separator: "/").last ?? ""):\(location.line)"
      }
    #endif
    return nil
  }

  /// Where the sources of the library's floors are: their directories all begin with this.
  private static let library: String = {
    let path = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return path.dropLast(3).joined(separator: "/") + "/Kindred"
  }()
}

func writeToStandardError(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
