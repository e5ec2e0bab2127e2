// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Shrinks a case that ends the process, by replaying each candidate in a process of its own.
struct CrashShrinker {
  /// The path of this program.
  let program: String
  /// What is passed on besides the choices.
  let arguments: [String]
  let generator = CaseGenerator()

  /// The smallest list that still ends the process by the same signal; nil if the seed's case does not.
  func shrunk(seed: UInt64) -> [Int]? {
    let choices = Choices(seed: seed)
    _ = generator.makeCase(choices)
    guard let first = failure(choices.record) else { return nil }
    var shrinker = Shrinker(first, run: failure)
    return shrinker.shrink().choices
  }

  private func failure(_ list: [Int]) -> Shrinker<Int32>.Failure? {
    let choices = Choices(replaying: list)
    _ = generator.makeCase(choices)
    let status = run(["--replay", ChoiceCoding.encode(choices.record)] + arguments)
    let signal = status & 0x7F
    guard signal != 0 else { return nil }
    return Shrinker.Failure(choices: choices.record, spans: choices.spans, kind: signal)
  }

  /// The wait status of the program, run silently and without backtraces.
  private func run(_ arguments: [String]) -> Int32 {
    let words = (["/usr/bin/env", "SWIFT_BACKTRACE=enable=no", program] + arguments)
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { unsafe pointers.forEach { unsafe free($0) } }
    var process: pid_t = 0
    #if canImport(Darwin)
      var files: posix_spawn_file_actions_t? = nil
    #else
      var files = unsafe posix_spawn_file_actions_t()
    #endif
    unsafe posix_spawn_file_actions_init(&files)
    defer { unsafe posix_spawn_file_actions_destroy(&files) }
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
      unsafe posix_spawn_file_actions_addopen(&files, descriptor, "/dev/null", O_WRONLY, 0)
    }
    var status: Int32 = 0
    guard unsafe posix_spawn(&process, words[0], &files, nil, &pointers, environ) == 0,
      unsafe waitpid(process, &status, 0) == process
    else { return 0 }
    return status
  }
}
