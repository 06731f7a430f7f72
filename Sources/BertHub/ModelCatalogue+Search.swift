/// Sentence encoders for search, English and multilingual. The figures of BEIR and MIRACL are nDCG@10 from the model
/// card of snowflake-arctic-embed-m-v2.0.
extension ModelCatalogue {
  static let englishSearch: [ModelEntry] = [
    onHub(
      "sentence-transformers/all-MiniLM-L12-v2", licence: "Apache-2.0", .search,
      ModelShape("bert", layers: 12, width: 384, feedForward: 1536, parameters: 33_212_160),
      "all-MiniLM-L6-v2 with twice its layers, uncased"),
    onHub(
      "BAAI/bge-small-en-v1.5", licence: "MIT", .search,
      ModelShape("bert", layers: 12, width: 384, feedForward: 1536, parameters: 33_212_160),
      "for search by short questions, uncased"),
    onHub(
      "BAAI/bge-base-en-v1.5", licence: "MIT", .search,
      ModelShape("bert", layers: 12, width: 768, feedForward: 3072, parameters: 108_891_648),
      "bge-small-en-v1.5's larger sister, uncased"),
    onHub(
      "Alibaba-NLP/gte-base-en-v1.5", licence: "Apache-2.0", .search,
      ModelShape(
        "gte", layers: 12, width: 768, feedForward: 3072, isGated: true, parameters: 136_776_192,
        maximumTokens: 8192),
      "for long texts, uncased"),
    onHub(
      "Alibaba-NLP/gte-modernbert-base", licence: "Apache-2.0", .search,
      modern(layers: 22, width: 768, feedForward: 1152, parameters: 149_014_272),
      "ModernBERT-base made for search, in long texts and code too"),
    onHub(
      "nomic-ai/nomic-embed-text-v1.5", licence: "Apache-2.0", .search,
      ModelShape(
        "nomic_bert", layers: 12, width: 768, feedForward: 3072, isGated: true, parameters: 136_731_648,
        maximumTokens: 8192),
      "vectors that may be cut to 64 dimensions; trained on 2,048 tokens, uncased"),
    onHub(
      "ibm-granite/granite-embedding-small-english-r2", licence: "Apache-2.0", .search,
      modern(layers: 12, width: 384, feedForward: 1536, parameters: 47_662_464),
      "ModernBERT's shape for search in little time, in long texts and code too"),
    onHub(
      "ibm-granite/granite-embedding-english-r2", licence: "Apache-2.0", .search,
      modern(layers: 22, width: 768, feedForward: 1152, parameters: 149_014_272),
      "granite-embedding-small-english-r2's larger sister"),
  ]

  static let multilingualSearch: [ModelEntry] = [
    onHub(
      "intfloat/multilingual-e5-small", name: "multilingual-e5-small-fp32", licence: "MIT", languages: "about 100",
      .search, ModelShape("bert", layers: 12, width: 384, feedForward: 1536, parameters: 117_505_920),
      "the published weights of multilingual-e5-small"),
    onHub(
      "sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2", licence: "Apache-2.0",
      languages: "more than 50", .search,
      ModelShape("bert", layers: 12, width: 384, feedForward: 1536, parameters: 117_505_920),
      "for sentences that mean the same across languages"),
    onHub(
      "Alibaba-NLP/gte-multilingual-base", licence: "Apache-2.0", languages: "more than 70", .search, multilingualGTE,
      "for long texts; BEIR 51.1, MIRACL 52.3"),
    onHub(
      "Snowflake/snowflake-arctic-embed-m-v2.0", licence: "Apache-2.0", languages: "more than 70", .search,
      multilingualGTE, "for long texts; BEIR 55.4, MIRACL 55.2"),
  ]

  private static let multilingualGTE = ModelShape(
    "gte", layers: 12, width: 768, feedForward: 3072, isGated: true, parameters: 305_368_320, maximumTokens: 8192)
}
