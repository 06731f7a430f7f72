import BertFT
import Foundation

/// A catalogue whose entries are fetched and found by the same two commands.
protocol CatalogueCommands: SendableMetatype {
  /// The command that has them, and the member of the JSON listing.
  static var group: String { get }
  /// What the commands say of themselves.
  static var wording: CatalogueWording { get }

  /// Fetches an entry and verifies it.
  static func fetch(
    _ name: String, with hub: Hub, progress: @escaping @Sendable (DownloadProgress) -> Void
  ) async throws -> URL
  /// Where an entry lies on this machine; nil where it does not.
  static func cached(_ name: String, in hub: Hub) -> URL?
}

/// A catalogue whose entries are shown by the same command too.
protocol ListedCatalogue: CatalogueCommands {
  /// What the catalogue holds.
  static func entries(in hub: Hub) -> [CatalogueListing.Entry]
}

/// The words in which the commands of two catalogues differ.
struct CatalogueWording {
  /// What `list`, `pull` and `path` do.
  let list, pull, path: String
  /// More about `pull`.
  var pullDiscussion = ""
  /// What a name may be.
  var name = "A name from the catalogue."
  /// As in "this encoder is".
  let entryIs: String
  /// As in "it".
  var pronoun = "it"
}
