// SPDX-License-Identifier: Apache-2.0

/// The least CPU seconds that the body took: of at least five runs, and of as many as a quarter of a second allows.
func leastSeconds<Result>(_ body: () throws -> Result) rethrows -> Double {
  let all = Stopwatch()
  var (least, count) = (Double.infinity, 0)
  while count < 5 || (all.seconds < 0.25 && count < 2000) {
    let stopwatch = Stopwatch()
    let result = try body()
    least = min(least, stopwatch.seconds)
    withExtendedLifetime(result) {}
    count += 1
  }
  return least
}
