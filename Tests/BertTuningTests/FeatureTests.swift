import BertCheckpoint
import BertData
import BertInference
import BertTuning
import Foundation
import Testing

struct FeatureTests {
  @Test func learnsWithoutTouchingTheEncoder() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.method = .features
    // One telling word in two: a random encoder mixes a longer sentence beyond what a linear classifier can undo.
    let data = try TrainingData(
      splitting: TinyModel.examples(240, words: 1), labels: TinyModel.labels, validationFraction: 0.25, seed: 1)
    let outcome = try TrainingSession(tiny.job(options, data: data)).run()
    #expect((outcome.validation?.classification?.accuracy ?? 0) > 0.8)
    #expect(outcome.note?.contains("cross-validation") == true)
    let before = try Checkpoint(at: tiny.encoder)
    let after = try Checkpoint(at: tiny.output)
    // The pooler is part of how the mean is taken; the encoder proper keeps every bit.
    for tensor in before.tensors where !tensor.name.hasPrefix("pooler") {
      #expect(try before.floats(of: tensor.name) == after.floats(of: "bert." + tensor.name))
    }
  }

  @Test func givesTheSameBytesAtAnyNumberOfThreads() throws {
    func bytes(_ threads: Int) throws -> Data {
      let tiny = try TinyModel()
      defer { tiny.remove() }
      var options = TinyModel.options()
      options.method = .features
      var job = try tiny.job(options)
      job.threads = threads
      _ = try TrainingSession(job).run()
      return try tiny.weights(tiny.output)
    }
    #expect(try bytes(1) == bytes(2))
  }

  @Test func keptFeaturesGiveTheSameBytes() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.method = .features
    let cache = FeatureCache(directory: tiny.root.appendingPathComponent("features"), program: "test")
    var weights: [Data] = [], encoded: [Int] = []
    for cache in [nil, cache, cache] {
      var job = try tiny.job(options)
      job.featureCache = cache
      var sequences = 0
      let show: (TrainingEvent) -> Void = { event in
        if case .features(let done, _) = event { sequences = max(sequences, done) }
      }
      _ = try TrainingSession(job).run(onEvent: show)
      encoded.append(sequences)
      weights.append(try tiny.weights(tiny.output))
      try FileManager.default.removeItem(at: tiny.output)
    }
    #expect(weights[1] == weights[0] && weights[2] == weights[0])
    #expect(encoded[0] > 0 && encoded[1] > 0 && encoded[2] == 0)
  }

  /// The bundle's own classifier finds what its training has kept, and answers as it does without.
  @Test(arguments: [TrainingMethod.features, .prototypes, .knn]) func bundlesShareWhatIsKept(
    _ method: TrainingMethod
  ) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.method = method
    options.longText = .windows
    options.maxLength = 8
    let cache = FeatureCache(directory: tiny.root.appendingPathComponent("features"), program: "test")
    let data = try TinyModel.data(60)
    var job = try tiny.job(options, data: data)
    job.featureCache = cache
    _ = try TrainingSession(job).run()
    let classifier = try TextClassifier(contentsOf: tiny.output, threads: 2)
    let store = try #require(classifier.featureStore(cache))
    let kept = try classifier.predict(data.training, from: store)
    #expect(store.counts.computed == 0 && store.counts.found >= data.training.count)
    #expect(kept.map(\.scores) == (try classifier.predict(data.training).map(\.scores)))
    let others = TinyModel.examples(40, seed: 99, words: 9)
    let answers = try classifier.predict(others, from: store)
    #expect(store.counts.computed > 0)
    #expect(answers.map(\.scores) == (try classifier.predict(others).map(\.scores)))
    // A model whose encoder has learnt has vectors of its own.
    options.method = .finetune
    options.maxLength = 8
    job.options = options
    job.output = tiny.root.appendingPathComponent("tuned")
    _ = try TrainingSession(job).run()
    let tuned = try TextClassifier(contentsOf: job.output, threads: 1)
    let own = try #require(tuned.featureStore(cache))
    let scores = try tuned.predict(others, from: own).map(\.scores)
    #expect(own.counts.found == 0)
    #expect(scores == (try tuned.predict(others).map(\.scores)))
  }

  @Test func interruptedItLeavesNothingAndSaysSo() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.method = .features
    let session = try TrainingSession(tiny.job(options))
    #expect {
      try session.run(isCancelled: { true })
    } throws: {
      if case .interrupted(nil)? = $0 as? TuningError { true } else { false }
    }
    #expect(!FileManager.default.fileExists(atPath: tiny.output.path))
  }

  @Test func aRunThatNeverBeganLeavesNothing() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    _ = try TrainingSession(tiny.job())
    #expect(try FileManager.default.contentsOfDirectory(atPath: tiny.root.path) == ["encoder"])
  }
}
