import BertCheckpoint
import Foundation

/// A BERT of two layers with random weights: it can do nothing, and does it fast.
enum TinyModel {
  static let hidden = 32
  static let layers = 2
  static let feedForward = 64
  static let positions = 64

  /// The special tokens where BERT has them, then words of the test's reviews, letters and their continuations.
  static let vocabulary: [String] = {
    var tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", ",", "!", "?"]
    tokens += Reviews.words
    let letters = "abcdefghijklmnopqrstuvwxyz0123456789".map(String.init)
    tokens += letters.filter { !Reviews.words.contains($0) } + letters.map { "##" + $0 }
    return tokens
  }()

  /// Writes the model's directory.
  ///
  /// - Parameters:
  ///   - vocabularySize: rows of the word embeddings; as many as tokens unless the test wants a misfit.
  ///   - labels: adds a classifier of these labels, so that the directory is a bundle.
  ///   - ofTokens: whether the labels are of tokens.
  @discardableResult
  static func write(
    to directory: URL, vocabularySize: Int? = nil, labels: [String]? = nil, ofTokens: Bool = false,
    layers: Int = layers
  ) throws -> String {
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let rows = vocabularySize ?? vocabulary.count
    try Data((vocabulary.joined(separator: "\n") + "\n").utf8)
      .write(to: directory.appendingPathComponent("vocab.txt"))
    try Data(#"{"do_lower_case": true, "tokenizer_class": "BertTokenizer"}"#.utf8)
      .write(to: directory.appendingPathComponent("tokenizer_config.json"))
    try Data(configuration(rows: rows, labels: labels, ofTokens: ofTokens, layers: layers).utf8)
      .write(to: directory.appendingPathComponent("config.json"))
    try SafetensorsWriter.write(
      tensors(rows: rows, labels: labels, ofTokens: ofTokens, layers: layers), metadata: ["format": "pt"],
      to: directory.appendingPathComponent("model.safetensors"))
    return directory.path
  }

  private static func configuration(rows: Int, labels: [String]?, ofTokens: Bool, layers: Int) -> String {
    let name = labels == nil ? "Model" : ofTokens ? "ForTokenClassification" : "ForSequenceClassification"
    var text = """
      {"architectures": ["Bert\(name)"], "model_type": "bert",
       "vocab_size": \(rows), "hidden_size": \(hidden), "num_hidden_layers": \(layers), "num_attention_heads": 4,
       "intermediate_size": \(feedForward), "hidden_act": "gelu", "hidden_dropout_prob": 0.1,
       "attention_probs_dropout_prob": 0.1, "max_position_embeddings": \(positions), "type_vocab_size": 2,
       "layer_norm_eps": 1e-12, "pad_token_id": 0, "initializer_range": 0.02
      """
    if let labels {
      let names = labels.enumerated()
      if !ofTokens { text += ", \"problem_type\": \"single_label_classification\"" }
      text += ", \"id2label\": {\(names.map { "\"\($0.offset)\": \"\($0.element)\"" }.joined(separator: ", "))}"
      text += ", \"label2id\": {\(names.map { "\"\($0.element)\": \($0.offset)" }.joined(separator: ", "))}"
    }
    return text + "}\n"
  }

  private static func tensors(rows: Int, labels: [String]?, ofTokens: Bool, layers: Int) -> [TensorSource] {
    var random = Noise()
    var result: [TensorSource] = []
    func add(_ name: String, _ shape: [Int], constant: Float? = nil) {
      let values = (0..<shape.reduce(1, *)).map { _ in constant ?? random.next() * 0.2 }
      result.append(TensorSource(name: name, shape: shape, values: values))
    }
    func linear(_ name: String, _ outputs: Int, _ inputs: Int) {
      add("\(name).weight", [outputs, inputs])
      add("\(name).bias", [outputs], constant: 0)
    }
    func norm(_ name: String) {
      add("\(name).weight", [hidden], constant: 1)
      add("\(name).bias", [hidden], constant: 0)
    }
    let prefix = "bert."
    add(prefix + "embeddings.word_embeddings.weight", [rows, hidden])
    add(prefix + "embeddings.position_embeddings.weight", [positions, hidden])
    add(prefix + "embeddings.token_type_embeddings.weight", [2, hidden])
    norm(prefix + "embeddings.LayerNorm")
    for layer in 0..<layers {
      let stem = prefix + "encoder.layer.\(layer)."
      for part in ["query", "key", "value"] { linear(stem + "attention.self.\(part)", hidden, hidden) }
      linear(stem + "attention.output.dense", hidden, hidden)
      norm(stem + "attention.output.LayerNorm")
      linear(stem + "intermediate.dense", feedForward, hidden)
      linear(stem + "output.dense", hidden, feedForward)
      norm(stem + "output.LayerNorm")
    }
    if !ofTokens { linear(prefix + "pooler.dense", hidden, hidden) }
    if let labels { linear("classifier", labels.count, hidden) }
    return result
  }
}

/// Numbers between -1 and 1 that are the same in every run.
struct Noise {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  mutating func next() -> Float {
    // Knuth's MMIX generator; its upper bits are good enough for weights.
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
  }
}
