import ArgumentParser
import BertFT
import Foundation

/// `bertft corpora`: the catalogue of labelled corpora.
struct CorporaCommand: ParsableCommand, ListedCatalogue {
  static let configuration = CommandConfiguration(
    commandName: group, abstract: "Lists and fetches labelled corpora.",
    subcommands: [CatalogueList<Self>.self, CataloguePull<Self>.self, CataloguePath<Self>.self])

  static let group = "corpora"

  static let wording = CatalogueWording(
    list: "Shows the corpora of the catalogue.",
    pull: "Fetches a corpus, verifies it, makes a CSV file of it, and prints its path.",
    path: "Prints the path of a corpus on this machine; never connects.", entryIs: "this corpus is")

  static func entries(in hub: Hub) -> [CatalogueListing.Entry] {
    CorpusCatalogue.entries.map {
      CatalogueListing.Entry(
        name: $0.name, summary: $0.summary, licence: $0.licence, bytes: $0.size, sha256: $0.sha256,
        isCached: hub.cachedCorpus($0.name) != nil,
        more: [
          ("rows", .integer($0.rows)), ("labels", .array($0.labels.map { .string($0) })),
          ("citation", .string($0.citation)),
        ], files: [$0.prepared])
    }
  }

  static func fetch(
    _ name: String, with hub: Hub, progress: @escaping @Sendable (DownloadProgress) -> Void
  ) async throws -> URL { try await hub.corpus(name, progress: progress) }

  static func cached(_ name: String, in hub: Hub) -> URL? { hub.cachedCorpus(name) }
}
