// SPDX-License-Identifier: Apache-2.0

/// The library in SQLite's words.
enum SQLiteSchema {
  /// The connection settings and the empty tables.
  static let sql = """
    PRAGMA foreign_keys = ON;
    CREATE TABLE author(
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT NOT NULL, born INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE book(
      id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author ON DELETE CASCADE,
      title TEXT NOT NULL, year INTEGER NOT NULL, price REAL NOT NULL, pages INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE tag(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
    CREATE TABLE book_tag(
      id INTEGER PRIMARY KEY, book_id INTEGER NOT NULL REFERENCES book ON DELETE CASCADE,
      tag_id INTEGER NOT NULL REFERENCES tag ON DELETE CASCADE
    ) STRICT;
    CREATE TABLE review(
      id INTEGER PRIMARY KEY, book_id INTEGER NOT NULL REFERENCES book ON DELETE CASCADE,
      stars INTEGER NOT NULL, body TEXT NOT NULL, created INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX book_author ON book(author_id);
    CREATE INDEX book_tag_book ON book_tag(book_id);
    CREATE INDEX book_tag_tag ON book_tag(tag_id);
    CREATE INDEX review_book ON review(book_id);
    """
}
