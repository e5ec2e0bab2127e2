// SPDX-License-Identifier: Apache-2.0

import KindredColumns

/// Which rows of a build side have found a partner so far.
final class PartnerMarks {
  private var marks: MemberMarks

  init(count: Int) { marks = MemberMarks(count: count) }

  func note(_ partners: [Int32]) { marks.meet(partners) }

  /// Those that have found none, ascending.
  var unmet: [Int32] { marks.unmet }
}
