// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A value that threads take turns at.
///
/// A contended Mutex is handed over by the kernel, which ThreadSanitizer cannot see; the count of the turns
/// it can.
struct TurnTaking<Value>: ~Copyable, Sendable {
  private let value: Mutex<Value>
  private let turns = Atomic<Int>(0)

  init(_ value: sending Value) { self.value = Mutex(value) }

  /// One turn, alone.
  borrowing func turn<Result: Sendable, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try value.withLock { value throws(Failure) in
      _ = turns.load(ordering: .acquiring)
      defer { turns.wrappingAdd(1, ordering: .releasing) }
      return try body(&value)
    }
  }
}
