import BertData
import BertInference
import BertTuning
import Foundation
import Testing
import _TestSupport

/// The nearest labelled text appended to each text (LaGoNN).
struct AppendedTextsTests {
  private static func options(_ form: NearestForm?, _ method: TrainingMethod = .features) -> TrainingOptions {
    var options = method == .setfit ? TrainingOptions.ofPairs : TinyModel.options()
    options.method = method
    options.maxLength = 32
    options.appendNearest = form
    return options
  }

  private static func data(_ count: Int = 60, test: [Example] = []) throws -> TrainingData {
    try TrainingData(
      splitting: TinyModel.examples(count, words: 3), labels: TinyModel.labels, validationFraction: 0.25, test: test,
      seed: 1)
  }

  /// The vocabulary has the labels and digits, so that what is appended is read.
  private static func tiny() throws -> TinyModel {
    let tiny = try TinyModel()
    // Words that no text has are replaced, because the table of the words keeps its size.
    let lines = TinyModel.vocabulary.map { word in
      ["train": "neg", "paper": "neu", "superb": "pos", "broken": ".", "sad": "0", "chair": "1"][word] ?? word
    }
    try Data(lines.joined(separator: "\n").utf8 + [10]).write(to: tiny.encoder.appendingPathComponent("vocab.txt"))
    return tiny
  }

  private struct Answer: Decodable {
    let appended: [String]
    let learnt: [String]
    let logits: [[Double]]
    let refitted: [[Double]]
  }

