import BertFT
import Foundation

/// `bertft vectors list`, `pull` and `path`.
enum VectorCatalogueCommands: ListedCatalogue {
  static let group = "vectors"

  static let wording = CatalogueWording(
    list: "Shows the word vectors of the catalogue.",
    pull: "Fetches word vectors, verifies them, and prints their path.",
    path: "Prints the path of word vectors on this machine; never connects.", entryIs: "these word vectors are",
    pronoun: "them")

  static func entries(in hub: Hub) -> [CatalogueListing.Entry] {
    VectorCatalogue.entries.map {
      CatalogueListing.Entry(
        name: $0.name, summary: $0.summary, licence: $0.licence, bytes: $0.size, sha256: $0.sha256,
        isCached: hub.cachedVectors($0.name) != nil,
        more: [
          ("words", .integer($0.words)), ("dimensions", .integer($0.dimensions)), ("citation", .string($0.citation)),
        ], files: [$0.file])
    }
  }

  static func fetch(
    _ name: String, with hub: Hub, progress: @escaping @Sendable (DownloadProgress) -> Void
  ) async throws -> URL { try await hub.vectors(name, progress: progress) }

  static func cached(_ name: String, in hub: Hub) -> URL? { hub.cachedVectors(name) }
}
