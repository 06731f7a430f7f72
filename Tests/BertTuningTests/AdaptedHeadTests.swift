import BertCheckpoint
import BertData
import BertFeatures
import BertInference
import BertStorage
import BertTuning
import Foundation
import Testing
import _TestSupport

/// Heads for another domain against adapt 0.4.5 and scikit-learn on the vectors of the same encoder:
/// `Scripts/golden/adapted_heads.py`.
@Suite struct AdaptedHeadTests {
  struct Figures: Decodable {
    struct Row: Decodable {
      let text: String
      let label: Int
    }
    struct Case: Decodable {
      let logits: [[Double]]
      let accuracy: Double
    }
    let vocabulary: [String]
    let config: [String: JSONValue]
    let shapes: [String: [Int]]
    let source: [Row]
    let target: [String]
    let few: [Row]
    let held: [Row]
    let cases: [String: Case]
  }

  static let figures = try? Golden.load(Figures.self, "adapted-heads.json", target: "BertTuningTests")
  static let labels = LabelSet(names: ["neg", "neu", "pos"])

  /// A directory with the script's encoder.
  static func encoder(_ figures: Figures, in root: URL) throws -> URL {
    try encoder(vocabulary: figures.vocabulary, config: figures.config, shapes: figures.shapes, in: root)
  }

  /// A directory with the encoder of `small_encoder.py`.
  static func encoder(
    vocabulary: [String], config: [String: JSONValue], shapes: [String: [Int]], in root: URL
  ) throws -> URL {
    let place = root.appendingPathComponent("encoder")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    try Data(vocabulary.joined(separator: "\n").utf8 + [10]).write(
      to: place.appendingPathComponent("vocab.txt"))
    try Data(#"{"do_lower_case": true, "tokenizer_class": "BertTokenizer"}"#.utf8).write(
      to: place.appendingPathComponent("tokenizer_config.json"))
    try JSONEncoder().encode(config).write(to: place.appendingPathComponent("config.json"))
    try SafetensorsWriter.write(
      shapes.sorted { $0.key < $1.key }.map {
        TensorSource(name: $0.key, shape: $0.value, values: GoldenWeights.values(of: $0.key, shape: $0.value))
      }, metadata: ["format": "pt"], to: place.appendingPathComponent("model.safetensors"))
    return place
  }

  static func job(_ figures: Figures, _ way: Adaptation?, in root: URL, isTested: Bool = true) throws -> TrainingJob {
    func rows(_ rows: [Figures.Row]) -> [Example] {
      rows.enumerated().map { Example(text: $1.text, label: $1.label, line: $0 + 2) }
    }
    var data = try TrainingData(
      labels: labels, training: rows(figures.source), validation: [], test: isTested ? rows(figures.held) : [])
    var options = TrainingOptions()
    options.method = .features
    options.adaptation = way
    options.maxLength = 32
    if let way {
      data.target = try TargetDomain(
        texts: figures.target.enumerated().map { Example(text: $1, label: nil, line: $0 + 2) },
        labelled: way == .tradaboost ? rows(figures.few) : [], isTested: isTested)
    }
    var job = TrainingJob(
      encoder: try encoder(figures, in: root), encoderName: "golden", data: data, options: options,
      output: root.appendingPathComponent("bundle"))
    job.threads = 2
    return job
  }

  static func root() throws -> URL {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("adapted-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    return root
  }

  @Test func figuresAreThere() { #expect(Self.figures?.cases.count == 9) }

  /// The bundle's logits less their mean: biases are determined up to a common shift. Single precision passes through two
  /// inversions of a covariance, so that a thousandth of the logits' size is as near as it comes.
  @Test(arguments: ["none"] + Adaptation.allCases.filter { $0 != .ensemble }.map(\.rawValue))
  func bundleGivesTheLogitsOfTheReference(
    name: String
  ) throws {
    let figures = try #require(Self.figures), golden = try #require(figures.cases[name]), root = try Self.root()
    defer { try? FileManager.default.removeItem(at: root) }
    let way = Adaptation(rawValue: name)
    let outcome = try TrainingSession(Self.job(figures, way, in: root)).run()
    let texts = figures.held.prefix(golden.logits.count).map(\.text)
    let answers = try TextClassifier(contentsOf: outcome.bundle, threads: 1).predict(texts)
    let size = golden.logits.joined().reduce(1) { max($0, abs($1)) }
    for (answer, expected) in zip(answers, golden.logits) {
      let logits = answer.logits, mean = logits.reduce(0, +) / Double(logits.count)
      for (found, known) in zip(logits, expected) { #expect(abs(found - mean - known) < 2e-3 * size, "\(name)") }
    }
    let test = try #require(outcome.test?.classification)
    #expect(abs(test.accuracy - golden.accuracy) < 1e-9)
    guard let way else {
      #expect(outcome.transfer == nil)
      return
    }
    // Measured on the target's labelled rows, with both classifiers' accuracy there.
    let record = try #require(outcome.transfer), plain = try #require(figures.cases["none"])
    #expect(record.adaptation == way.rawValue && record.receipt.evidence == .measured)
    #expect(abs(record.receipt.adapted.accuracy - golden.accuracy) < 1e-9)
    #expect(abs(record.receipt.source.accuracy - plain.accuracy) < 1e-9)
  }

  @Test(.enabled(if: Oracle.isAvailable), arguments: [Adaptation.coral, .subspace, .tca, .odds, .tradaboost])
  func transformersGivesTheSameLogits(way: Adaptation) throws {
    let figures = try #require(Self.figures), root = try Self.root()
    defer { try? FileManager.default.removeItem(at: root) }
    let bundle = try TrainingSession(Self.job(figures, way, in: root)).run().bundle
    let texts = figures.held.prefix(6).map(\.text), list = root.appendingPathComponent("texts.json")
    try JSONEncoder().encode(texts).write(to: list)
    struct Answer: Decodable { let logits: [[Double]] }
    let told = try Oracle.run(
      script: RepositoryRoot.url.appendingPathComponent("Scripts/oracles/bundle_logits.py"),
      arguments: [bundle.path, "32", list.path])
    let expected = try JSONDecoder().decode(Answer.self, from: Data(told.utf8)).logits
    // The map of subspaces keeps directions of little variance, whose weights are so large that single precision shows.
    let tolerance = way == .subspace ? 5e-3 : 1e-4
    for (answer, known) in zip(try TextClassifier(contentsOf: bundle, threads: 1).predict(texts), expected) {
      for (found, theirs) in zip(answer.logits, known) {
        #expect(abs(found - theirs) < tolerance * max(1, abs(theirs)))
      }
    }
  }
}
