// SPDX-License-Identifier: Apache-2.0

/// One question or change of the suite, by its id.
enum Workload: String, CaseIterable {
  /// Authors with a book "Book…" since 2000, by EXISTS; by join and DISTINCT.
  case r1 = "R1"
  case r2 = "R2"
  /// Authors with no book, by NOT EXISTS; by left join and IS NULL.
  case r3a = "R3a"
  case r3b = "R3b"
  /// The hundred authors with the most books, and their average price.
  case r4 = "R4"
  /// Every author's number of reviews, through the books.
  case r5 = "R5"
  /// The first thousand five-star reviews of one country's authors.
  case r6 = "R6"
  /// Books having both tag 1 and tag 3.
  case r7 = "R7"
  /// Every book's latest review, by correlated subquery; by window function.
  case r8 = "R8"
  case r8w = "R8w"
  /// The distinct pairs of country and year.
  case r9 = "R9"
  /// 100,000 and 10,000 books by primary key.
  case r10 = "R10"
  case r10p = "R10p"
  /// All books of 100,000 and 10,000 authors; of 100,000 by a query that is built anew for each.
  case r11 = "R11"
  case r11f = "R11f"
  case r11p = "R11p"
  /// One sum over a filtered scan.
  case r12 = "R12"
  /// A page of the dearest books.
  case r13 = "R13"
  /// All reviews, sorted.
  case r14 = "R14"
  /// Books, each with its author.
  case g1 = "G1"
  /// Authors with their books.
  case g2 = "G2"
  /// Authors, books, reviews and tags.
  case g3 = "G3"
  /// Books, and their authors one by one.
  case g4 = "G4"
  /// Load everything.
  case w1 = "W1"
  /// 10,000 small transactions.
  case w2 = "W2"
  /// 100,000 updates by key; by a query that is built anew for each.
  case w3 = "W3"
  case w3f = "W3f"
  /// A cascading delete.
  case w4 = "W4"
  /// Fork, and change the fork.
  case w5 = "W5"

  /// Whether the question fixes the order of its rows.
  var isOrdered: Bool {
    switch self {
    case .r1, .r2, .r4, .r6, .r12, .r13, .r14: true
    case .r3a, .r3b, .r5, .r7, .r8, .r8w, .r9, .r10, .r10p, .r11, .r11f, .r11p: false
    case .g1, .g2, .g3, .g4, .w1, .w2, .w3, .w3f, .w4, .w5: false
    }
  }

  /// The workload with the same answer whose query is prepared; SQLite and `limit` do the same for both.
  var prepared: Workload {
    switch self {
    case .r11f: .r11
    case .w3f: .w3
    default: self
    }
  }

  /// How many ids the look-up workloads look up.
  var lookupCount: Int {
    switch self {
    case .r10p, .r11p: 10_000
    default: 100_000
    }
  }
}
