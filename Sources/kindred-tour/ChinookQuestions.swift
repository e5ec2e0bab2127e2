// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kindred

/// A question to the music shop: in Kindred, and in SQL for the comparison.
struct ChinookQuestion {
  let title: String
  /// How many rows are printed.
  let shown: Int
  /// The rows, each as its values joined by bars.
  let answer: (Session) throws -> [String]
  let sql: String
}

extension ChinookTour {
  static var questions: [ChinookQuestion] {
    [
      salesPerSupportRep, tracksInNoPlaylist, tracksNeverSold, artistsByAlbums, employeeTree,
      genresPerCustomer, bestInvoices,
    ]
  }

  private static var salesPerSupportRep: ChinookQuestion {
    ChinookQuestion(
      title: "Sales per support rep",
      shown: 5,
      answer: { s in
        try Invoice.all.group { $0.customer.supportRep.lastName }
          .order { $0.sum { $0.total }.descending }
          .select { g, name in (name, g.count, g.sum { $0.total }) }
          .fetch(s).map { "\($0 ?? "-") | \($1) | \(money($2 ?? 0))" }
      },
      sql: """
        SELECT e.LastName, count(*), sum(i.Total) FROM Invoice i JOIN Customer c USING (CustomerId)
        LEFT JOIN Employee e ON e.EmployeeId = c.SupportRepId GROUP BY e.LastName ORDER BY 3 DESC
        """
    )
  }

  private static var tracksInNoPlaylist: ChinookQuestion {
    ChinookQuestion(
      title: "Tracks in no playlist",
      shown: 5,
      answer: { s in
        try Track.where { $0.playlists.isEmpty }.order { $0.id.ascending }.select { $0.name }
          .fetch(s)
      },
      sql: """
        SELECT Name FROM Track t WHERE NOT EXISTS
        (SELECT 1 FROM PlaylistTrack p WHERE p.TrackId = t.TrackId) ORDER BY TrackId
        """
    )
  }

  private static var tracksNeverSold: ChinookQuestion {
    ChinookQuestion(
      title: "Tracks never sold",
      shown: 3,
      answer: { s in
        try Track.where { $0.invoiceLines.isEmpty }.order { $0.id.ascending }
          .select { ($0.name, $0.album.title) }
          .fetch(s).map { "\($0) | \($1 ?? "-")" }
      },
      sql: """
        SELECT t.Name, a.Title FROM Track t LEFT JOIN Album a USING (AlbumId) WHERE NOT EXISTS
        (SELECT 1 FROM InvoiceLine l WHERE l.TrackId = t.TrackId) ORDER BY t.TrackId
        """
    )
  }

  private static var artistsByAlbums: ChinookQuestion {
    ChinookQuestion(
      title: "Artists by number of albums",
      shown: 5,
      answer: { s in
        try Artist.all.annotate { $0.albums.count }
          .where { _, count in count > 0 }
          .order { artist, count in (count.descending, artist.id.ascending) }
          .select { artist, count in (artist.name, count) }
          .fetch(s).map { "\($0 ?? "-") | \($1)" }
      },
      sql: """
        SELECT ar.Name, count(*) FROM Artist ar JOIN Album al USING (ArtistId)
        GROUP BY ar.ArtistId ORDER BY 2 DESC, ar.ArtistId
        """
    )
  }

  private static var employeeTree: ChinookQuestion {
    ChinookQuestion(
      title: "The tree of employees",
      shown: 20,
      answer: { s in
        let roots = try Employee.where { $0.manager.isEmpty }
          .with(\.reports) { $0.with(\.reports) { $0.with(\.reports) } }.fetch(s)
        return try roots.flatMap { try lines($0, depth: 0) }
      },
      sql: """
        WITH RECURSIVE tree(id, line, path) AS (
          SELECT EmployeeId, FirstName || ' ' || LastName, printf('%04d', EmployeeId)
          FROM Employee WHERE ReportsTo IS NULL
          UNION ALL
          SELECT e.EmployeeId,
            substr('            ', 1, 2 * (length(path) + 1) / 5) || e.FirstName || ' ' || e.LastName,
            path || '/' || printf('%04d', e.EmployeeId)
          FROM tree JOIN Employee e ON e.ReportsTo = tree.id)
        SELECT line FROM tree ORDER BY path
        """
    )
  }

  private static func lines(_ employee: Live<Employee>, depth: Int) throws -> [String] {
    let indent = String(repeating: "  ", count: depth)
    return try ["\(indent)\(employee.firstName) \(employee.lastName)"]
      + employee.reports.flatMap { try lines($0, depth: depth + 1) }
  }

  private static var genresPerCustomer: ChinookQuestion {
    ChinookQuestion(
      title: "How many genres each customer buys",
      shown: 3,
      answer: { s in
        try InvoiceLine.all.group { $0.invoice.customer.email }
          .order { g, email in (g.countDistinct { $0.track.genreID }.descending, email.ascending) }
          .select { g, email in (email, g.countDistinct { $0.track.genreID }, g.count) }
          .fetch(s).map { "\($0) | \($1) | \($2)" }
      },
      sql: """
        SELECT c.Email, count(DISTINCT t.GenreId), count(*) FROM InvoiceLine l
        JOIN Invoice i USING (InvoiceId) JOIN Customer c USING (CustomerId) JOIN Track t USING (TrackId)
        GROUP BY c.Email ORDER BY 2 DESC, 1
        """
    )
  }

  private static var bestInvoices: ChinookQuestion {
    ChinookQuestion(
      title: "The best invoices",
      shown: 5,
      answer: { s in
        try Invoice.all.order { ($0.total.descending, $0.id.ascending) }.limit(5).with(\.customer)
          .fetch(s).map { invoice in
            let customer = try invoice.customer
            return
              "\(invoice.id) | \(customer.firstName) \(customer.lastName) | \(money(invoice.total))"
          }
      },
      sql: """
        SELECT InvoiceId, FirstName || ' ' || LastName, Total FROM Invoice JOIN Customer USING (CustomerId)
        ORDER BY Total DESC, InvoiceId LIMIT 5
        """
    )
  }
}
