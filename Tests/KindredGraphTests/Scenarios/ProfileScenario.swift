// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

/// Accounts: a profile that may be missing, settings under the account's key, the account that invited it.
@Suite struct `A profile` {
  struct Account: Entity {
    var id: ID<Account> = .new
    var email: String
    var invitedByID: ID<Account>? = nil
    static let page = hasOne(\Page.accountID)
    static let settings = hasOne(\Settings.email, from: \Account.email)
    static let invitedBy = toOne(\.invitedByID)
    static let invited = toMany(\Account.invitedByID)
    static let table = Table("accounts", Account.init).unique(\.email)
  }
  struct Page: Entity {
    var id: ID<Page> = .new
    var accountID: ID<Account>
    var pictureID: ID<Picture>? = nil
    var bio: String
    static let account = toOne(\.accountID)
    static let picture = toOne(\.pictureID)
    static let table = Table("pages", Page.init).unique(\.accountID).unique(\.pictureID)
      .foreignKey(\.accountID, onDelete: .cascade).foreignKey(\.pictureID, onDelete: .setNull)
  }
  struct Picture: Entity {
    var id: ID<Picture> = .new
    var file: String
    static let page = hasOne(\Page.pictureID)
    static let table = Table("pictures", Picture.init)
  }
  struct Settings: Entity {
    var email: String
    var isDark: Bool = false
    static let account = toOne(\.email, to: \Account.email, name: "account")
    static let table = Table("settings", Settings.init).primaryKey(\.email)
      .foreignKey(\.email, references: \Account.email, onDelete: .cascade, onUpdate: .cascade)
  }

  let db: Database

  init() throws {
    db = try Database(Account.self, Page.self, Picture.self, Settings.self)
    try db.write { s in
      try s.insert([
        Account(email: "a"), Account(email: "b", invitedByID: 1),
        Account(email: "c", invitedByID: 2),
      ])
      try s.insert([Picture(file: "a.png")])
      try s.insert([
        Page(accountID: 1, pictureID: 1, bio: "first"), Page(accountID: 3, bio: "third"),
      ])
      try s.insert([Settings(email: "b", isDark: true)])
    }
  }

  @Test func `F36 F47 F50 everything to-one is one statement, there or missing, both ways`() throws
  {
    try db.read { s in
      s.notLoaded = .forbid
      let (accounts, log) = try s.counting {
        try Account.all.with(\.page) { $0.with(\.picture) }.with(\.settings)
          .with(\.invitedBy) { $0.with(\.invitedBy) }.fetch(s)
      }
      #expect(log.count == 1)
      let lines = try accounts.map { account in
        "\(account.email) \(try account.page?.bio ?? "-") \(try account.page?.picture?.file ?? "-") "
          + "\(try account.settings?.isDark ?? false) \(try account.invitedBy?.email ?? "-")"
      }
      #expect(
        lines == ["a first a.png false -", "b - - true a", "c third - false b"]
      )
      #expect(try accounts[2].invitedBy?.invitedBy === accounts[0])
      let pictures = try Picture.all.with(\.page) { $0.with(\.account) }.fetch(s)
      #expect(try pictures[0].page?.account === accounts[0])
    }
  }

  @Test func `F47 F50 one account and its profile, found, missing, and read later`() throws {
    try db.read { s in
      let (one, log) = try s.counting {
        try Account.where { $0.email == "a" }.with(\.page).one(s)
      }
      #expect(log.count == 1)
      #expect(try one.page?.bio == "first")
      #expect(try Account.where { !$0.page.exists }.fetch(s).map(\.email) == ["b"])
      let accounts = try Account.all.fetch(s)
      let (settings, lazy) = try s.counting { try accounts.map { try $0.settings?.isDark } }
      #expect(settings == [nil, true, nil])
      #expect(lazy.count == 1)
    }
  }

  @Test func `F47 F50 a changed address, a second page and a lost picture`() throws {
    try db.write { s in
      let accounts = try Account.all.with(\.settings).with(\.page) { $0.with(\.picture) }.fetch(s)
      let settings = try #require(try accounts[1].settings)
      accounts[1].email = "b2"
      try s.flush()
      #expect(settings.email == "b2")
      #expect(try accounts[1].settings === settings)
      #expect(try settings.account === accounts[1])

      let second = try s.add(Page(accountID: 1, bio: "second"))
      let error = #expect(throws: KindredError.self) { try s.flush() }
      #expect(error?.kind == .unique)
      try s.delete(second)
      #expect(try accounts[0].page?.bio == "first")

      try Picture.all.delete(s)
      #expect(try accounts[0].page?.picture == nil)
      let page = try #require(try accounts[0].page)
      try s.delete(page)
      #expect(try accounts[0].page == nil)
      accounts[1].set(\.invitedBy, to: nil)
      #expect(try accounts[0].invited.isEmpty)
    }
  }
}
