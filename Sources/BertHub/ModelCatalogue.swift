/// An encoder that the package knows by name.
public struct ModelEntry: Sendable, Equatable {
  /// What an encoder was made for.
  public enum Use: String, Sendable {
    /// To be fine-tuned.
    case classification
    /// Vectors of sentences, which also are good features of a classifier.
    case search
  }

  /// The short name.
  public let name: String
  /// The id on the Hub, `organisation/name`; nil for a model that is only made out of a package, since its files are
  /// not those that the Hub has under the model's name.
  public let hubID: String?
  /// The revision fetched from the Hub, where there is one; the hashes pin the content whatever the revision holds.
  public let revision: String?
  /// The licence, by its SPDX name.
  public let licence: String
  /// What it is, in one line.
  public let summary: String
  /// The languages that it was trained on.
  public let languages: String
  /// What it was made for.
  public let use: Use
  /// The sizes.
  public let shape: ModelShape
  /// The files, the weights among them, each pinned by its hash; none where the Hub alone tells what the model has.
  public let files: [CatalogueFile]
  /// The way that does not need the Hub; nil where there is none.
  public let source: PackageSource?

  /// The size of all files, in bytes; nil where they are not pinned.
  public var size: Int? { files.isEmpty ? nil : files.reduce(0) { $0 + $1.size } }
  /// The SHA-256 of the weights; nil where it is not pinned, and that which the Hub states is checked instead.
  public var sha256: String? { files.first { $0.path == "model.safetensors" }?.sha256 }
}

/// The encoders known by name.
public enum ModelCatalogue {
  /// All of them; the first is the default encoder.
  public static let entries =
    [miniLM, paraphraseMiniLM, mpnet, e5, e5EnglishPortuguese] + english + multilingual + englishSearch
    + multilingualSearch

  /// The entry of a short name, or of a Hub id without a revision, in whatever case.
  public static func entry(named name: String) -> ModelEntry? {
    let wanted = name.lowercased()
    return entries.first { $0.name.lowercased() == wanted || $0.hubID?.lowercased() == wanted }
  }

  /// An entry whose files are those of the revision `main` on the Hub.
  static func onHub(
    _ id: String, name: String? = nil, licence: String, languages: String = "English", _ use: ModelEntry.Use,
    _ shape: ModelShape, _ summary: String
  ) -> ModelEntry {
    ModelEntry(
      name: name ?? id.split(separator: "/").last.map(String.init) ?? id, hubID: id, revision: "main",
      licence: licence, summary: summary, languages: languages, use: use, shape: shape, files: [], source: nil)
  }
}
