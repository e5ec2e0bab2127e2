// SPDX-License-Identifier: Apache-2.0

import KindredLibrary

/// The answers every peer must give: a run with another row count or checksum fails.
enum ExpectedAnswers {
  /// The answer of `workload` at `size`; nil where the suite states none.
  static func answer(_ workload: Workload, at size: LibrarySize) -> Answer? {
    switch size {
    case .small: small[workload.prepared]
    case .medium: medium[workload.prepared]
    case .large: large[workload.prepared]
    }
  }

  /// The checksum of the generated rows; nil where the suite states none.
  static func dataChecksum(at size: LibrarySize) -> UInt64? {
    switch size {
    case .small: 0xB214_D4EA_1198
    case .medium: 0x6_EFFF_2825_5BD9
    case .large: nil
    }
  }

  private static let small: [Workload: Answer] = [
    .r1: Answer(rows: 524, hexadecimal: 0x1_09FE_DF49_04A2),
    .r2: Answer(rows: 524, hexadecimal: 0x1_09FE_DF49_04A2),
    .r3a: Answer(rows: 100, hexadecimal: 0x33_55F1_9D5C),
    .r3b: Answer(rows: 100, hexadecimal: 0x33_55F1_9D5C),
    .r4: Answer(rows: 100, hexadecimal: 0x9A5_94CE_77EC),
    .r5: Answer(rows: 1_000, hexadecimal: 0x1F7_EB20_DF72),
    .r6: Answer(rows: 207, hexadecimal: 0x2628_733C_CB80),
    .r7: Answer(rows: 20, hexadecimal: 0x9_8625_9984),
    .r8: Answer(rows: 10_000, hexadecimal: 0x136E_8D4F_737C),
    .r8w: Answer(rows: 10_000, hexadecimal: 0x136E_8D4F_737C),
    .r9: Answer(rows: 3_063, hexadecimal: 0x5F8_5147_61B5),
    .r10: Answer(rows: 100_000, hexadecimal: 0x4_6499_EBA7),
    .r10p: Answer(rows: 10_000, hexadecimal: 0x7087_B045),
    .r11: Answer(rows: 977_117, hexadecimal: 0x2B_199A_06B0),
    .r11p: Answer(rows: 96_338, hexadecimal: 0x4_3EEA_8E02),
    .r12: Answer(rows: 1, hexadecimal: 0x1F9A_D929),
    .r13: Answer(rows: 50, hexadecimal: 0x2A4_F5E8_0077),
    .r14: Answer(rows: 50_000, hexadecimal: 0x254A_8E2E_65CA_5E1A),
    .g1: Answer(rows: 10_000, hexadecimal: 0xB48_4969),
    .g2: Answer(rows: 10_799, hexadecimal: 0x6_34F2_34A9),
    .g3: Answer(rows: 89_251, hexadecimal: 0x7A6_1494_E590),
    .g4: Answer(rows: 2_000, hexadecimal: 0xE311_6260),
    .w1: Answer(rows: 91_307, hexadecimal: 0x4_0FBA_06FF),
    .w2: Answer(rows: 60_000, hexadecimal: 0x1_4183_07FE),
    .w3: Answer(rows: 100_000, hexadecimal: 0x3A_E6F3_D105),
    .w4: Answer(rows: 82_715, hexadecimal: 0x425E_7C8F),
    .w5: Answer(rows: 1_001, hexadecimal: 0xF_4A10),
  ]

