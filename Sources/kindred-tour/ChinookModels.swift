// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kindred

struct Artist: Entity {
  var id: ID<Artist> = .new
  var name: String?
  static let albums = toMany(\Album.artistID)
  static let table = Table("Artist", Artist.init)
}

struct Album: Entity {
  var id: ID<Album> = .new
  var title: String
  var artistID: ID<Artist>
  static let artist = toOne(\.artistID)
  static let tracks = toMany(\Track.albumID)
  static let table = Table("Album", Album.init)
}

struct Genre: Entity {
  var id: ID<Genre> = .new
  var name: String?
  static let table = Table("Genre", Genre.init)
}

struct MediaType: Entity {
  var id: ID<MediaType> = .new
  var name: String?
  static let table = Table("MediaType", MediaType.init)
}

struct Track: Entity {
  var id: ID<Track> = .new
  var name: String
  var albumID: ID<Album>?
  var mediaTypeID: ID<MediaType>
  var genreID: ID<Genre>?
  var composer: String?
  var milliseconds: Int
  var bytes: Int?
  var unitPrice: Double
  static let album = toOne(\.albumID)
  static let genre = toOne(\.genreID)
  static let invoiceLines = toMany(\InvoiceLine.trackID)
  static let playlists = toMany(through: \PlaylistTrack.trackID, \.playlistID)
  static let table = Table("Track", Track.init)
}

struct Playlist: Entity {
  var id: ID<Playlist> = .new
  var name: String?
  static let tracks = toMany(through: \PlaylistTrack.playlistID, \.trackID)
  static let table = Table("Playlist", Playlist.init)
}

struct PlaylistTrack: Entity {
  var playlistID: ID<Playlist>
  var trackID: ID<Track>
  static let table = Table("PlaylistTrack", PlaylistTrack.init).primaryKey(\.playlistID, \.trackID)
}

struct Employee: Entity {
  var id: ID<Employee> = .new
  var lastName: String
  var firstName: String
  var title: String?
  var reportsTo: ID<Employee>?
  var birthDate: Date?
  var hireDate: Date?
  var address: String?
  var city: String?
  var state: String?
  var country: String?
  var postalCode: String?
  var phone: String?
  var fax: String?
  var email: String?
  static let manager = toOne(\.reportsTo)
  static let reports = toMany(\Employee.reportsTo)
  static let customers = toMany(\Customer.supportRepID)
  static let table = Table("Employee", Employee.init)
}

struct Customer: Entity {
  var id: ID<Customer> = .new
  var firstName: String
  var lastName: String
  var company: String?
  var address: String?
  var city: String?
  var state: String?
  var country: String?
  var postalCode: String?
  var phone: String?
  var fax: String?
  var email: String
  var supportRepID: ID<Employee>?
  static let supportRep = toOne(\.supportRepID)
  static let invoices = toMany(\Invoice.customerID)
  static let table = Table("Customer", Customer.init)
}

struct Invoice: Entity {
  var id: ID<Invoice> = .new
  var customerID: ID<Customer>
  var invoiceDate: Date
  var billingAddress: String?
  var billingCity: String?
  var billingState: String?
  var billingCountry: String?
  var billingPostalCode: String?
  var total: Double
  static let customer = toOne(\.customerID)
  static let lines = toMany(\InvoiceLine.invoiceID)
  static let table = Table("Invoice", Invoice.init)
}

struct InvoiceLine: Entity {
  var id: ID<InvoiceLine> = .new
  var invoiceID: ID<Invoice>
  var trackID: ID<Track>
  var unitPrice: Double
  var quantity: Int
  static let invoice = toOne(\.invoiceID)
  static let track = toOne(\.trackID)
  static let table = Table("InvoiceLine", InvoiceLine.init)
}
