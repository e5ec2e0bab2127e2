// SPDX-License-Identifier: Apache-2.0

extension LibraryTables {
  /// The checksum of all rows but the tags: `DATA` of the workloads.
  package var checksum: UInt64 {
    var sum = RowsChecksum(ordered: false)
    addBooks(to: &sum)
    addAuthors(to: &sum)
    addBookTags(to: &sum)
    addReviews(to: &sum)
    return sum.total
  }

  private func addBooks(to sum: inout RowsChecksum) {
    for row in books.title.indices {
      sum.field(row + 1)
      sum.field(books.authorID[row])
      sum.field(books.title[row])
      sum.field(books.year[row])
      sum.field(cents: books.price[row])
      sum.field(books.pages[row])
      sum.endRow()
    }
  }

  private func addAuthors(to sum: inout RowsChecksum) {
    for row in authors.name.indices {
      sum.field(row + 1)
      sum.field(authors.name[row])
      sum.field(authors.country[row])
      sum.field(authors.born[row])
      sum.endRow()
    }
  }

  private func addBookTags(to sum: inout RowsChecksum) {
    for row in bookTags.bookID.indices {
      sum.field(row + 1)
      sum.field(bookTags.bookID[row])
      sum.field(bookTags.tagID[row])
      sum.endRow()
    }
  }

  private func addReviews(to sum: inout RowsChecksum) {
    for row in reviews.stars.indices {
      sum.field(row + 1)
      sum.field(reviews.bookID[row])
      sum.field(reviews.stars[row])
      sum.field(reviews.body[row])
      sum.field(reviews.created[row])
      sum.endRow()
    }
  }
}
