// SPDX-License-Identifier: Apache-2.0

/// How much of the library is generated.
package enum LibrarySize: String, CaseIterable, Sendable {
  /// 1,000 authors, 10,000 books, 50,000 reviews.
  case small = "S"
  /// Ten times the small one.
  case medium = "M"
  /// A hundred times the small one.
  case large = "L"

  private var factor: Int {
    switch self {
    case .small: 1
    case .medium: 10
    case .large: 100
    }
  }

  /// The number of authors.
  package var authorCount: Int { 1_000 * factor }
  /// The number of books.
  package var bookCount: Int { 10_000 * factor }
  /// The number of reviews.
  package var reviewCount: Int { 50_000 * factor }
  /// The number of tags, the same at every size.
  package var tagCount: Int { 199 }
}
