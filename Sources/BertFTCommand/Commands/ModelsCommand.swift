import ArgumentParser
import BertFT
import BertStorage
import Foundation

/// `bertft models`: the catalogue of encoders.
struct ModelsCommand: ParsableCommand, CatalogueCommands {
  static let configuration = CommandConfiguration(
    commandName: group, abstract: "Lists and fetches encoders.",
    subcommands: [CatalogueList<Self>.self, CataloguePull<Self>.self, CataloguePath<Self>.self])

  static let group = "models"

  static let wording = CatalogueWording(
    list: "Shows the encoders of the catalogue.", pull: "Fetches an encoder, verifies it, and prints its path.",
    path: "Prints the path of an encoder on this machine; never connects.",
    pullDiscussion:
      "An interrupted download continues where it stopped. Files in the Hugging Face cache are used from there.",
    name: "A name from the catalogue, or a Hub id.", entryIs: "this encoder is")

  static func entries(in hub: Hub) -> [CatalogueListing.Entry] {
    ModelCatalogue.entries.map {
      CatalogueListing.Entry(
        name: $0.name, summary: $0.summary, licence: $0.licence, bytes: $0.size, sha256: $0.sha256,
        isCached: hub.cachedModel($0.name) != nil,
        more: [
          ("hub_id", $0.hubID.map(JSONValue.string) ?? .null), ("revision", $0.revision.map(JSONValue.string) ?? .null),
        ], files: $0.files)
    }
  }

  static func fetch(
    _ name: String, with hub: Hub, progress: @escaping @Sendable (DownloadProgress) -> Void
  ) async throws -> URL { try await hub.model(name, progress: progress) }

  static func cached(_ name: String, in hub: Hub) -> URL? { hub.cachedModel(name) }
}
