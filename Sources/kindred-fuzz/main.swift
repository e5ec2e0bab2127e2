// SPDX-License-Identifier: Apache-2.0

import KindredFuzzing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

exit(FuzzCommand.run(Array(CommandLine.arguments.dropFirst())))
