// SPDX-License-Identifier: Apache-2.0

import KindredLibrary
import KindredSQLite

/// R6 to R8, R12 to R14: questions for books and reviews.
extension SQLitePeer {
  /// R6.
  func fiveStarReviews() throws -> Trial {
    let sql = """
      SELECT a.name, b.title, r.stars
      FROM review r JOIN book b ON b.id = r.book_id JOIN author a ON a.id = b.author_id
      WHERE r.stars = 5 AND a.country = 'C7' ORDER BY r.id LIMIT 1000
      """
    return try question(.r6, sql) {
      ReviewLine(author: $0.string(at: 0), title: $0.string(at: 1), stars: $0.int(at: 2))
    }
  }

  /// R7.
  func booksWithBothTags() throws -> Trial {
    let sql = """
      SELECT b.id, b.title FROM book b
      WHERE b.id IN (SELECT book_id FROM book_tag WHERE tag_id = 1)
        AND b.id IN (SELECT book_id FROM book_tag WHERE tag_id = 3)
      """
    return try question(.r7, sql) {
      BookTitle(id: $0.int(at: 0), title: $0.string(at: 1))
    }
  }

  /// R8, by the spelling the workload says.
  func latestReviews(_ workload: Workload) throws -> Trial {
    let correlated = """
      SELECT b.id, COALESCE((
        SELECT r.id FROM review r WHERE r.book_id = b.id
        ORDER BY r.created DESC, r.id DESC LIMIT 1), 0)
      FROM book b
      """
    let windowed = """
      SELECT b.id, COALESCE(r.id, 0) FROM book b LEFT JOIN (
        SELECT id, book_id,
          ROW_NUMBER() OVER (PARTITION BY book_id ORDER BY created DESC, id DESC) place
        FROM review) r ON r.book_id = b.id AND r.place = 1
      """
    return try question(workload, workload == .r8 ? correlated : windowed) {
      LatestReview(bookID: $0.int(at: 0), reviewID: $0.int(at: 1))
    }
  }

  /// R12.
  func turnover() throws -> Trial {
    let sql = """
      SELECT SUM(price * pages) FROM book WHERE year BETWEEN 1980 AND 2000 AND price < 50
      """
    return try question(.r12, sql) { Turnover(amount: $0.double(at: 0)) }
  }

  /// R13.
  func dearestBooks() throws -> Trial {
    let sql = "SELECT id, title, price FROM book ORDER BY price DESC, id LIMIT 50 OFFSET 100"
    return try question(.r13, sql) {
      BookPrice(id: $0.int(at: 0), title: $0.string(at: 1), price: $0.double(at: 2))
    }
  }

  /// R14.
  func sortedReviews() throws -> Trial {
    let sql = "SELECT id, stars, created FROM review ORDER BY stars DESC, created, id"
    return try question(.r14, sql) {
      ReviewStamp(id: $0.int(at: 0), stars: $0.int(at: 1), created: $0.int(at: 2))
    }
  }
}
