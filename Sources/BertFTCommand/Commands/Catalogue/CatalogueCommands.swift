import BertFT
import Foundation

/// A catalogue whose entries the commands `pull` and `path` fetch and find.
protocol CatalogueCommands: SendableMetatype {
  /// The name of the catalogue's command, such as `models`, and of the member of its JSON listing.
  static var group: String { get }
  /// The help texts and messages of the commands.
  static var wording: CatalogueWording { get }

  /// Fetches an entry and verifies it.
  static func fetch(
    _ name: String, with hub: Hub, progress: @escaping @Sendable (DownloadProgress) -> Void
  ) async throws -> URL
  /// Where an entry lies on this machine; nil where it does not.
  static func cached(_ name: String, in hub: Hub) -> URL?
}

/// A catalogue whose entries the command `list` shows.
protocol ListedCatalogue: CatalogueCommands {
  /// The entries of the catalogue.
  static func entries(in hub: Hub) -> [CatalogueListing.Entry]
}

/// The words in which the commands of the catalogues differ.
struct CatalogueWording {
  /// What `list`, `pull` and `path` do.
  let list, pull, path: String
  /// More about `pull`.
  var pullDiscussion = ""
  /// What a name may be.
  var name = "A name from the catalogue."
  /// The subject and verb of a message, such as "this encoder is".
  let entryIs: String
  /// The entry's pronoun: "it" or "them".
  var pronoun = "it"
}
