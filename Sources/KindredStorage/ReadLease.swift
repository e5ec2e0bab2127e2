// SPDX-License-Identifier: Apache-2.0

/// Marks the end of a reader's use of shared chunks, for a writer that finds them its own again.
final class ReadLease: Sendable {
}
