// SPDX-License-Identifier: Apache-2.0

import KindredLibrary
import KindredSQLite

/// R1 to R5, R9: questions for authors.
extension SQLitePeer {
  /// R1, R2, R3: the same rows, spelled as the workload says.
  func authorNames(_ workload: Workload) throws -> Trial {
    try question(workload, Self.authorNames(workload)) {
      AuthorName(id: $0.int(at: 0), name: $0.string(at: 1))
    }
  }

  private static func authorNames(_ workload: Workload) -> String {
    switch workload {
    case .r1:
      """
      SELECT a.id, a.name FROM author a WHERE EXISTS(
        SELECT 1 FROM book b WHERE b.author_id = a.id AND b.title LIKE 'Book%' AND b.year >= 2000
      ) ORDER BY a.name
      """
    case .r2:
      """
      SELECT DISTINCT a.id, a.name FROM author a JOIN book b ON b.author_id = a.id
      WHERE b.title LIKE 'Book%' AND b.year >= 2000 ORDER BY a.name
      """
    case .r3a:
      """
      SELECT a.id, a.name FROM author a
      WHERE NOT EXISTS(SELECT 1 FROM book b WHERE b.author_id = a.id)
      """
    default:
      """
      SELECT a.id, a.name FROM author a LEFT JOIN book b ON b.author_id = a.id
      WHERE b.id IS NULL
      """
    }
  }

  /// R4.
  func busiestAuthors() throws -> Trial {
    let sql = """
      SELECT a.id, a.name, COUNT(b.id) n, AVG(b.price)
      FROM author a JOIN book b ON b.author_id = a.id
      GROUP BY a.id HAVING n >= 5 ORDER BY n DESC, a.id LIMIT 100
      """
    return try question(.r4, sql) {
      AuthorPrices(
        id: $0.int(at: 0),
        name: $0.string(at: 1),
        bookCount: $0.int(at: 2),
        averagePrice: $0.double(at: 3)
      )
    }
  }

  /// R5.
  func reviewCounts() throws -> Trial {
    let sql = """
      SELECT a.id, COUNT(r.id) FROM author a
      LEFT JOIN book b ON b.author_id = a.id LEFT JOIN review r ON r.book_id = b.id
      GROUP BY a.id
      """
    return try question(.r5, sql) {
      AuthorReviewCount(id: $0.int(at: 0), reviewCount: $0.int(at: 1))
    }
  }

  /// R9.
  func countriesAndYears() throws -> Trial {
    let sql = "SELECT DISTINCT a.country, b.year FROM author a JOIN book b ON b.author_id = a.id"
    return try question(.r9, sql) {
      CountryYear(country: $0.string(at: 0), year: $0.int(at: 1))
    }
  }
}
