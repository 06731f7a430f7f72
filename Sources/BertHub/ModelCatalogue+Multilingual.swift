/// Multilingual encoders for fine-tuning: fine-tuned on labels of one language, they can classify texts of the others.
extension ModelCatalogue {
  static let multilingual: [ModelEntry] = [
    onHub(
      "FacebookAI/xlm-roberta-base", licence: "MIT", languages: "100", .classification,
      ModelShape("xlm-roberta", layers: 12, width: 768, feedForward: 3072, parameters: 277_453_056),
      "RoBERTa of 100 languages, the measure of the others"),
    onHub(
      "microsoft/mdeberta-v3-base", licence: "MIT", languages: "100", .classification,
      ModelShape(
        "deberta-v2", layers: 12, width: 768, feedForward: 3072, distanceTerms: 2, parameters: 278_218_752),
      "DeBERTa of XLM-RoBERTa's languages, more accurate than it"),
    onHub(
      "jhu-clsp/mmBERT-small", licence: "MIT", languages: "1,833", .classification,
      modern(layers: 22, width: 384, feedForward: 1152, parameters: 140_493_696),
      "ModernBERT's shape, half the cost of XLM-RoBERTa, for long texts"),
    onHub(
      "jhu-clsp/mmBERT-base", licence: "MIT", languages: "1,833", .classification,
      modern(layers: 22, width: 768, feedForward: 1152, parameters: 306_939_648),
      "ModernBERT's shape, for long texts; GLUE 86.3"),
    onHub(
      "EuroBERT/EuroBERT-210m", licence: "Apache-2.0", languages: "15", .classification,
      ModelShape(
        "eurobert", layers: 12, width: 768, feedForward: 3072, isGated: true, parameters: 211_766_016,
        maximumTokens: 8192),
      "Llama's layers read both ways; European and other large languages, mathematics and code"),
  ]
}
