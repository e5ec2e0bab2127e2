// SPDX-License-Identifier: Apache-2.0

import Kindred
import Testing

private struct Twig: Entity {
  var id: ID<Twig> = .new
  var parentID: ID<Twig>? = nil
  static let table = Table("twigs", Twig.init).foreignKey(\.parentID, onDelete: .cascade)
}

@Suite struct `Deleting objects` {
  /// The time to delete 200 objects, each with a child, one by one in a session that has so many.
  private func time(_ count: Int) throws -> Duration {
    let db = try Database(Twig.self)
    return try db.write { s in
      try s.insert((0..<count).map { _ in Twig() })
      try s.insert((1...200).map { Twig(parentID: ID($0)) })
      let twigs = try Twig.all.fetch(s)
      let duration = try ContinuousClock().measure {
        for twig in twigs.prefix(200) { try s.delete(twig) }
      }
      #expect(twigs.prefix(200).allSatisfy { $0.isDeleted })
      #expect(twigs.suffix(200).allSatisfy { $0.isDeleted })
      #expect(twigs.filter { $0.isDeleted }.count == 400)
      #expect(try Twig.all.count(s) == count - 200)
      return duration
    }
  }

  @Test func `F52 takes as long whatever else the session has`() throws {
    _ = try time(300)
    let (few, many) = (try time(500), try time(32_000))
    #expect(many < few * 16, "among 500 objects \(few), among 32,000 \(many)")
  }
}
