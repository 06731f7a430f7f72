import Foundation
import Testing
import _TestSupport

/// TensorFlow checkpoints as Google published them: read as any other model, or refused. The files are those of
/// Scripts/golden/tensorflow_checkpoints.py.
struct TensorFlowTests {
  private struct Example: Decodable {
    let name: String
    let files: [String: Data]
  }

  private let folder: Folder
  private let examples: [Example]
  /// BERT's, with `bert_config.json` and `vocab.txt`.
  private let model: String

  init() throws {
    folder = try Folder()
    model = folder.path("model")
    examples = try Golden.load([Example].self, "tensorflow_models.json", target: "BertInferenceTests")
    try take("bert")
  }

  /// Puts the files of an example in the place of the model.
  private func take(_ name: String) throws {
    try? FileManager.default.removeItem(atPath: model)
    try FileManager.default.createDirectory(atPath: model + "/assets", withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: model + "/variables", withIntermediateDirectories: true)
    for (name, data) in try #require(examples.first { $0.name == name }).files { try write(data, name) }
  }

  private func write(_ data: Data, _ name: String) throws {
    try data.write(to: URL(fileURLWithPath: "\(model)/\(name)"))
  }

  private func embed() throws -> Program.Outcome {
    try Program.run(["embed", try Fixture.reviews.get(), "--model", model, "--out", folder.path("vectors.npy")])
  }

  /// A command ends with the status, and with one error that names the file.
  private func expectRefusal(_ status: Int32, _ words: String...) throws {
    for outcome in [try embed(), try Program.run(["predict", model, "--text", "good"])] {
      #expect(outcome.status == status, "\(outcome)")
      #expect((1...2).contains(outcome.errorLines.count) && outcome.output.isEmpty, "\(outcome)")
      for word in words { #expect(outcome.errors.contains(word), "\(outcome)") }
    }
  }

  @Test func aPublishedCheckpointIsTrainedAndItsBundleAnswers() throws {
    let found = try trainedFiles()
    #expect(found.contains("vocab.txt") && found.contains("model.safetensors"))
    #expect(!found.contains { $0.contains(".index") || $0.contains(".data-") || $0 == "bert_config.json" })
    let vectors = try embed()
    #expect(vectors.status == 0, "\(vectors)")
    #expect(try Program.run(["predict", model, "--text", "good"]).status == 65)
  }

  @Test func theOtherFilesOfPublishedModelsComeWithTheBundle() throws {
    try take("albert")
    #expect(try trainedFiles().contains("spiece.model"))
    try take("bert of TensorFlow Hub")
    let sizes = #""vocab_size": 15, "hidden_size": 12, "num_hidden_layers": 1, "num_attention_heads": 3"#
    try write(Data("{\(sizes), \"intermediate_size\": 10, \"max_position_embeddings\": 16}".utf8), "bert_config.json")
    #expect(try trainedFiles().contains("vocab.txt"))
  }

  /// Trains on the model, asks the bundle, and gives the names of its files.
  private func trainedFiles() throws -> [String] {
    let bundle = folder.path("bundle")
    try? FileManager.default.removeItem(atPath: bundle)
    var training = try Fixture.training(try Fixture.reviews.get(), out: bundle, epochs: 1)
    training[try #require(training.firstIndex(of: "--model")) + 1] = model
    let outcome = try Program.run(training)
    #expect(outcome.status == 0, "\(outcome)")
    let answer = try Program.run(["predict", bundle, "--text", "a good film"])
    #expect(answer.status == 0, "\(answer)")
    return try FileManager.default.contentsOfDirectory(atPath: bundle)
  }

  @Test func inspectionTellsWhatTheCheckpointIs() throws {
    let outcome = try Program.run(["inspect", model])
    #expect(outcome.status == 0, "\(outcome)")
    for words in [
      "architecture bert: 2 layers", "(names of the tensors)", "(positions of bert_config.json)", " 0 missing",
      "masked language model, next sentence prediction",
    ] {
      #expect(outcome.output.contains(words), "\(outcome)")
    }
    for name in ["bert_model.ckpt.index", "bert_model.ckpt"] {
      let index = try Program.run(["inspect", "\(model)/\(name)"])
      #expect(
        index.status == 0 && index.output.contains("bert.encoder.layer.1.attention.self.query.weight"), "\(index)")
    }
  }

  @Test func aVocabularyThatMayBeCasedIsRefused() throws {
    try write(Data("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nThe\nfilm\n".utf8), "vocab.txt")
    try expectRefusal(65, "tokenizer_config.json", "\"The\"", "do_lower_case")
    try write(Data(#"{"do_lower_case": false}"#.utf8), "tokenizer_config.json")
    #expect(try embed().status == 0)
  }

  @Test func damagedFilesAreRefused() throws {
    let values = "bert_model.ckpt.data-00000-of-00001", index = "bert_model.ckpt.index"
    let whole = try Data(contentsOf: URL(fileURLWithPath: "\(model)/\(values)"))
    var changed = whole
    changed[100] ^= 1
    try write(changed, values)
    let outcome = try embed()
    #expect(outcome.status == 65 && outcome.errors.contains("checksum"), "\(outcome)")
    try write(whole.dropLast(40), values)
    try expectRefusal(65, values)
    try FileManager.default.removeItem(atPath: "\(model)/\(values)")
    try expectRefusal(66, values)
    try write(Data("[]".utf8), index)
    try expectRefusal(65, index)
  }

  @Test func aMissingConfigurationIsAskedFor() throws {
    try FileManager.default.removeItem(atPath: model + "/bert_config.json")
    try expectRefusal(66, "config.json", "\"hidden_size\":12", "num_attention_heads")
  }
}
