// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The CPU time of the calling thread: what a shared machine disturbs least.
struct Stopwatch {
  private let start = threadSeconds()

  /// Seconds of CPU time since the stopwatch was made.
  var seconds: Double { threadSeconds() - start }
}

private func threadSeconds() -> Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
