// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

/// A blog: posts with an author, comments by readers, labels that posts share.
@Suite struct `A blog` {
  struct User: Entity {
    var id: ID<User> = .new
    var name: String
    static let articles = toMany(\Article.authorID)
    static let comments = toMany(\Comment.authorID)
    static let table = Table("users", User.init).unique(\.name)
  }
  struct Article: Entity {
    var id: ID<Article> = .new
    var authorID: ID<User>
    var title: String
    var day: Int
    static let author = toOne(\.authorID)
    static let comments = toMany(\Comment.articleID)
    static let labels = toMany(through: \Labelling.articleID, \.labelID)
    static let table = Table("articles", Article.init).index(\.day)
  }
  struct Comment: Entity {
    var id: ID<Comment> = .new
    var articleID: ID<Article>
    var authorID: ID<User>? = nil
    var text: String
    static let article = toOne(\.articleID)
    static let author = toOne(\.authorID)
    static let table = Table("comments", Comment.init)
      .foreignKey(\.articleID, onDelete: .cascade).foreignKey(\.authorID, onDelete: .setNull)
  }
  struct Label: Entity {
    var id: ID<Label> = .new
    var name: String
    static let articles = toMany(through: \Labelling.labelID, \.articleID)
    static let table = Table("labels", Label.init).unique(\.name)
  }
  struct Labelling: Entity {
    var articleID: ID<Article>
    var labelID: ID<Label>
    static let table = Table("labellings", Labelling.init).primaryKey(\.articleID, \.labelID)
      .foreignKey(\.articleID, onDelete: .cascade)
  }

  let db: Database

  init() throws {
    db = try Database(User.self, Article.self, Comment.self, Label.self, Labelling.self)
    try db.write { s in
      let (ann, ben) = (try s.add(User(name: "Ann")), try s.add(User(name: "Ben")))
      let (swift, rust) = (try s.add(Label(name: "swift")), try s.add(Label(name: "rust")))
      let first = try s.add(Article(authorID: ann.id, title: "Hello", day: 1))
      let second = try s.add(Article(authorID: ann.id, title: "Types", day: 2))
      try s.add(Article(authorID: ben.id, title: "Silence", day: 3))
      try first.add(\.labels, swift, rust)
      try second.add(\.labels, swift)
      try s.insert([
        Comment(articleID: first.id, authorID: ben.id, text: "nice"),
        Comment(articleID: first.id, text: "who are you?"),
        Comment(articleID: second.id, authorID: ann.id, text: "errata"),
      ])
    }
  }

  @Test func `F50 the front page is one join and two batches, for any number of posts`() throws {
    try db.read { s in
      s.notLoaded = .forbid
      let (page, log) = try s.counting {
        try Article.all.order { $0.day.descending }
          .with(\.author).with(\.comments) { $0.with(\.author) }.with(\.labels).fetch(s)
      }
      #expect(log.count == 3)
      let lines = try page.map { article in
        let comments = try article.comments.map { "\(try $0.author?.name ?? "?"): \($0.text)" }
        return "\(article.title) by \(try article.author.name) "
          + "\(try article.labels.map(\.name)) \(comments)"
      }
      #expect(
        lines == [
          #"Silence by Ben [] []"#, #"Types by Ann ["swift"] ["Ann: errata"]"#,
          #"Hello by Ann ["swift", "rust"] ["Ben: nice", "?: who are you?"]"#,
        ]
      )
      // Ben who wrote a post is Ben who wrote a comment; "swift" is one label under two posts.
      #expect(try page[0].author === page[2].comments[0].author)
      #expect(try page[1].labels[0] === page[2].labels[0])
    }
  }

  @Test func `F50 authors without posts, posts of a label, latest comment per post`() throws {
    try db.read { s in
      let silent = try Article.where { $0.comments.isEmpty }.fetch(s)
      #expect(silent.map(\.title) == ["Silence"])
      let rusty = try User.where { $0.articles.any { $0.labels.any { $0.name == "rust" } } }.fetch(
        s
      )
      #expect(rusty.map(\.name) == ["Ann"])
      let latest = Slot<Article, Comment>()
      let (articles, log) = try s.counting {
        try Article.all.with(\.comments, as: latest) { $0.order { $0.id.descending }.limit(1) }
          .fetch(s)
      }
      #expect(
        try articles.map { try $0[latest].map(\.text) } == [["who are you?"], ["errata"], []]
      )
      #expect(log.count == 2)
    }
  }

  @Test func `F50 deleting a reader keeps the comments, deleting a post takes them along`() throws {
    try db.write { s in
      let articles = try Article.all.with(\.comments) { $0.with(\.author) }.fetch(s)
      let nice = try articles[0].comments[0]
      try Article.where { $0.author.name == "Ben" }.delete(s)
      try s.delete(try User.where { $0.name == "Ben" }.one(s))
      let (author, log) = try s.counting { try nice.author }
      #expect(author == nil)
      #expect(log.count == 0)
      let deleted = try s.delete(articles[0])
      #expect(nice.isDeleted)
      #expect(deleted.byTable == ["articles": 1, "comments": 2, "labellings": 2])
    }
  }
}