  private static let medium: [Workload: Answer] = [
    .r1: Answer(rows: 5_225, hexadecimal: 0x69_5BC5_3D6B_1B74),
    .r2: Answer(rows: 5_225, hexadecimal: 0x69_5BC5_3D6B_1B74),
    .r3a: Answer(rows: 1_017, hexadecimal: 0x1FF_92C0_4FF7),
    .r3b: Answer(rows: 1_017, hexadecimal: 0x1FF_92C0_4FF7),
    .r4: Answer(rows: 100, hexadecimal: 0xA73_5646_FADE),
    .r5: Answer(rows: 10_000, hexadecimal: 0x1383_7174_EC08),
    .r6: Answer(rows: 1_000, hexadecimal: 0x3_C0C5_7CDA_29CC),
    .r7: Answer(rows: 130, hexadecimal: 0x44_0AF2_697E),
    .r8: Answer(rows: 100_000, hexadecimal: 0xC385_D39B_250D),
    .r8w: Answer(rows: 100_000, hexadecimal: 0xC385_D39B_250D),
    .r9: Answer(rows: 3_750, hexadecimal: 0x752_A39C_AC53),
    .r10: Answer(rows: 100_000, hexadecimal: 0x26_9CA6_305D),
    .r10p: Answer(rows: 10_000, hexadecimal: 0x3_D90B_3D16),
    .r11: Answer(rows: 976_998, hexadecimal: 0x179_C60E_C0D3),
    .r11p: Answer(rows: 99_231, hexadecimal: 0x26_59BB_0731),
    .r12: Answer(rows: 1, hexadecimal: 0x65D8_7884),
    .r13: Answer(rows: 50, hexadecimal: 0x23D_E2C6_83E4),
    .r14: Answer(rows: 500_000, hexadecimal: 0x9139_A56E_73CD_7FA1),
    .g1: Answer(rows: 10_000, hexadecimal: 0xB47_7F68),
    .g2: Answer(rows: 107_994, hexadecimal: 0x1663_750A_AAD1),
    .g3: Answer(rows: 891_168, hexadecimal: 0x1D_D3CC_C687_005C),
    .g4: Answer(rows: 2_000, hexadecimal: 0xE314_B5C0),
    .w1: Answer(rows: 909_294, hexadecimal: 0x192_3F07_730F),
    .w2: Answer(rows: 510_000, hexadecimal: 0x5A_CC4B_ADAD),
    .w3: Answer(rows: 100_000, hexadecimal: 0x16FE_B909_50AC),
    .w4: Answer(rows: 819_798, hexadecimal: 0x2EA0_FBD5),
    .w5: Answer(rows: 10_001, hexadecimal: 0x98_C178),
  ]

  private static let large: [Workload: Answer] = [
    .r1: Answer(rows: 52_777, hexadecimal: 0x2978_E2D6_C085_8230),
    .r2: Answer(rows: 52_777, hexadecimal: 0x2978_E2D6_C085_8230),
    .r3a: Answer(rows: 10_100, hexadecimal: 0x13A5_6382_A54D),
    .r3b: Answer(rows: 10_100, hexadecimal: 0x13A5_6382_A54D),
    .r4: Answer(rows: 100, hexadecimal: 0x944_94A0_29C4),
    .r5: Answer(rows: 100_000, hexadecimal: 0xC3B2_E011_57EA),
    .r6: Answer(rows: 1_000, hexadecimal: 0x3_E5CE_0423_7D74),
    .r7: Answer(rows: 1_257, hexadecimal: 0x280_0D8B_015F),
    .r8: Answer(rows: 1_000_000, hexadecimal: 0x7_A181_D29F_EF2C),
    .r9: Answer(rows: 3_750, hexadecimal: 0x752_A39C_AC53),
    .r10: Answer(rows: 100_000, hexadecimal: 0x17C_C7CF_6188),
    .r11: Answer(rows: 985_327, hexadecimal: 0xEAD_FF36_5D3A),
    .r12: Answer(rows: 1, hexadecimal: 0x3A4B_20E7),
    .r13: Answer(rows: 50, hexadecimal: 0x26D_BBF3_41EA),
    .r14: Answer(rows: 5_000_000, hexadecimal: 0x1B26_A30A_7D2F_E170),
    .g1: Answer(rows: 10_000, hexadecimal: 0xB48_0AEB),
    .g2: Answer(rows: 1_080_032, hexadecimal: 0x56_B2DB_5AAA_523A),
    .g3: Answer(rows: 8_922_506, hexadecimal: 0x758F_8031_3B46_E1F5),
    .w5: Answer(rows: 100_001, hexadecimal: 0x5F7_6B88),
  ]
}
