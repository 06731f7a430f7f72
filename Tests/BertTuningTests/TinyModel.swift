import BertCheckpoint
import BertData
import BertInference
import BertTuning
import Foundation

/// A random BERT small enough to train in a blink, and toy data that it can learn.
struct TinyModel {
  /// A directory of its own, removed by ``remove()``.
  let root: URL
  /// The encoder's directory.
  var encoder: URL { root.appendingPathComponent("encoder") }
  /// Where the bundle goes.
  var output: URL { root.appendingPathComponent("bundle") }
  var partial: URL { root.appendingPathComponent("bundle.partial") }

  static let layers = 2
  static let hidden = 32
  static let good = ["fine", "great", "lovely", "superb"]
  static let bad = ["awful", "poor", "sad", "broken"]
  static let neutral = ["table", "chair", "train", "paper"]
  static let filler = ["the", "a", "it", "was", "is", "very", "this", "and", "that", "thing"]
  static let vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + good + bad + neutral + filler

  init() throws {
    root = FileManager.default.temporaryDirectory.appendingPathComponent("tuning-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: encoder, withIntermediateDirectories: true)
    try Data(Self.vocabulary.joined(separator: "\n").utf8 + [10]).write(
      to: encoder.appendingPathComponent("vocab.txt"))
    try Data(#"{"do_lower_case": true, "tokenizer_class": "BertTokenizer"}"#.utf8).write(
      to: encoder.appendingPathComponent("tokenizer_config.json"))
    try Data(
      """
      {"model_type": "bert", "architectures": ["BertModel"], "vocab_size": \(Self.vocabulary.count), "hidden_size": 32,
      "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64, "hidden_act": "gelu",
      "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.1, "max_position_embeddings": 64,
      "type_vocab_size": 2, "layer_norm_eps": 1e-12, "initializer_range": 0.02, "pad_token_id": 0,
      "torch_dtype": "float16", "a_key_of_others": {"kept": [1, 2.5, true, null]}}
      """.utf8
    ).write(to: encoder.appendingPathComponent("config.json"))
    try SafetensorsWriter.write(
      Self.tensors(), metadata: ["format": "pt"], to: encoder.appendingPathComponent("model.safetensors"))
  }

  func remove() { try? FileManager.default.removeItem(at: root) }

  /// Random weights under the names of a bare `BertModel`.
  private static func tensors() -> [TensorSource] {
    var generator = SeededGenerator(seed: 11)
    var tensors: [TensorSource] = []
    func add(_ name: String, _ shape: [Int], scale: Float = 0.15, shift: Float = 0) {
      let count = shape.reduce(1, *)
      tensors.append(
        TensorSource(
          name: name, shape: shape,
          values: (0..<count).map { _ in shift + scale * Float(generator.nextUniform() * 2 - 1) }))
    }
    func linear(_ name: String, _ rows: Int, _ columns: Int) {
      add(name + ".weight", [rows, columns], scale: 0.3)
      add(name + ".bias", [rows], scale: 0.05)
    }
    func norm(_ name: String) {
      add(name + ".weight", [hidden], scale: 0.1, shift: 1)
      add(name + ".bias", [hidden], scale: 0.1)
    }
    add("embeddings.word_embeddings.weight", [vocabulary.count, hidden], scale: 1)
    add("embeddings.position_embeddings.weight", [64, hidden])
    add("embeddings.token_type_embeddings.weight", [2, hidden])
    norm("embeddings.LayerNorm")
    for layer in 0..<layers {
      let prefix = "encoder.layer.\(layer)."
      for part in ["self.query", "self.key", "self.value", "output.dense"] {
        linear(prefix + "attention." + part, hidden, hidden)
      }
      norm(prefix + "attention.output.LayerNorm")
      linear(prefix + "intermediate.dense", 64, hidden)
      linear(prefix + "output.dense", hidden, 64)
      norm(prefix + "output.LayerNorm")
    }
    linear("pooler.dense", hidden, hidden)
    return tensors
  }

  /// Sentences of filler with one telling word; the labels are `neg`, `neu`, `pos`.
  static func examples(_ count: Int, seed: UInt64 = 3, words: Int = 5) -> [Example] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { index in
      let telling = [bad, neutral, good][index % 3]
      var sentence = (0..<words).map { _ in filler[generator.next(below: filler.count)] }
      sentence.insert(telling[generator.next(below: telling.count)], at: generator.next(below: words + 1))
      return Example(text: sentence.joined(separator: " "), label: index % 3, line: index + 2)
    }
  }

  static let labels = LabelSet(names: ["neg", "neu", "pos"])

  static func data(_ count: Int = 96, held: Double = 0.25, test: [Example] = []) throws -> TrainingData {
    try TrainingData(
      splitting: examples(count), labels: labels, validationFraction: held, test: test, seed: 1)
  }

  /// A short fine-tuning run at a rate that the tiny encoder needs.
  static func options() -> TrainingOptions {
    var options = TrainingOptions()
    options.method = .finetune
    options.epochs = 3
    options.batchSize = 8
    options.maxLength = 32
    options.learningRate = 2e-3
    return options
  }

  func job(_ options: TrainingOptions = TinyModel.options(), data: TrainingData? = nil) throws -> TrainingJob {
    var job = TrainingJob(
      encoder: encoder, encoderName: "tiny", data: try data ?? Self.data(), options: options, output: output)
    job.threads = 1
    job.program = "bertft test"
    return job
  }

  func weights(_ directory: URL) throws -> Data {
    try Data(contentsOf: directory.appendingPathComponent("model.safetensors"))
  }
}

extension TinyModel {
  /// A row that has nothing but a label.
  static func row(_ line: Int, _ label: Int?) -> Example { Example(text: "it", label: label, line: line) }
}
