// A program that knows Kindred only as a product of another package.
import Kindred

struct Shop: Entity {
  var id: ID<Shop> = .new
  var name: String
  static let items = toMany(\Item.shopID)
  static let table = Table("shops", Shop.init)
}

struct Item: Entity {
  var id: ID<Item> = .new
  var shopID: ID<Shop>
  var label: String
  static let shop = toOne(\.shopID)
  static let table = Table("items", Item.init).foreignKey(\.shopID, onDelete: .cascade)
}

let db = try Database(Shop.self, Item.self)
try db.write { s in
  let corner = try s.add(Shop(name: "Corner"))
  _ = try s.add(Shop(name: "Empty"))
  try s.insert([Item(shopID: corner.id, label: "tea"), Item(shopID: corner.id, label: "jam")])
}
let stocked = try db.read { s in
  try Shop.where { $0.items.any { $0.label.hasPrefix("t") } }.rows(s).map(\.name)
}
let labels = try db.read { s in
  try Shop.all.with(\.items).fetch(s).map { shop in try shop.items.map(\.label) }
}
guard stocked == ["Corner"], labels == [["tea", "jam"], []] else {
  fatalError("unexpected: \(stocked) \(labels)")
}
print("dependent package: \(stocked[0]) has \(labels[0].joined(separator: " and "))")
