// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Says on standard error what is being worked on.
func progress(_ message: String) {
  let line = "  \(message)\n"
  _ = unsafe write(STDERR_FILENO, line, line.utf8.count)
}

/// The text of the file at `path`.
func contents(of path: String) throws(UsageError) -> String {
  guard let file = unsafe fopen(path, "r") else { throw UsageError("cannot read \(path)") }
  defer { unsafe fclose(file) }
  var bytes: [UInt8] = []
  while case let byte = unsafe fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
  return String(decoding: bytes, as: UTF8.self)
}

/// Writes `lines` to the file at `path`, replacing it.
func writeLines(_ lines: [String], to path: String) throws(UsageError) {
  guard let file = unsafe fopen(path, "w") else { throw UsageError("cannot write \(path)") }
  for line in lines { unsafe fputs(line + "\n", file) }
  unsafe fclose(file)
}
