// SPDX-License-Identifier: Apache-2.0

import KindredPlan
import KindredSchema

extension SchemaBuilder {
  /// The model's checks as expressions over one row.
  func checks(of model: any AnyModel, _ faults: inout [String]) -> [CheckConstraint] {
    var checks: [CheckConstraint] = []
    for definition in model.keys.checks {
      let place = "\(model.tableName).check(\"\(definition.name)\") (\(definition.site))"
      if definition.name.isEmpty { faults.append("\(place) has no name") }
      if checks.contains(where: { $0.name == definition.name }) {
        faults.append("\(place) has the name of another check of the table")
      }
      do throws(KindredError) {
        let condition = try condition(definition.passing(), "a check")
        checks.append(CheckConstraint(definition.name, condition))
      } catch {
        faults.append("\(place): \(error.message)")
      }
    }
    return checks
  }

  /// The index with the tests of its condition.
  func index(
    _ definition: IndexDefinition,
    of model: any AnyModel,
    _ faults: inout [String]
  ) -> IndexSchema? {
    guard let (site, rows) = definition.condition else { return definition.schema }
    var index = definition.schema
    do throws(KindredError) {
      for part in try condition(rows(), "the condition of an index").conjuncts {
        guard let test = part.indexTest(of: CheckConstraint.row) else {
          throw KindredError(
            .schema,
            "the condition of an index is made of tests of columns against constants, joined by &&"
          )
        }
        index.tests.append(test)
      }
    } catch {
      faults.append("\(model.tableName).index (\(site)): \(error.message)")
      return nil
    }
    return index
  }

  /// The condition over ``CheckConstraint/row``.
  ///
  /// - Throws: `schema` if it speaks of more than one row; `what` says whose condition it is.
  private func condition(
    _ core: QueryCore,
    _ what: String
  ) throws(KindredError) -> Expression {
    if let fault = core.fault { throw fault }
    let condition: Expression?
    do throws(KindredError) {
      condition = try DeepStack.run(if: core.isDeep) { () throws(KindredError) in
        // Without any table, so that a query in the condition cannot be lowered.
        var lowering = Lowering(try Catalogue([]))
        return try lowering.withFrame(of: core) { lowering, _ throws(KindredError) in
          .all(try lowering.terms(core.conditions))
        }
      }
    } catch  where error.kind == .query {
      condition = nil
    }
    guard let condition, core.slots.count == 1 else {
      throw KindredError(.schema, "\(what) may speak only of the columns of its own row")
    }
    return condition
  }
}
