// SPDX-License-Identifier: Apache-2.0

import Kindred
import KindredChoices
import Testing

@Suite struct `Random graphs` {
  @Test func `F35 F41 F43 objects and values are what a naive loader makes of plain arrays`() {
    searchCases { choices in
      let db = try choices.people()
      let joinsLists = choices.chance(30)
      let loads = choices.loads(
        depth: 3,
        joinsLists: joinsLists,
        ordered: choices.orderedSteps()
      )
      let request = PeopleRequest(loads)
      try db.read { s in
        s.notLoaded = .forbid
        let data = try NaivePeople(s)
        let named = choices.optional(30) { choices.pick(["a", "b"]) }
        let rows = data.people.filter { named == nil || $0.name == named }
        let start = named.map { name in Person.where { $0.name == name } } ?? Person.all
        var naive = Drawing(request)
        let expected = try naive.draw(rows.map { NaivePerson(person: $0, data: data) }, loads)

        let query = request.apply(loads, to: start)
        let (people, log) = try s.counting { try query.fetch(s) }
        var objects = Drawing(request)
        let (drawn, reads) = try s.counting { try objects.draw(people, loads) }
        try expectEqual(drawn, expected, "objects of \(loads)")
        try expectEqual(objects.instanceCount, naive.instanceCount, "instances of \(loads)")
        try expectEqual(reads.count, 0, "statements of reads")
        if !loads.joinsLists {
          try expectEqual(log.count, 1 + loads.statements(rows, data), "statements of \(loads)")
        }

        let (values, valueLog) = try s.counting { try query.plain(s) }
        var plain = Drawing(request)
        try expectEqual(try plain.draw(values, loads), expected, "values of \(loads)")
        try expectEqual(valueLog.count, log.count, "statements of values of \(loads)")
      }
    }
  }

  @Test func `F41 loading onto objects of the session gives what loading with them gives`() {
    searchCases { choices in
      let db = try choices.people()
      let ordered = choices.orderedSteps()
      let before = choices.loads(depth: 2, joinsLists: true, ordered: ordered)
      let step = choices.pick(PersonStep.allCases.filter { $0 != .manager })
      let nested = choices.loads(depth: 2, joinsLists: false, ordered: ordered)
      try db.read { s in
        s.notLoaded = .forbid
        let data = try NaivePeople(s)
        let people = try PeopleRequest(before).apply(before, to: Person.all).fetch(s)
        let loads = PersonLoads(
          branches: [
            PersonLoads.Branch(
              step: step,
              strategy: .batch,
              isOrdered: ordered.contains(step),
              loads: nested
            )
          ],
          posts: false,
          window: nil
        )
        let request = PeopleRequest(loads)
        try request.load(loads.branches[0], for: people, s)
        let (_, again) = try s.counting { try request.load(loads.branches[0], for: people, s) }
        if ordered.isEmpty, !loads.hasWindow {
          try expectEqual(again.count, 0, "statements of loading \(loads) again")
        }
        var naive = Drawing(request)
        var objects = Drawing(request)
        let rows = data.people.map { NaivePerson(person: $0, data: data) }
        try expectEqual(
          try objects.draw(people, loads),
          try naive.draw(rows, loads),
          "objects of \(loads) onto \(before)"
        )
        try expectEqual(objects.instanceCount, naive.instanceCount, "instances of \(loads)")
      }
    }
  }
}
