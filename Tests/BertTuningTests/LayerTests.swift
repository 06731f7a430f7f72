import BertBaselines
import BertData
import BertEncoder
import BertInference
import BertKernels
import BertText
import BertTuning
import Foundation
import Testing
import _TestSupport

/// Frozen features of a chosen layer.
struct LayerTests {
  private struct Figures: Decodable {
    struct Case: Decodable {
      let rows, width, classes, chosen: Int
      let labels: [Int]
      let features: [Float]
      let losses: [Double]
      let gain, error: Double
    }
    let cases: [Case]
  }

  private static func options(_ layer: FeatureLayer?) -> TrainingOptions {
    var options = TinyModel.options()
    options.method = .features
    options.layer = layer
    return options
  }

  private static func data() throws -> TrainingData {
    try TrainingData(
      splitting: TinyModel.examples(120, words: 1), labels: TinyModel.labels, validationFraction: 0.25, seed: 1)
  }

  /// The figures of scikit-learn (`Scripts/golden/layer_losses.py`): a layer below that is taken, the last that is the best, and two
  /// below that are better by too little: by a quarter of the standard error, and by 1.4 of them. Fits that stop at a gradient of 1e-4 a row move the losses by less than a hundredth.
  @Test func theReferenceChoosesTheSameLayer() throws {
    let cases = try Golden.load(Figures.self, "layer-losses.json", target: "BertTuningTests").cases
    #expect(cases.map(\.chosen) == [2, 3, 3, 3])
    #expect(cases[3].gain > 1.2 * cases[3].error)
    for golden in cases {
      let layers = golden.losses.count
      let trial = LayerTrial(
        features: FeatureMatrix(rows: golden.rows, columns: layers * golden.width, values: golden.features),
        targets: .classes(golden.labels, count: golden.classes, weights: nil), layers: layers)
      let record = try #require(trial.choose(isCancelled: { false }))
      #expect(record.layer == golden.chosen && record.rows == golden.rows)
      #expect(zip(record.losses, golden.losses).allSatisfy { abs($0 - $1) < 0.01 }, "\(record)")
      #expect(abs(try #require(record.gain) - golden.gain) < 0.01)
      #expect(abs(try #require(record.standardError) - golden.error) < 0.01)
    }
    let golden = cases[0]
    let trial = LayerTrial(
      features: FeatureMatrix(rows: golden.rows, columns: 3 * golden.width, values: golden.features),
      targets: .classes(golden.labels, count: golden.classes, weights: nil), layers: 3)
    #expect(trial.choose(isCancelled: { true }) == nil)
  }

  /// Where each label has one row, nothing tells the layers apart.
  @Test func withoutRowsToHoldOutTheLastLayerStays() throws {
    let features = FeatureMatrix(rows: 2, columns: 4, values: [1, 0, 0, 1, 0, 1, 1, 0])
    let trial = LayerTrial(features: features, targets: .classes([0, 1], count: 2, weights: nil), layers: 2)
    let record = try #require(trial.choose(isCancelled: { false }))
    #expect(record.layer == 2 && record.losses.isEmpty && record.gain == nil)
  }

  /// One row fewer than are asked for keeps the last layer, however much better another is.
  @Test func ofFewRowsNoLayerIsChosen() throws {
    func record(rows: Int) throws -> LayerRecord {
      // The first layer has the label itself, the second nothing of it.
      var values: [Float] = []
      for row in 0..<rows { values += [row % 2, row % 3, row % 5, row % 7].map(Float.init) }
      let trial = LayerTrial(
        features: FeatureMatrix(rows: rows, columns: 4, values: values),
        targets: .classes(Array((0..<rows).map { $0 % 2 }), count: 2, weights: nil), layers: 2)
      return try #require(trial.choose(isCancelled: { false }))
    }
    let few = try record(rows: 49), enough = try record(rows: 50)
    #expect(few.layer == 2 && few.losses.isEmpty && few.rows == 49 && few.gain == nil)
    #expect(few.sentence == "layer 2, the last, because 49 rows are too few to compare layers on: 50 are needed")
    #expect(enough.layer == 1 && enough.losses.count == 2 && enough.rows == 50)
  }

