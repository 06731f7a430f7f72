// swift-tools-version: 6.2
import PackageDescription

// The benchmarks call kernels and encoder where they are, with `package` access, so that bertft needs no product that
// exists only to be measured. A module shows its `package` declarations to modules of the same package name, which
// SwiftPM makes from the checkout's directory; the flag below gives our modules that name, in place of their own
// (`packageAccess: false`).
let checkout = Context.packageDirectory.split(separator: "/").dropLast().last.map { $0.lowercased() } ?? "bertft"
let packageName = String(
  checkout.enumerated().map { index, character in
    let isFirstDigit = index == 0 && character.isNumber
    return !isFirstDigit && (character.isLetter || character.isNumber || character == "_") ? character : "_"
  })

// The kernels can be measured without the rest of bertft, which takes a quarter of an hour to build.
let kernelsOnly = Context.environment["BERTFT_KERNELS_ONLY"] != nil
let library = kernelsOnly ? "BertKernels" : "BertFT"

let settings: [SwiftSetting] = [
  .unsafeFlags(["-package-name", packageName]),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

func benchmarks(_ name: String) -> Target {
  .executableTarget(
    name: name,
    dependencies: [
      .product(name: library, package: "bertft"), .product(name: "Benchmark", package: "benchmark"),
    ],
    path: "Benchmarks/\(name)", packageAccess: false, swiftSettings: settings,
    plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
}

let package = Package(
  name: "bertft-benchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "bertft", path: ".."),
    // Counting allocations needs libraries that not every machine has, and is not what is measured here.
    .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    benchmarks("Kernels")
  ] + (kernelsOnly ? [] : ["Encoder", "Tokenizers", "Search"].map { benchmarks($0) }),
  swiftLanguageModes: [.v6]
)
