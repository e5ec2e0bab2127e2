// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A shared library opened at run time, and never closed.
///
/// The one file that talks to the dynamic linker.
@safe struct SharedLibrary {
  let name: String
  private let handle: UnsafeMutableRawPointer

  /// Opens the first of `names` that the dynamic linker finds.
  static func open(anyOf names: [String]) throws(SQLiteError) -> SharedLibrary {
    for name in names {
      if let handle = unsafe dlopen(name, RTLD_NOW | RTLD_LOCAL) {
        return unsafe SharedLibrary(name: name, handle: handle)
      }
    }
    throw .libraryMissing(tried: names)
  }

  /// The function `symbol`, as the C function type the caller names.
  ///
  /// The caller vouches for the type: the linker knows names only.
  func function<Function>(
    _ symbol: String,
    as type: Function.Type = Function.self
  ) throws(SQLiteError) -> Function {
    guard let address = unsafe dlsym(handle, symbol) else {
      throw .functionMissing(name: symbol, library: name)
    }
    return unsafe unsafeBitCast(address, to: type)
  }
}

/// The value of an environment variable, or nil if it is unset or empty.
func environmentVariable(_ name: String) -> String? {
  guard let value = unsafe getenv(name) else { return nil }
  let text = unsafe String(cString: value)
  return text.isEmpty ? nil : text
}
