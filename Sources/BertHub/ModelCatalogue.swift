/// An encoder that the package knows by name, with every file pinned.
public struct ModelEntry: Sendable, Equatable {
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
  /// The files, the weights among them.
  public let files: [CatalogueFile]
  /// The way that does not need the Hub.
  public let source: PackageSource

  /// The size of all files, in bytes.
  public var size: Int { files.reduce(0) { $0 + $1.size } }
  /// The SHA-256 of the weights.
  public var sha256: String { files.first { $0.path == "model.safetensors" }?.sha256 ?? "" }
}

/// The encoders known by name.
public enum ModelCatalogue {
  /// All of them; the first is the default encoder.
  public static let entries = [miniLM, paraphraseMiniLM, mpnet, e5, e5EnglishPortuguese]

  /// The entry of a short name, or of a Hub id without a revision.
  public static func entry(named name: String) -> ModelEntry? {
    entries.first { $0.name == name || $0.hubID == name }
  }
}
