// swift-tools-version: 6.2
import Foundation
import PackageDescription

// `make sanitize` and the benchmarks of kernels build these and their tests by themselves: nothing else, no dependency.
let kernelsOnly = Context.environment["BERTFT_KERNELS_ONLY"] != nil
// `make fuzz` builds what reads files by itself, with the instructions in it that guide libFuzzer.
let fuzzing = Context.environment["BERTFT_FUZZING"] != nil

// The kernels are written with Swift's SIMD types and need AVX2 and FMA on x86-64; the flags below make the compiler
// emit them. Two targets, called only where the processor has them, are compiled for AVX-512 and for the units that
// multiply tiles. Other targets keep the portable baseline, so that the check at start (`Processor.isSupported`) can run
// anywhere and explain what is missing.
#if arch(x86_64)
  let vectorFlags: [SwiftSetting] = [.unsafeFlags(["-Xcc", "-mavx2", "-Xcc", "-mfma"])]
  let widestFlags: [SwiftSetting] = [.unsafeFlags(["-Xcc", "-march=x86-64-v4"])]
  let unitFlags: [SwiftSetting] = [
    .unsafeFlags(
      ["-march=x86-64-v4", "-mavx512bf16", "-mamx-tile", "-mamx-bf16", "-mamx-int8"].flatMap { ["-Xcc", $0] })
  ]
#else
  let unitFlags: [SwiftSetting] = []
  let widestFlags: [SwiftSetting] = []
  let vectorFlags: [SwiftSetting] = []
#endif

/// The version of a C library by its pkg-config file: libsentencepiece has no function that tells it.
func version(of library: String) -> String {
  let usual = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/local/lib"]
  let places =
    (Context.environment["PKG_CONFIG_PATH"] ?? "").split(separator: ":").map(String.init)
    + (usual + ["/opt/homebrew/lib"]).map { $0 + "/pkgconfig" }
  for place in places {
    guard let text = try? String(contentsOfFile: "\(place)/\(library).pc", encoding: .utf8) else { continue }
    for line in text.split(separator: "\n") where line.hasPrefix("Version:") {
      let version = line.dropFirst(8).filter { $0.isNumber || $0 == "." }
      if !version.isEmpty { return version }
    }
  }
  return "unknown"
}

/// Where the headers of Foundation's own ICU are. `make dist` names them, so that its program has one ICU and not two; without
/// them the system's is taken, for the toolchain tells a package nothing of that place.
let icu: Target =
  Context.environment["BERTFT_FOUNDATION_ICU"].map {
    .target(
      name: "CICU", cSettings: [.define("CICU_OF_FOUNDATION"), .unsafeFlags(["-I", $0])],
      linkerSettings: [.linkedLibrary("_FoundationICU")])
  } ?? .target(name: "CICU", dependencies: ["SystemICU"], linkerSettings: [.linkedLibrary("icui18n")])

/// The commit that `make` names; letters, digits and what `git describe` puts between them, for it goes into C.
let commit = (Context.environment["BERTFT_COMMIT"] ?? "").filter { $0.isLetter || $0.isNumber || "-._+".contains($0) }

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = [], flags: [SwiftSetting] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict + flags)
}

// Golden files are read where they lie, by their path in the checkout. Most tests compute little themselves, and to
// optimise them takes minutes and gains none.
func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], golden: Bool = false, compute: Bool = false
) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.init(stringLiteral: name), "_TestSupport"] + dependencies,
    exclude: golden ? ["Golden"] : [], swiftSettings: strict + (compute ? [] : [.unsafeFlags(["-Onone"])]))
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTPTypesHTTP1 = Target.Dependency.product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")