  /// transformers' vectors, scikit-learn's distances and regression: the same neighbours are appended, the texts that were learnt
  /// from leave themselves out, and the answers are those of the bundle's model on the pairs.
  @Test(.enabled(if: Oracle.isAvailable), arguments: NearestForm.allCases) func theReferenceAnswersTheSame(
    _ form: NearestForm
  ) throws {
    let tiny = try Self.tiny()
    defer { tiny.remove() }
    let texts = TinyModel.examples(30, seed: 9, words: 3), data = try Self.data(test: texts)
    let outcome = try TrainingSession(tiny.job(Self.options(form), data: data)).run()
    let note = try #require(outcome.note)
    let strength = try #require(note.firstMatch(of: /penalty strength ([0-9.e-]+)/)?.output.1)
    let rows: [String: Any] = [
      "training": data.training.map { [$0.text, $0.label ?? 0] as [Any] }, "labels": TinyModel.labels.names,
      "texts": texts.map(\.text),
    ]
    let file = tiny.root.appendingPathComponent("rows.json")
    try JSONSerialization.data(withJSONObject: rows).write(to: file)
    let told = try Oracle.run(
      script: RepositoryRoot.url.appendingPathComponent("Scripts/oracles/nearest_texts.py"),
      arguments: [tiny.output.path, form.rawValue, "32", String(strength), file.path])
    let answer = try JSONDecoder().decode(Answer.self, from: Data(told.utf8))
    #expect(answer.appended.count == 30 && answer.learnt.count == data.training.count)

    let classifier = try TextClassifier(contentsOf: outcome.bundle, threads: 2)
    let predictions = try classifier.predict(texts)
    for (row, prediction) in predictions.enumerated() {
      let size = answer.logits[row].reduce(1) { max($0, abs($1)) }
      #expect(
        zip(prediction.logits, answer.logits[row]).allSatisfy { abs($0 - $1) < 1e-3 * size },
        "\(texts[row].text): \(answer.appended[row])")
      let centred = prediction.logits.map { $0 - prediction.logits.reduce(0, +) / 3 }
      let mean = answer.refitted[row].reduce(0, +) / 3
      // Both regressions stop within their tolerance, and single precision's features are a hundredth of one.
      #expect(
        zip(centred, answer.refitted[row]).allSatisfy { abs($0 - ($1 - mean)) < 0.02 * size },
        "\(texts[row].text): \(answer.appended[row])")
    }
    // The figures of the run are those of the bundle.
    let figures = try classifier.evaluate(texts, labels: TinyModel.labels)
    #expect(figures.classification?.accuracy == outcome.test?.classification?.accuracy)
    #expect(figures.value(for: .logLoss) == outcome.test?.value(for: .logLoss))
  }

  @Test func theBundleKeepsTheTexts() throws {
    let tiny = try Self.tiny()
    defer { tiny.remove() }
    let outcome = try TrainingSession(tiny.job(Self.options(.text), data: Self.data())).run()
    let record = try ClassifierBundle(contentsOf: outcome.bundle).record
    #expect(record.formatVersion == BundleRecord.appendedFormat && record.appended?.form == .text)
    #expect(record.trainingOptions?.appendNearest == .text)
    let texts = TinyModel.examples(20, seed: 7, words: 3)
    let whole = try TextClassifier(contentsOf: outcome.bundle, threads: 1).predict(texts)
    // One text at a time, and from vectors that are kept.
    let alone = try TextClassifier(contentsOf: outcome.bundle, threads: 2)
    #expect(try texts.map { try alone.predict([$0])[0].logits } == whole.map(\.logits))
    let store = alone.featureStore(
      FeatureCache(directory: tiny.root.appendingPathComponent("features"), program: "test"))
    for _ in 0..<2 { #expect(try alone.predict(texts, from: store).map(\.logits) == whole.map(\.logits)) }

    let quantized = tiny.root.appendingPathComponent("int8")
    _ = try Quantizer(contentsOf: outcome.bundle, threads: 1).run(rows: texts, minimum: 0, output: quantized)
    #expect(try TextClassifier(contentsOf: quantized, threads: 1).predict(texts).count == 20)

    let file = outcome.bundle.appendingPathComponent("nearest.safetensors")
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count - 1] ^= 1
    try bytes.write(to: file)
    #expect {
      try TextClassifier(contentsOf: outcome.bundle, threads: 1)
    } throws: {
      if case .fileMalformed? = $0 as? InferenceError { true } else { false }
    }
    try FileManager.default.removeItem(at: file)
    #expect {
      try TextClassifier(contentsOf: outcome.bundle, threads: 1)
    } throws: {
      if case .fileMissing? = $0 as? InferenceError { true } else { false }
    }
  }

  /// The encoder of setfit learns from the texts with what the untouched encoder appends, and the head from what the taught one
  /// appends. A run that was stopped gives the same bytes, and so does another number of threads.
  @Test func setFitLearnsFromTheCompletedTexts() throws {
    func run(_ form: NearestForm?, threads: Int = 1, stopAfter: Int? = nil) throws -> [Data] {
      let tiny = try Self.tiny()
      defer { tiny.remove() }
      var options = Self.options(form, .setfit)
      options.learningRate = 1e-3
      var job = try tiny.job(options, data: Self.data(32))
      job.threads = threads
      if let stopAfter {
        job.runInterrupted(afterSteps: stopAfter)
        job.resume = true
      }
      _ = try TrainingSession(job).run()
      let nearest = try? Data(contentsOf: tiny.output.appendingPathComponent("nearest.safetensors"))
      return [try tiny.weights(tiny.output)] + (nearest.map { [$0] } ?? [])
    }
    let plain = try run(nil), labels = try run(.label)
    #expect(plain.count == 1 && labels.count == 2 && plain[0] != labels[0])
    #expect(try run(.label, threads: 2) == labels)
    #expect(try run(.label, stopAfter: 3) == labels)
  }

  /// Each part of a cross-validation appends texts of its own training rows.
  @Test func partsOfACrossValidationAppendTheirOwn() throws {
    let tiny = try Self.tiny()
    defer { tiny.remove() }
    var data = try TrainingData(labels: TinyModel.labels, training: TinyModel.examples(36, words: 3), validation: [])
    data.folds = 3
    let outcome = try TrainingSession(tiny.job(Self.options(.label), data: data)).run()
    #expect(outcome.folds == 3 && outcome.validation?.classification?.rows == 36)
  }

  @Test func whatDoesNotGoTogetherIsRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    func isRefused(_ data: TrainingData? = nil, _ change: (inout TrainingOptions) -> Void = { _ in }) throws -> Bool {
      var options = Self.options(.label)
      change(&options)
      do {
        _ = try TrainingSession(tiny.job(options, data: data ?? Self.data()))
        return false
      } catch {
        if case .option("append-nearest", _, _)? = error as? TuningError { return true }
        return false
      }
    }
    for method in [TrainingMethod.finetune, .lora, .prototypes, .knn] {
      #expect(try isRefused { $0.method = method }, "\(method)")
    }
    #expect(try isRefused { $0.longText = .windows })
    #expect(try isRefused { $0.novelty = true })
    #expect(try isRefused { ($0.method, $0.earlyStopping) = (.setfit, 1) })
    #expect(try isRefused { $0.labelDescriptions = try? LabelDescriptions(parsing: "neg=bad,neu=plain,pos=good") })
    let pairs = TinyModel.examples(24).map { Example(text: $0.text, pair: "it", label: $0.label, line: $0.line) }
    #expect(
      try isRefused(TrainingData(labels: TinyModel.labels, training: pairs, validation: [])))
    #expect(!(try isRefused()))
  }
}
