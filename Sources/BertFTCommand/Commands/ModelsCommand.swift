import ArgumentParser
import BertFT
import Foundation

/// `bertft models`: the catalogue of encoders.
struct ModelsCommand: ParsableCommand, CatalogueCommands {
  static let configuration = CommandConfiguration(
    commandName: group, abstract: "Lists and fetches encoders.",
    subcommands: [ModelList.self, CataloguePull<Self>.self, CataloguePath<Self>.self])

  static let group = "models"

  static let wording = CatalogueWording(
    list: "Shows the encoders of the catalogue, the cheapest first.",
    pull: "Fetches an encoder, verifies it, and prints its path.",
    path: "Prints the path of an encoder on this machine; never connects.",
    pullDiscussion:
      "An interrupted download continues where it stopped. Files in the Hugging Face cache are used from there.",
    name: "A name from the catalogue, or a Hub id.", entryIs: "this encoder is")

  static func fetch(
    _ name: String, with hub: Hub, progress: @escaping @Sendable (DownloadProgress) -> Void
  ) async throws -> URL { try await hub.model(name, progress: progress) }

  static func cached(_ name: String, in hub: Hub) -> URL? { hub.cachedModel(name) }
}
