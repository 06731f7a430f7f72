import ArgumentParser
import BertFT
import Foundation

/// `bertft corpora`: the catalogue of labelled corpora.
struct CorporaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corpora", abstract: "Lists and fetches labelled corpora.",
    subcommands: [List.self, Pull.self, Path.self])

  /// `bertft corpora list`
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Shows the corpora of the catalogue.")

    @Flag(name: .long, help: "Print one JSON object.")
    var json = false

    func run() throws {
      let hub = Hub(configuration: .fromEnvironment(ProcessInfo.processInfo.environment))
      let entries = CorpusCatalogue.entries.map {
        CatalogueListing.Entry(
          name: $0.name, summary: $0.summary, licence: $0.licence, bytes: $0.size, sha256: $0.sha256,
          isCached: hub.cachedCorpus($0.name) != nil,
          more: [
            ("rows", .integer($0.rows)), ("labels", .array($0.labels.map { .string($0) })),
            ("citation", .string($0.citation)),
          ], files: [$0.prepared])
      }
      try CatalogueListing.print(entries, member: "corpora", json: json)
    }
  }

  /// `bertft corpora pull`
  struct Pull: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Fetches a corpus, verifies it, makes a CSV file of it, and prints its path.")

    @Argument(help: ArgumentHelp("A name of the catalogue.", valueName: "name"))
    var name: String
    @OptionGroup var hub: HubOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let (hub, name, console) = (hub.hub(), name, output.console())
      defer { console.endProgress() }
      let drawing = DownloadDrawing(console: console)
      let file = try Waiting.result { try await hub.corpus(name) { drawing.show($0) } }
      console.endProgress()
      try StandardOutput.print(file.path)
    }
  }

  /// `bertft corpora path`
  struct Path: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints the path of a corpus on this machine; never connects.")

    @Argument(help: ArgumentHelp("A name of the catalogue.", valueName: "name"))
    var name: String

    func run() throws {
      let hub = Hub(configuration: .fromEnvironment(ProcessInfo.processInfo.environment))
      guard let file = hub.cachedCorpus(name) else {
        throw CommandFailure(
          .unavailable, "\(name): this corpus is not on this machine", remedy: "Fetch it: bertft corpora pull \(name)")
      }
      try StandardOutput.print(file.path)
    }
  }
}
