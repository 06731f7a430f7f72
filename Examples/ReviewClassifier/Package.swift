// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "ReviewClassifier",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "bertft", path: "../..")
  ],
  targets: [
    .executableTarget(
      name: "ReviewClassifier",
      dependencies: [
        .product(name: "BertInference", package: "bertft")
      ])
  ]
)
