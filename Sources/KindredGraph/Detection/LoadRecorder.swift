// SPDX-License-Identifier: Apache-2.0

import KindredQuery
import Synchronization

/// Remembers which relations a session loaded because they were read, and which with a query.
///
/// Only loads pass through here: a read of a loaded relation does not.
struct LoadRecorder {
  var isOn = defaultIsOn
  private var lazy: [Key: LazyLoads] = [:]
  private var eager: [Key: EagerLoads] = [:]
  private var columns: [Key: ColumnReads] = [:]

  private static var defaultIsOn: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }

  private struct Key: Hashable {
    /// Of the relation, or of the model's table.
    let number: Int
    let file: String?
    let line: Int

    init(_ number: Int, _ site: Site?) {
      self.number = number
      file = site?.file
      line = site?.line ?? 0
    }
  }

  private struct LazyLoads {
    let load: any GraphLoad
    let fetchSite: Site?
    let access: AccessPlace
    var count = 0
  }

  private struct EagerLoads {
    let load: any GraphLoad
    let site: Site?
    var rows = 0
  }

  /// Notes that the relation is about to be loaded because it is read.
  mutating func noteLazy(_ load: any GraphLoad, of group: LoadGroup, _ access: RelationAccess) {
    guard isOn else { return }
    let key = Key(load.number, group.site)
    // The trace is taken once for each relation and fetch site: it takes some time.
    lazy[
      key,
      default: LazyLoads(load: load, fetchSite: group.site, access: AccessPlace(access.site))
    ]
    .count += 1
  }

  /// Notes that the relation was loaded with a query.
  mutating func noteEager(_ load: any GraphLoad, rows: Int, _ run: LoadRun) {
    guard isOn, run.kind == .load else { return }
    eager[Key(load.number, run.site), default: EagerLoads(load: load, site: run.site)].rows += rows
  }

  /// The reads of a model's columns that were fetched at a place.
  mutating func columnReads(_ model: Int, _ site: Site, _ new: () -> ColumnReads) -> ColumnReads {
    let key = Key(model, site)
    if let known = columns[key] { return known }
    let reads = new()
    columns[key] = reads
    return reads
  }

  func report(wasRead: (any GraphLoad) -> Bool) -> LoadReport {
    let repeated = lazy.values.filter { $0.count > 1 }.map { loads in
      RepeatedLoad(
        relation: loads.load.name,
        fetchSite: loads.fetchSite?.description,
        accessSite: loads.access.description,
        count: loads.count,
        remedy: ".with(\\.\(loads.load.relation.name))",
        statementsAfter: loads.load.isToMany ? 2 : 1
      )
    }
    let unread = eager.values.filter { $0.rows > 0 && !wasRead($0.load) }.map { loads in
      UnreadLoad(
        relation: loads.load.name,
        fetchSite: loads.site?.description,
        rows: loads.rows
      )
    }
    let unreadColumns = columns.values.filter { !$0.unread.isEmpty }.map { reads in
      UnreadColumns(
        model: reads.model,
        fetchSite: reads.site.description,
        columns: reads.unread,
        rows: reads.rows
      )
    }
    return LoadReport(
      repeated: repeated.sorted { ($1.count, $0.description) < ($0.count, $1.description) },
      unread: unread.sorted { $0.description < $1.description },
      unreadColumns: unreadColumns.sorted { $0.description < $1.description }
    )
  }

  /// Writes the repeated loads to standard error, each once per process.
  func announce() {
    guard isOn, lazy.values.contains(where: { $0.count > 1 }) else { return }
    for load in report(wasRead: { _ in true }).repeated {
      let isNew = Self.announced.withLock {
        $0.insert("\(load.relation) \(load.fetchSite ?? "") \(load.accessSite ?? "")").inserted
      }
      if isNew { writeToStandardError("Kindred: \(load)\n") }
    }
  }

  private static let announced = Mutex<Set<String>>([])
}
