import ArgumentParser
import BertFT
import Foundation

/// `bertft models`: the catalogue of encoders.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "Lists and fetches encoders.", subcommands: [List.self, Pull.self, Path.self])

  /// `bertft models list`
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Shows the encoders of the catalogue.")

    @Flag(name: .long, help: "Print one JSON object.")
    var json = false

    func run() throws {
      let hub = Hub(configuration: .fromEnvironment(ProcessInfo.processInfo.environment))
      let entries = ModelCatalogue.entries.map {
        CatalogueListing.Entry(
          name: $0.name, summary: $0.summary, licence: $0.licence, bytes: $0.size, sha256: $0.sha256,
          isCached: hub.cachedModel($0.name) != nil,
          more: [("hub_id", .string($0.hubID)), ("revision", .string($0.revision))], files: $0.files)
      }
      try CatalogueListing.print(entries, member: "models", json: json)
    }
  }

  /// `bertft models pull`
  struct Pull: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Fetches an encoder, verifies it, and prints its path.",
      discussion: "What was cut off goes on where it stopped. What lies in the Hugging Face cache is used there.")

    @Argument(help: ArgumentHelp("A name of the catalogue, or a Hub id.", valueName: "name"))
    var name: String
    @OptionGroup var hub: HubOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let (hub, name, console) = (hub.hub(), name, output.console())
      defer { console.endProgress() }
      let drawing = DownloadDrawing(console: console)
      let directory = try Waiting.result { try await hub.model(name) { drawing.show($0) } }
      console.endProgress()
      try StandardOutput.print(directory.path)
    }
  }

  /// `bertft models path`
  struct Path: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints the path of an encoder on this machine; never connects.")

    @Argument(help: ArgumentHelp("A name of the catalogue, or a Hub id.", valueName: "name"))
    var name: String

    func run() throws {
      let hub = Hub(configuration: .fromEnvironment(ProcessInfo.processInfo.environment))
      guard let directory = hub.cachedModel(name) else {
        throw CommandFailure(
          .unavailable, "\(name): this encoder is not on this machine", remedy: "Fetch it: bertft models pull \(name)")
      }
      try StandardOutput.print(directory.path)
    }
  }
}
