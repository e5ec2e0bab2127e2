// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

/// The strict settings every target shares.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .define("INTERNAL_CHECKS", .when(traits: ["InternalChecks"])),
]

/// A library floor: a target under `Sources/` that may import only what it lists.
func floor(_ name: String, _ below: [String] = [], path: String? = nil) -> Target {
  .target(
    name: name,
    dependencies: below.map { .byName(name: $0) },
    path: path,
    swiftSettings: strict
  )
}

func program(_ name: String, _ below: [String], path: String? = nil) -> Target {
  .executableTarget(
    name: name,
    dependencies: below.map { .byName(name: $0) },
    path: path,
    swiftSettings: strict
  )
}

func tests(_ name: String, _ below: [String], exclude: [String] = []) -> Target {
  .testTarget(
    name: name,
    dependencies: below.map { .byName(name: $0) },
    exclude: exclude,
    swiftSettings: strict
  )
}

let package = Package(
  name: "Kindred",
  platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
  products: [
    .library(name: "Kindred", targets: ["Kindred"]),
    .library(name: "KindredTesting", targets: ["KindredTesting"]),
    .executable(name: "kindred-tour", targets: ["kindred-tour"]),
    .executable(name: "kindred-bench", targets: ["kindred-bench"]),
    .executable(name: "kindred-fuzz", targets: ["kindred-fuzz"]),
  ],
  traits: [
    .trait(
      name: "InternalChecks",
      description: "Check data-structure invariants after each change."
    )
  ],
  targets: [
    // The floors, bottom up. A target may import only what stands below it.
    floor("KindredSchema"),
    floor("KindredColumns", ["KindredSchema"]),
    floor("KindredPlan", ["KindredSchema"]),
    floor("KindredSQL", ["KindredSchema", "KindredPlan"]),
    floor("KindredStorage", ["KindredSchema", "KindredColumns"]),
    floor(
      "KindredExecution",
      ["KindredSchema", "KindredColumns", "KindredPlan", "KindredStorage"]
    ),
    floor(
      "KindredQuery",
      [
        "KindredSchema", "KindredColumns", "KindredPlan", "KindredSQL", "KindredStorage",
        "KindredExecution",
      ]
    ),
    floor(
      "KindredGraph",
      ["KindredSchema", "KindredColumns", "KindredPlan", "KindredExecution", "KindredQuery"]
    ),
    floor("Kindred", ["KindredQuery", "KindredGraph"]),
    floor("KindredTesting", ["Kindred"]),

    // Beside the floors: the system's SQLite as a peer and an oracle, opened at run time.
    floor("KindredSQLite"),
    // Beside the floors: random cases that can be repeated and made small.
    floor("KindredChoices"),
    floor(
      "KindredFuzzing",
      [
        "KindredSchema", "KindredColumns", "KindredPlan", "KindredSQL", "KindredStorage",
        "KindredExecution", "KindredSQLite", "KindredChoices",
      ]
    ),
    floor("KindredLibrary", ["Kindred"], path: "Benchmarks/KindredLibrary"),
    floor(
      "KindredFilms",
      ["KindredPlan", "Kindred", "KindredSQLite"],
      path: "Benchmarks/KindredFilms"
    ),

    program("kindred-tour", ["Kindred", "KindredQuery", "KindredLibrary", "KindredSQLite"]),
    program("kindred-fuzz", ["KindredFuzzing"]),
    program(
      "kindred-bench",
      [
        "KindredSchema", "KindredColumns", "KindredPlan", "KindredStorage", "Kindred",
        "KindredLibrary", "KindredFilms", "KindredSQLite",
      ],
      path: "Benchmarks/kindred-bench"
    ),

    tests("KindredSchemaTests", ["KindredSchema"]),
    tests("KindredColumnsTests", ["KindredSchema", "KindredColumns", "KindredChoices"]),
    tests("KindredPlanTests", ["KindredSchema", "KindredPlan"], exclude: ["Goldens"]),
    tests("KindredSQLTests", ["KindredSchema", "KindredPlan", "KindredSQL", "KindredSQLite"]),
    tests(
      "KindredStorageTests",
      ["KindredSchema", "KindredColumns", "KindredStorage", "KindredChoices"]
    ),
    tests(
      "KindredExecutionTests",
      ["KindredSchema", "KindredColumns", "KindredPlan", "KindredStorage", "KindredExecution"]
    ),
    tests("KindredQueryTests", ["KindredSchema", "KindredPlan", "KindredQuery", "Kindred"]),
    tests("KindredTests", ["Kindred"]),
    tests(
      "KindredAnalyticalTests",
      ["KindredSchema", "KindredQuery", "Kindred", "KindredFilms", "KindredSQLite"]
    ),
    tests("KindredTestingTests", ["Kindred", "KindredTesting"]),
    tests(
      "KindredGraphTests",
      ["KindredSchema", "KindredChoices", "KindredQuery", "KindredGraph", "Kindred"]
    ),
    tests(
      "KindredDifferentialTests",
      [
        "KindredSchema", "KindredPlan", "KindredSQL", "KindredSQLite", "KindredChoices",
        "KindredFuzzing",
      ],
      exclude: ["Regressions.txt"]
    ),
  ]
)
