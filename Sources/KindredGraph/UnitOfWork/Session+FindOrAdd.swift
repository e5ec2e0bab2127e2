// SPDX-License-Identifier: Apache-2.0

public import KindredQuery
public import KindredSchema

extension Session {
  /// The object whose unique key has the values that the model has there; if there is none, the model is
  /// added.
  ///
  ///     let (tag, isNew) = try s.findOrAdd(Tag(label: "new"), by: \.label)
  ///
  /// One statement, at once. An object that is found is not changed, and the id that the model asked for
  /// is not used again.
  ///
  /// - Parameters:
  ///   - model: What is looked for, and added if need be.
  ///   - column: The unique key's column, or the first of them.
  ///   - more: The other columns of the key.
  ///   - file: Where it is called, for the log.
  ///   - line: Where it is called, for the log.
  /// - Returns: The object, and whether it was added.
  /// - Throws: `query` if the columns are no unique key; else as an insertion. A NULL in the key is found
  ///   by nothing: the model is added.
  public func findOrAdd<T: Entity>(
    _ model: T,
    by column: PartialKeyPath<T>,
    _ more: PartialKeyPath<T>...,
    file: StaticString = #fileID,
    line: UInt = #line
  ) throws(KindredError) -> (object: Live<T>, isNew: Bool) {
    try flush()
    let site = Site(file, line)
    let (row, isNew) = try place(model, by: [column] + more, Purpose(site, kind: .write))
    return (try T.object(of: row, try graph.table(T.self), self, site), isNew)
  }
}
