/// English encoders for fine-tuning. The figures of MNLI and GLUE are those that their authors publish.
extension ModelCatalogue {
  static let english: [ModelEntry] = [
    onHub(
      "google/electra-small-discriminator", name: "electra-small", licence: "Apache-2.0", .classification,
      ModelShape(
        "electra", layers: 12, width: 256, feedForward: 1024, embeddingWidth: 128, parameters: 13_483_008),
      "the smallest; trained to find replaced words, uncased"),
    onHub(
      "microsoft/MiniLM-L12-H384-uncased", licence: "MIT", .classification,
      ModelShape("bert", layers: 12, width: 384, feedForward: 1536, parameters: 33_212_160),
      "a student of BERT, uncased; MNLI 85.7"),
    onHub(
      "distilbert/distilbert-base-uncased", licence: "Apache-2.0", .classification,
      ModelShape("distilbert", layers: 6, width: 768, feedForward: 3072, parameters: 66_362_880),
      "half of BERT, uncased; the usual first choice of tutorials"),
    onHub(
      "google-bert/bert-base-uncased", licence: "Apache-2.0", .classification,
      ModelShape("bert", layers: 12, width: 768, feedForward: 3072, parameters: 108_891_648),
      "BERT as first published, uncased; MNLI 84.5"),
    onHub(
      "FacebookAI/roberta-base", licence: "MIT", .classification,
      ModelShape("roberta", layers: 12, width: 768, feedForward: 3072, parameters: 124_055_040),
      "BERT trained longer, cased; MNLI 87.6"),
    onHub(
      "microsoft/deberta-v3-xsmall", licence: "MIT", .classification,
      ModelShape(
        "deberta-v2", layers: 12, width: 384, feedForward: 1536, distanceTerms: 2, parameters: 70_682_112),
      "more accurate than RoBERTa-base at a quarter of its layers' cost; MNLI 88.1"),
    onHub(
      "microsoft/deberta-v3-small", licence: "MIT", .classification,
      ModelShape(
        "deberta-v2", layers: 6, width: 768, feedForward: 3072, distanceTerms: 2, parameters: 141_304_320),
      "wider and of fewer layers; MNLI 88.3"),
    onHub(
      "microsoft/deberta-v3-base", licence: "MIT", .classification,
      ModelShape(
        "deberta-v2", layers: 12, width: 768, feedForward: 3072, distanceTerms: 2, parameters: 183_831_552),
      "the most accurate of its size; MNLI 90.6"),
    onHub(
      "jhu-clsp/ettin-encoder-17m", licence: "MIT", .classification,
      modern(layers: 7, width: 256, feedForward: 384, parameters: 16_797_440),
      "ModernBERT's shape at its smallest, for long texts in little time"),
    onHub(
      "jhu-clsp/ettin-encoder-32m", licence: "MIT", .classification,
      modern(layers: 10, width: 384, feedForward: 576, parameters: 31_883_136),
      "the cost of MiniLM-L6 with texts of 8,192 tokens"),
    onHub(
      "jhu-clsp/ettin-encoder-68m", licence: "MIT", .classification,
      modern(layers: 19, width: 512, feedForward: 768, parameters: 68_144_640),
      "half the cost of BERT-base, for long texts"),
    onHub(
      "jhu-clsp/ettin-encoder-150m", licence: "MIT", .classification,
      modern(layers: 22, width: 768, feedForward: 1152, parameters: 149_014_272),
      "ModernBERT-base's sizes trained on open data; GLUE 88.9"),
    onHub(
      "answerdotai/ModernBERT-base", licence: "Apache-2.0", .classification,
      modern(layers: 22, width: 768, feedForward: 1152, parameters: 149_014_272),
      "for long texts and code; GLUE 88.4"),
    onHub(
      "answerdotai/ModernBERT-large", licence: "Apache-2.0", .classification,
      modern(layers: 28, width: 1024, feedForward: 2624, parameters: 394_781_696),
      "the largest here; GLUE 90.4"),
  ]

  /// ModernBERT's shape.
  static func modern(layers: Int, width: Int, feedForward: Int, parameters: Int) -> ModelShape {
    ModelShape(
      "modernbert", layers: layers, width: width, feedForward: feedForward, isGated: true, parameters: parameters,
      maximumTokens: 8192)
  }
}
