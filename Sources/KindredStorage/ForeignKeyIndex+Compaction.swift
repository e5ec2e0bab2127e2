// SPDX-License-Identifier: Apache-2.0

import KindredColumns

extension ForeignKeyIndex {
  /// The same adjacency once rows of the children, of the parents, or of a table that is both were
  /// dropped.
  ///
  /// Every chain keeps its order.
  ///
  /// - Complexity: O(children), and O(parents) where those were dropped.
  func renumbered(children: Renumbering?, parents: Renumbering?, epoch: Epoch) -> ForeignKeyIndex {
    var copy = self
    if let parents {
      copy.parentRows = parentRows.renamed(parents, epoch: epoch)
      copy.firstRows = firstRows.keeping(parents, epoch: epoch)
      copy.lastRows = lastRows.keeping(parents, epoch: epoch)
    }
    if let children {
      let next = nextRows.keeping(children, epoch: epoch)
      let previous = previousRows.keeping(children, epoch: epoch)
      copy.parentRows = copy.parentRows.keeping(children, epoch: epoch)
      copy.nextRows = next.renamed(children, epoch: epoch)
      copy.previousRows = previous.renamed(children, epoch: epoch)
      copy.firstRows = copy.firstRows.renamed(children, epoch: epoch)
      copy.lastRows = copy.lastRows.renamed(children, epoch: epoch)
    }
    return copy
  }
}
