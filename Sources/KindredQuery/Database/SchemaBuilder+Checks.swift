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
        let core = definition.passing()
        checks.append(
          try DeepStack.run(if: core.isDeep) { () throws(KindredError) in
            CheckConstraint(definition.name, try condition(core))
          }
        )
      } catch {
        faults.append("\(place): \(error.message)")
      }
    }
    return checks
  }

  /// The condition over ``CheckConstraint/row``.
  private func condition(_ core: QueryCore) throws(KindredError) -> Expression {
    if let fault = core.fault { throw fault }
    let condition: Expression?
    do throws(KindredError) {
      // Without any table, so that a query in the condition cannot be lowered.
      var lowering = Lowering(try Catalogue([]))
      condition = try lowering.withFrame(of: core) { lowering, _ throws(KindredError) in
        .all(try lowering.terms(core.conditions))
      }
    } catch  where error.kind == .query {
      condition = nil
    }
    guard let condition, core.slots.count == 1 else {
      throw KindredError(.schema, "a check may speak only of the columns of its own row")
    }
    return condition
  }
}
