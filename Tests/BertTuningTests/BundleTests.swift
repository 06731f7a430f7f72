import BertData
import BertInference
import BertStorage
import BertTuning
import Foundation
import Testing
import _TestSupport

struct BundleTests {
  private func trained(_ tiny: TinyModel, epochs: Int = 1) throws -> TrainingOutcome {
    var options = TinyModel.options()
    options.epochs = epochs
    return try TrainingSession(tiny.job(options)).run()
  }

  @Test func holdsWhatWasLearntAndHowItCameToBe() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let outcome = try trained(tiny, epochs: 2)
    let names = try FileManager.default.contentsOfDirectory(atPath: tiny.output.path).sorted()
    #expect(
      names == [
        "bertft.json", "config.json", "metrics.jsonl", "model.safetensors", "report.html", "tokenizer_config.json",
        "vocab.txt",
      ])
    for name in ["vocab.txt", "tokenizer_config.json"] {
      #expect(
        try Data(contentsOf: tiny.output.appendingPathComponent(name))
          == Data(contentsOf: tiny.encoder.appendingPathComponent(name)))
    }
    let record = try ClassifierBundle(contentsOf: tiny.output).record
    #expect(record.labels == ["neg", "neu", "pos"])
    #expect(record.method == .finetune)
    #expect(record.createdWith == "bertft test")
    #expect(record.metrics.validation == outcome.validation)
    #expect(record.data.trainingRows == 72 && record.data.validationRows == 24)
    #expect(record.encoder?.name == "tiny" && record.encoder?.sha256.count == 64)
    let log = try String(contentsOf: tiny.output.appendingPathComponent("metrics.jsonl"), encoding: .utf8)
    #expect(log.split(separator: "\n").count == 2)

    let config = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: tiny.output.appendingPathComponent("config.json")))
        as? [String: Any])
    #expect(config["architectures"] as? [String] == ["BertForSequenceClassification"])
    #expect(config["problem_type"] as? String == "single_label_classification")
    #expect(config["id2label"] as? [String: String] == ["0": "neg", "1": "neu", "2": "pos"])
    #expect(config["label2id"] as? [String: Int] == ["neg": 0, "neu": 1, "pos": 2])
    #expect(config["torch_dtype"] as? String == "float32")
    #expect(config["layer_norm_eps"] as? Double == 1e-12)
    #expect(((config["a_key_of_others"] as? [String: Any])?["kept"] as? [Any])?.count == 4)
  }

  @Test(.enabled(if: Oracle.isAvailable)) func transformersGivesTheSameLogits() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let outcome = try trained(tiny)
    try expectTransformersAgrees(outcome.bundle, root: tiny.root)
  }

  @Test(.enabled(if: Oracle.isAvailable)) func transformersGivesTheSameLogitsForFeatures() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.method = .features
    let outcome = try TrainingSession(tiny.job(options)).run()
    try expectTransformersAgrees(outcome.bundle, root: tiny.root)
  }

  /// A bundle puts its prompt before the texts itself; transformers is given them with it.
  @Test func keepsAPromptAndPutsItBeforeTexts() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.prompt = "this very thing "
    let outcome = try TrainingSession(tiny.job(options)).run()
    #expect(try ClassifierBundle(contentsOf: outcome.bundle).record.text?.prompt == "this very thing ")
    #expect(try TextEmbedder(contentsOf: outcome.bundle).prompt == "this very thing ")
    if Oracle.isAvailable { try expectTransformersAgrees(outcome.bundle, root: tiny.root, prompt: "this very thing ") }
    options.longText = .windows
    #expect(throws: TuningError.self) { try TrainingSession(tiny.job(options)) }
  }

  private func expectTransformersAgrees(_ bundle: URL, root: URL, prompt: String = "") throws {
    struct Answer: Decodable {
      let logits: [[Double]]
      let labels: [String]
      let problem_type: String
    }
    let long = "the the the " + String(repeating: "was poor ", count: 40)
    let texts = ["a great thing", "it was awful", "table", long, "Zz!"]
    let file = root.appendingPathComponent("texts.json")
    try JSONEncoder().encode(texts.map { prompt + $0 }).write(to: file)
    let output = try Oracle.run(
      script: RepositoryRoot.url.appendingPathComponent("Scripts/oracles/bundle_logits.py"),
      arguments: [bundle.path, "32", file.path])
    let answer = try JSONDecoder().decode(Answer.self, from: Data(output.utf8))
    #expect(answer.labels == ["neg", "neu", "pos"])
    #expect(answer.problem_type == "single_label_classification")
    let predictions = try TextClassifier(contentsOf: bundle, threads: 2).predict(texts)
    // Two single-precision programs that add in different orders; logits are of size 1.
    for (ours, theirs) in zip(predictions, answer.logits) {
      #expect(zip(ours.logits, theirs).allSatisfy { abs($0 - $1) < 1e-4 })
    }
  }

  @Test func replacesABundleButNothingElse() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    _ = try trained(tiny)
    let first = try tiny.weights(tiny.output)
    _ = try trained(tiny, epochs: 2)
    #expect(try tiny.weights(tiny.output) != first)
    // Neither the old one nor anything half made is left beside it.
    #expect(try FileManager.default.contentsOfDirectory(atPath: tiny.root.path).sorted() == ["bundle", "encoder"])

    try FileManager.default.removeItem(at: tiny.output)
    try FileManager.default.createDirectory(at: tiny.output, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: tiny.output.appendingPathComponent("notes.txt"))
    #expect {
      try TrainingSession(tiny.job())
    } throws: {
      guard let error = $0 as? TuningError, case .outputTaken = error else { return false }
      return error.code == .usage
    }
    #expect(FileManager.default.fileExists(atPath: tiny.output.appendingPathComponent("notes.txt").path))
  }

  /// A bundle that fails its check once it is in place goes, and the one it replaced comes back.
  @Test func aBundleThatFailsItsCheckIsTakenBack() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let bundle = try trained(tiny).bundle
    let before = try tiny.weights(bundle)
    let record = try ClassifierBundle(contentsOf: bundle).record
    let source = try PretrainedModel(at: bundle)
    let writer = BundleWriter(source: source, destination: bundle)
    #expect {
      try writer.write(
        weights: [], configuration: source.configuration, outputs: .texts(.singleLabel), record: record,
        metricsLog: Data()
      ) { (url: URL) throws(TuningError) in
        throw .bundleDiffers(path: url.path, difference: 1)
      }
    } throws: {
      ($0 as? TuningError)?.code == .internalError
    }
    #expect(try tiny.weights(bundle) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: tiny.root.path).sorted() == ["bundle", "encoder"])
    _ = try TextClassifier(contentsOf: bundle, threads: 1)
  }

  /// Each way in which a bundle can be spoilt, and the case of its error.
  @Test(
    arguments: [
      ("vocab.txt", .grown, "tokenizerChanged"), ("vocab.txt", .removed, "fileMissing"),
      ("bertft.json", .cut, "fileMalformed"),
      ("bertft.json", .replaced("\"format_version\" : 1", "\"format_version\" : 99"), "newerFormat"),
      ("config.json", .cut, "model"), ("config.json", .removed, "fileMissing"),
      ("config.json", .replaced("\"1\" : \"neu\"", "\"7\" : \"neu\""), "fileMalformed"),
      ("config.json", .replaced("single_label_classification", "regression"), "unsupportedProblem"),
      ("config.json", .replaced("single_label_classification", "multi_label_classification"), "fileMalformed"),
      (
        "config.json", .replaced("\"vocab_size\" : \(TinyModel.vocabulary.count)", "\"vocab_size\" : 9"),
        "model"
      ),
      ("config.json", .replaced("\"intermediate_size\" : 64", "\"intermediate_size\" : 128"), "model"),
      ("model.safetensors", .cut, "checkpoint"), ("model.safetensors", .removed, "checkpoint"),
    ] as [(String, FileDamage, String)])
  func aSpoiltBundleIsATypedError(file: String, damage: FileDamage, expected: String) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    _ = try trained(tiny)
    try damage.strike(tiny.output.appendingPathComponent(file))
    try tiny.expectRefusal(as: expected)
  }

  @Test func anEncoderWithoutAClassifierIsNoClassifier() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    #expect {
      try TextClassifier(contentsOf: tiny.encoder, threads: 1)
    } throws: {
      guard let error = $0 as? InferenceError, case .headNotTrained = error else { return false }
      return error.description.hasSuffix("Train a classifier on it first")
    }
  }

  /// Any directory that transformers wrote is taken: without our record, and without names for the labels.
  @Test func aForeignDirectoryIsAClassifier() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let outcome = try trained(tiny)
    let expected = try TextClassifier(contentsOf: outcome.bundle, threads: 1).predict(["a great thing"])
    try FileManager.default.removeItem(at: tiny.output.appendingPathComponent("bertft.json"))
    let foreign = try TextClassifier(contentsOf: tiny.output, threads: 1)
    #expect(foreign.record == nil)
    #expect(foreign.maxLength == 64)
    #expect(try foreign.predict(["a great thing"]) == expected)
    try FileManager.default.copyItem(
      at: tiny.encoder.appendingPathComponent("config.json"), to: tiny.root.appendingPathComponent("config.json"))
    try Data(contentsOf: tiny.encoder.appendingPathComponent("config.json")).write(
      to: tiny.output.appendingPathComponent("config.json"))
    #expect(try TextClassifier(contentsOf: tiny.output, threads: 1).labels == ["LABEL_0", "LABEL_1", "LABEL_2"])
  }

  @Test func aDirectoryThatCannotBeWrittenIsAnIOError() throws {
    // Root writes everywhere; a file where a directory should be refuses everyone.
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let file = tiny.root.appendingPathComponent("file")
    try Data().write(to: file)
    var job = try tiny.job()
    job.output = file.appendingPathComponent("bundle")
    #expect {
      try TrainingSession(job)
    } throws: {
      ($0 as? TuningError)?.code == .io
    }
  }
}
