// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kindred

// expect error: value of type 'Ref<Book>' has no dynamic member 'titel' using key path from root type 'Book'
func m00() -> Query<Book> { Book.where { $0.titel == "x" } }

// expect error: cannot convert value of type 'String' to expected argument type 'Int'
func m01() -> Query<Book> { Book.where { $0.year > "1999" } }

// expect error: '==' is unavailable: this column is never nil
func m02() -> Query<Book> { Book.where { $0.title == nil } }

// expect error: value of optional type 'String?' must be unwrapped to a value of type 'String'
func m03(_ name: String?) -> Query<Book> { Book.where { $0.title == name } }

// expect error: type 'Status' has no member 'publishd'
func m04() -> Query<Book> { Book.where { $0.status == .publishd } }

// expect error: binary operator '+' cannot be applied to operands of type 'Expr<Int>' and 'Expr<Double>'
func m05() -> Query<Book> { Book.where { $0.year + $0.rating > 1 } }

// expect error: cannot convert value of type 'Condition' (aka 'Expr<Optional<Bool>>') to expected condition type 'Bool'
func m06() -> Query<Book> { Book.where { $0.year > 1900 ? $0.rating > 1 : $0.rating > 2 } }

// expect warning: comparing non-optional value of type 'Expr<String?>' to 'nil' always returns false
func m07() -> Query<Author> { Author.where { if $0.country == nil { return $0.id == 1 } else { return $0.id == 2 } } }

// expect error: binary operator '>' cannot be applied to operands of type 'Query<Book>' and 'Int'
func m08() -> Query<Author> { Author.where { $0.books > 1 } }

// expect error: cannot call value of non-function type 'Expr<String>'
func m09() -> Query<Book> { Book.where { $0.title.lowercased() == "x" } }

// expect error: binary operator '+' cannot be applied to operands of type 'Expr<String>' and 'Int'
func m10() -> Selection<String> { Book.all.select { $0.title + 1 } }

// expect error: cannot convert value of type 'String' to closure result type 'Expr<String>'
func m11() -> Selection<String> { Book.all.select { "\($0.title)x" } }

// expect error: cannot assign to property: '$0' is immutable
func m12() -> Query<Book> { Book.where { $0.short == "x" } }

// expect error: getter for 'subscript(dynamicMember:)' is unavailable: write $0.x = $0.x + 1 instead of $0.x += 1; what may be NULL, as a quotient, needs .or(…)
func m13(_ s: Session) throws { try Book.all.update(s) { $0.year += 1 } }

// expect error: getter for 'subscript(dynamicMember:)' is unavailable: write $0.x = $0.x + 1 instead of $0.x += 1; what may be NULL, as a quotient, needs .or(…)
func m14(_ s: Session) throws { try Book.all.update(s) { $0.rating = $0.rating / 2 } }

// expect error: cannot convert return expression of type '[(String, Int)]' to return type '[(Int, String)]'
func m15(_ s: Session) throws -> [(Int, String)] { try Book.all.select { ($0.title, $0.year) }.fetch(s) }

// expect error: type 'Query<Author>.Row' (aka 'Author') has no member 'bookz'
func m16() -> Query<Author> { Author.all.with(\.bookz) }

// expect error: 'where' is unavailable: a filtered load is not the whole relation: use .with(\.relation, as: slot) { $0.where { … } }
func m17() -> Query<Author> { Author.all.with(\.books) { $0.where { $0.year > 1 } } }

// expect error: subscript access can throw, but it is not marked with 'try' and the error is not handled
func m18(_ book: Live<Book>) -> String? { book.author?.name }

// expect error: value of optional type 'Live<Author>?' must be unwrapped to refer to member 'name' of wrapped base type 'Live<Author>'
func m19(_ book: Live<Book>) throws -> String { try book.author.name }

// expect error: static member 'author' cannot be used on instance of type 'Book'
func m20(_ book: Live<Book>, _ anne: Live<Author>) { book.author = anne }

// expect error: value of type 'Group<Ref<Book>>' has no member 'year'
func m21() -> Selection<Int> { Book.all.group { $0.status }.select { g, status in g.year } }

// expect error: cannot find 'Bok' in scope
func m22() -> Query<Book> { Bok.where { $0.year == 1 && $0.title == "x" } }

// expect error: referencing operator function '>' on 'Expr' requires that 'Status' conform to 'BytesColumn'
func m23() -> Query<Book> { Book.where { $0.status > .draft } }
