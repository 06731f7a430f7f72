/// An encoder of the catalogue.
public struct ModelEntry: Sendable, Equatable {
  /// The use that an encoder was trained for.
  public enum Use: String, Sendable {
    /// Fine-tuning.
    case classification
    /// Vectors of sentences, which are also good features for a classifier.
    case search
  }

  /// The short name.
  public let name: String
  /// The id on the Hub, `organisation/name`; nil for a model that only comes from a package, because the Hub has other
  /// files under the model's name.
  public let hubID: String?
  /// The revision on the Hub, for a model with an id; where the files are pinned, their hashes decide the content.
  public let revision: String?
  /// The licence, by its SPDX name.
  public let licence: String
  /// A description of one line.
  public let summary: String
  /// The languages that it was trained on.
  public let languages: String
  /// The use that it was trained for.
  public let use: Use
  /// The sizes.
  public let shape: ModelShape
  /// The files, the weights among them, each pinned by its hash; empty for a model whose files are not pinned.
  public let files: [CatalogueFile]
  /// The source that does not need the Hub; nil where there is none.
  public let source: PackageSource?

  /// The size of all files, in bytes; nil where they are not pinned.
  public var size: Int? { files.isEmpty ? nil : files.reduce(0) { $0 + $1.size } }
  /// The SHA-256 of the weights; nil where it is not pinned, and the hash that the Hub states is checked instead.
  public var sha256: String? { files.first { $0.path == "model.safetensors" }?.sha256 }
}

/// The catalogue of encoders.
public enum ModelCatalogue {
  /// All of them; the first is the default encoder.
  public static let entries =
    [miniLM, paraphraseMiniLM, mpnet, e5, e5EnglishPortuguese] + english + multilingual + englishSearch
    + multilingualSearch

  /// The entry with a short name, or with a Hub id without a revision; case does not matter. Nil where there is none.
  public static func entry(named name: String) -> ModelEntry? {
    let wanted = name.lowercased()
    return entries.first { $0.name.lowercased() == wanted || $0.hubID?.lowercased() == wanted }
  }

  /// An entry with the files of the revision `main` on the Hub, which are not pinned.
  static func onHub(
    _ id: String, name: String? = nil, licence: String, languages: String = "English", _ use: ModelEntry.Use,
    _ shape: ModelShape, _ summary: String
  ) -> ModelEntry {
    ModelEntry(
      name: name ?? id.split(separator: "/").last.map(String.init) ?? id, hubID: id, revision: "main",
      licence: licence, summary: summary, languages: languages, use: use, shape: shape, files: [], source: nil)
  }
}
