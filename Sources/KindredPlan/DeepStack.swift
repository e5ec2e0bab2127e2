// SPDX-License-Identifier: Apache-2.0

package import KindredSchema

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs what walks deep trees on a thread with a stack that suffices for any query and check.
///
/// Lowering, planning and running a query are recursive, and a level of nesting takes more than 10 KB of
/// stack in a debug build; a thread may have no more than 512 KB. The caller waits, so nothing runs at the
/// same time; shallow trees, which are all but generated ones, stay on the caller's stack.
package enum DeepStack {
  /// Trees of at most this depth are shallow.
  package static let callersDepth = 16

  /// Reserved, and taken only as far as it is used.
  private static let size = 128 << 20

  /// - Throws: What the body throws; `limit` if there is no thread to be had.
  package static func run<R>(
    if isDeep: Bool,
    _ body: () throws(KindredError) -> R
  ) throws(KindredError) -> R {
    if isDeep { return try runElsewhere(body) }
    return try body()
  }

  /// Apart from the usual case, which needs to know nothing of the type of the result.
  @inline(never)
  private static func runElsewhere<R>(
    _ body: () throws(KindredError) -> R
  ) throws(KindredError) -> R {
    let outcome = Outcome<R>()
    let hasRun = withoutActuallyEscaping(body) { body in
      runOnThread {
        do throws(KindredError) {
          outcome.result = .success(try body())
        } catch {
          outcome.result = .failure(error)
        }
      }
    }
    guard hasRun, let result = outcome.result else {
      throw KindredError(
        .limit,
        "a condition that nests deeper than \(callersDepth) is run on a thread with a stack of its own, and "
          + "the system has none to give"
      )
    }
    return try result.get()
  }

  private final class Outcome<R> {
    var result: Result<R, KindredError>?
  }

  private final class Work {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  /// Runs the body on a thread of its own, and returns when it has ended; false if there is none.
  private static func runOnThread(_ body: @escaping () -> Void) -> Bool {
    let work = unsafe Unmanaged.passRetained(Work(body))
    defer { unsafe work.release() }
    var attributes = pthread_attr_t()
    guard unsafe pthread_attr_init(&attributes) == 0 else { return false }
    defer { unsafe pthread_attr_destroy(&attributes) }
    guard unsafe pthread_attr_setstacksize(&attributes, size) == 0 else { return false }
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let context = unsafe work.toOpaque()
    let status = unsafe pthread_create(
      &thread,
      &attributes,
      { context in
        #if canImport(Darwin) || canImport(Android)
          unsafe Unmanaged<Work>.fromOpaque(context).takeUnretainedValue().body()
        #else
          if let context = unsafe context {
            unsafe Unmanaged<Work>.fromOpaque(context).takeUnretainedValue().body()
          }
        #endif
        return nil
      },
      context
    )
    guard status == 0 else { return false }
    #if canImport(Darwin)
      guard let thread else { return false }
    #endif
    return pthread_join(thread, nil) == 0
  }
}