let package = Package(
  name: "bertft",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "BertFT", targets: ["BertFT"]),
    // For programs that only ask: neither training, downloads and databases nor the server.
    .library(name: "BertInference", targets: ["BertInference"]),
    .library(name: "BertServer", targets: ["BertServer"]),
    .executable(name: "bertft", targets: ["BertFTCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.34.1"),
    .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // What every room stands on.
    .systemLibrary(
      name: "SystemOpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl"])]),
    library("BertStorage", [.target(name: "SystemOpenSSL", condition: .when(platforms: [.linux]))]),

    // Leaves: each knows nothing of the others.
    .target(name: "CKernels"),
    .systemLibrary(name: "SystemICU", pkgConfig: "icu-uc", providers: [.apt(["libicu-dev"]), .brew(["icu4c"])]),
    icu,
    .systemLibrary(name: "SystemZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(name: "SystemBzip2", providers: [.apt(["libbz2-dev"]), .brew(["bzip2"])]),
    .systemLibrary(name: "SystemZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    library("BertKernelsAVX512", ["CKernels"], flags: widestFlags),
    library("BertKernelsMatrixUnits", ["CKernels"], flags: unitFlags),
    library("BertKernels", ["CKernels", "BertKernelsAVX512", "BertKernelsMatrixUnits"], flags: vectorFlags),
    .target(
      name: "CSentencePiece",
      cxxSettings: [.define("CSP_VERSION", to: "\"\(version(of: "sentencepiece"))\"")],
      linkerSettings: [.linkedLibrary("sentencepiece")]),
    library("BertText", ["BertStorage", "CICU", "CSentencePiece"]),
    library("BertCheckpoint", ["BertStorage"]),
    library("BertArrow", ["BertStorage"]),
    library("BertData", ["BertStorage", "CICU", "SystemZlib", "SystemBzip2", "SystemZstd"]),
    // libcurl, loaded when used.
    .target(name: "CCurl"),
    // Models that come in another form are written as safetensors.
    library("BertHub", ["BertStorage", "BertCheckpoint", "CCurl"]),

    // The report page stands on the data alone: it is given values and knows no model.
    library("BertReport", ["BertData"]),

    // The simple models stand on the leaves too.
    library("BertBaselines", ["BertKernels", "BertCheckpoint", "BertData", "BertStorage"]),

    // What learns from vectors alone, whatever made them.
    library("BertFeatures", ["BertKernels", "BertBaselines", "BertData", "BertStorage"]),

    // The model stands on the leaves, what answers with it on the model, training and export on that.
    library("BertEncoder", ["BertKernels", "BertText", "BertCheckpoint", "BertStorage"]),
    library(
      "BertInference",
      [
        "BertEncoder", "BertFeatures", "BertBaselines", "BertKernels", "BertText", "BertCheckpoint", "BertData",
        "BertStorage",
      ]),
    library(
      "BertTuning",
      [
        "BertInference", "BertEncoder", "BertFeatures", "BertBaselines", "BertKernels", "BertText", "BertCheckpoint",
        "BertData", "BertReport", "BertStorage",
      ]),
    library(
      "BertExport",
      [
        "BertInference", "BertEncoder", "BertKernels", "BertCheckpoint", "BertData", "BertStorage", grdb,
      ]),

    // What others import, and what people type.
    library(
      "BertServer",
      [
        "BertInference", "BertData", "BertStorage", httpTypes, hummingbird, hummingbirdCore, lifecycle, logging,
        nioCore,
        nioHTTP1, nioHTTPTypes, nioHTTPTypesHTTP1,
      ]),
    library(
      "BertFT",
      [
        "BertTuning", "BertInference", "BertEncoder", "BertFeatures", "BertText", "BertCheckpoint", "BertData",
        "BertBaselines", "BertExport", "BertHub", "BertStorage",
      ]),
    .target(name: "CBuild", cSettings: [.define("CBUILD_COMMIT", to: "\"\(commit)\"")]),
    .executableTarget(
      name: "BertFTCommand",
      dependencies: [
        "CBuild", "BertFT", "BertServer", "BertExport", "BertArrow", "BertBaselines", "BertFeatures", "BertReport",
        "BertEncoder",
        "BertKernels", "BertStorage",
        argumentParser, lifecycle, logging, signals,
      ],
      swiftSettings: strict),

    // Tests mirror the sources.
    .target(
      name: "_TestSupport",
      dependencies: ["BertHub", "BertEncoder", "BertKernels", "BertText", "BertCheckpoint", "BertData"],
      path: "Tests/_TestSupport",
      swiftSettings: strict),
    .testTarget(
      name: "BertKernelsTests", dependencies: ["BertKernels"], exclude: ["Golden"], swiftSettings: strict),
    tests("BertStorage", golden: true),
    tests("BertText", ["BertHub", "BertStorage"], golden: true),
    tests("BertCheckpoint", ["BertStorage"], golden: true),
    tests("BertArrow", golden: true),
    tests("BertData", ["BertStorage"], golden: true),
    tests("BertReport", ["BertData"]),
    tests("BertHub", ["BertStorage", "BertCheckpoint", "BertText", nioCore, nioHTTP1, nioPosix]),
    // Gradients are those of a loss.
    tests(
      "BertEncoder", ["BertTuning", "BertKernels", "BertText", "BertCheckpoint", "BertStorage"], golden: true,
      compute: true),
    tests(
      "BertInference", ["BertEncoder", "BertKernels", "BertText", "BertCheckpoint", "BertData"], golden: true),
    tests("BertBaselines", ["BertStorage", "BertKernels", "BertData"], golden: true),
    tests(
      "BertFeatures", ["BertKernels", "BertBaselines", "BertData", "BertStorage"], golden: true, compute: true),
    tests(
      "BertTuning",
      [
        "BertInference", "BertEncoder", "BertFeatures", "BertBaselines", "BertReport", "BertKernels", "BertText",
        "BertCheckpoint", "BertData", "BertStorage",
      ], golden: true),
    tests(
      "BertExport",
      [
        "BertInference", "BertHub", "BertEncoder", "BertKernels", "BertText", "BertCheckpoint", "BertData",
        "BertStorage",
      ], golden: true),
    .testTarget(name: "BertServerTests", dependencies: ["BertServer"], swiftSettings: strict),
    tests("BertFTCommand", ["BertFT", "BertArrow", "BertCheckpoint", "BertStorage"], golden: true),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

if kernelsOnly {
  let kept = ["CKernels", "BertKernelsAVX512", "BertKernelsMatrixUnits", "BertKernels", "BertKernelsTests"]
  package.products = []
  package.dependencies = []
  package.targets.removeAll { !kept.contains($0.name) }
  // For the benchmarks of kernels.
  package.products.append(.library(name: "BertKernels", targets: ["BertKernels"]))
}

if fuzzing {
  let kept = [
    "SystemOpenSSL", "SystemICU", "CICU", "SystemZlib", "SystemBzip2", "SystemZstd", "CSentencePiece", "BertStorage",
    "BertText", "BertCheckpoint", "BertArrow", "BertData",
  ]
  package.products = []
  package.dependencies = []
  package.targets.removeAll { !kept.contains($0.name) }
  package.targets.append(
    .executableTarget(
      name: "Fuzzing", dependencies: ["BertText", "BertCheckpoint", "BertArrow", "BertData"], path: "Tests/Fuzzing",
      exclude: ["Seeds", "Dictionaries"], swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])],
      // The other linkers stumble over libFuzzer's own `main`, which SwiftPM replaces by ours.
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]))
  for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + [.unsafeFlags(["-sanitize=fuzzer"])]
    target.cSettings = [.unsafeFlags(["-fsanitize=fuzzer-no-link"])]
    target.cxxSettings = (target.cxxSettings ?? []) + [.unsafeFlags(["-fsanitize=fuzzer-no-link"])]
  }
}
