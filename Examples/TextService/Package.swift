// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "TextService",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "bertft", path: "../.."),
    .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .executableTarget(
      name: "TextService",
      dependencies: [
        .product(name: "BertServer", package: "bertft"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ])
  ]
)
