import ArgumentParser
import BertFT
import Foundation

extension VectorsCommand {
  /// `bertft vectors list`
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Shows the word vectors of the catalogue.")

    @Flag(name: .long, help: "Print one JSON object.")
    var json = false

    func run() throws {
      let hub = Hub(configuration: .fromEnvironment(ProcessInfo.processInfo.environment))
      let entries = VectorCatalogue.entries.map {
        CatalogueListing.Entry(
          name: $0.name, summary: $0.summary, licence: $0.licence, bytes: $0.size, sha256: $0.sha256,
          isCached: hub.cachedVectors($0.name) != nil,
          more: [
            ("words", .integer($0.words)), ("dimensions", .integer($0.dimensions)), ("citation", .string($0.citation)),
          ], files: [$0.file])
      }
      try CatalogueListing.print(entries, member: "vectors", json: json)
    }
  }

  /// `bertft vectors pull`
  struct Pull: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Fetches word vectors, verifies them, and prints their path.")

    @Argument(help: ArgumentHelp("A name of the catalogue.", valueName: "name"))
    var name: String
    @OptionGroup var hub: HubOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let (hub, name, console) = (hub.hub(), name, output.console())
      defer { console.endProgress() }
      let drawing = DownloadDrawing(console: console)
      let file = try Waiting.result { try await hub.vectors(name) { drawing.show($0) } }
      console.endProgress()
      try StandardOutput.print(file.path)
    }
  }

  /// `bertft vectors path`
  struct Path: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints the path of word vectors on this machine; never connects.")

    @Argument(help: ArgumentHelp("A name of the catalogue.", valueName: "name"))
    var name: String

    func run() throws {
      let hub = Hub(configuration: .fromEnvironment(ProcessInfo.processInfo.environment))
      guard let file = hub.cachedVectors(name) else {
        throw CommandFailure(
          .unavailable, "\(name): these word vectors are not on this machine",
          remedy: "Fetch them: bertft vectors pull \(name)")
      }
      try StandardOutput.print(file.path)
    }
  }
}