  /// The choice looks at the features of each layer as a model has them that ends there: to end the model there by name gives the
  /// same bytes, at any number of threads and with vectors that are kept.
  @Test func theChosenLayerGivesTheBytesOfItsNumber() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let cache = FeatureCache(directory: tiny.root.appendingPathComponent("features"), program: "test")
    func run(_ layer: FeatureLayer?, threads: Int = 1, cached: Bool = false) throws -> (Data, TrainingOutcome) {
      var job = try tiny.job(Self.options(layer), data: Self.data())
      job.threads = threads
      job.featureCache = cached ? cache : nil
      let outcome = try TrainingSession(job).run()
      return (try tiny.weights(tiny.output), outcome)
    }
    let (chosen, outcome) = try run(.chosen)
    let note = try #require(outcome.note)
    #expect(note.contains("layer "))
    let record = try ClassifierBundle(contentsOf: tiny.output).record
    #expect(record.trainingOptions?.layer == .chosen)
    let kept = try #require(outcome.layer)
    #expect(kept.losses.count == TinyModel.layers && (1...TinyModel.layers).contains(kept.layer))
    #expect(try run(.number(kept.layer)).0 == chosen)
    #expect(try run(.chosen, threads: 2).0 == chosen)
    #expect(try run(.chosen, cached: true).0 == chosen)
    #expect(try run(.chosen, cached: true).0 == chosen)
    // The last by number is what nothing said gives.
    #expect(try run(.number(2)).0 == run(nil).0)
    #expect(try run(.number(1)).0 != run(.number(2)).0)
  }

  /// Each part of a cross-validation chooses for itself, on one pass of the encoder.
  @Test func partsOfACrossValidationChooseToo() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var data = try TrainingData(
      labels: TinyModel.labels, training: TinyModel.examples(90, words: 1), validation: [])
    data.folds = 3
    let outcome = try TrainingSession(tiny.job(Self.options(.chosen), data: data)).run()
    #expect(outcome.folds == 3 && outcome.validation?.classification?.rows == 90)
  }

  /// The encoder ends behind the layer, and transformers loads what is left with equal logits, whatever the architecture.
  @Test(.enabled(if: Oracle.isAvailable)) func transformersLoadsTheLowerLayers() throws {
    struct Answer: Decodable {
      let logits: [[Float]]
      let missing: [String]
      let unexpected: [String]
    }
    var models: [(name: String, tiny: TinyModel)] = []
    defer { for model in models { model.tiny.remove() } }
    var sequences: [String: [FamilyBundleTests.Sequence]] = [:]
    for name in ["bert", "distilbert", "roberta", "mpnet", "gpt2", "xlnet", "modernbert", "deberta", "eurobert"] {
      let tiny = try TinyModel()
      models.append((name, tiny))
      if name != "bert" { try FamilyBundleTests.replaceEncoder(of: tiny, by: name) }
      let whole = try PretrainedModel(at: tiny.encoder).configuration.layerCount
      try #require(whole > 1)
      _ = try TrainingSession(tiny.job(Self.options(.number(1)), data: TinyModel.data(48))).run()
      let configuration = try PretrainedModel(at: tiny.output).configuration
      // The layer, and the one that takes the mean where the head does not.
      #expect(configuration.layerCount == (["modernbert", "eurobert"].contains(name) ? 1 : 2))
      sequences[tiny.output.path] = FamilyBundleTests.sequences(configuration)
    }
    let file = models[0].tiny.root.appendingPathComponent("sequences.json")
    try JSONEncoder().encode(sequences).write(to: file)
    let output = try Oracle.run(
      script: RepositoryRoot.url.appendingPathComponent("Scripts/oracles/directory_logits.py"),
      arguments: [file.path] + models.map(\.tiny.output.path))
    let answers = try JSONDecoder().decode([String: Answer].self, from: Data(output.utf8))
    for (name, tiny) in models {
      let answer = try #require(answers[tiny.output.path])
      #expect(answer.missing == (name == "xlnet" ? ["transformer.mask_emb"] : []) && answer.unexpected == [], "\(name)")
      let directory = try PretrainedModel(at: tiny.output)
      let model = try SequenceClassifier(
        checkpoint: directory.checkpoint, configuration: directory.configuration, classes: 3, seed: 0)
      for (sequence, expected) in zip(sequences[tiny.output.path] ?? [], answer.logits) {
        let logits = model.logits(
          TokenBatch([Encoding(ids: sequence.ids, typeIDs: sequence.types ?? sequence.ids.map { _ in 0 })]),
          compute: Compute(threads: 1))
        // The logits of features may be in the hundreds where the random encoder's vectors hardly differ.
        for (column, value) in expected.enumerated() {
          #expect(abs(logits[0, column] - value) < 1e-4 * max(1, abs(value)), "\(name)")
        }
      }
    }
  }

  @Test func whatDoesNotGoTogetherIsRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    func isRefused(_ options: TrainingOptions) -> Bool {
      do {
        _ = try TrainingSession(tiny.job(options, data: Self.data()))
        return false
      } catch {
        if case .option("layer", _, _)? = error as? TuningError { return true }
        return false
      }
    }
    #expect(isRefused(Self.options(.number(0))))
    #expect(isRefused(Self.options(.number(3))))
    for method in [TrainingMethod.setfit, .finetune, .prototypes, .knn] {
      var options = Self.options(.number(1))
      options.method = method
      #expect(isRefused(options), "\(method)")
    }
    try FamilyBundleTests.replaceEncoder(of: tiny, by: "albert")
    #expect(isRefused(Self.options(.number(1))))
    for text in ["", "top", "1.5"] {
      #expect(throws: TuningError.self) { try FeatureLayer(parsing: text) }
    }
    #expect(try FeatureLayer(parsing: "auto") == .chosen && FeatureLayer(parsing: "4") == .number(4))
  }
}
