import BertCheckpoint
import BertData
import BertFeatures
import BertInference
import BertTuning
import Foundation
import Testing

struct NearestTextsTests {
  private static func options(_ method: TrainingMethod, neighbours: Int? = nil) -> TrainingOptions {
    var options = TinyModel.options()
    options.method = method
    options.neighbours = neighbours
    return options
  }

  /// One telling word in two, which a random encoder does not hide.
  private static func data(held: Double = 0.25, test: [Example] = []) throws -> TrainingData {
    try TrainingData(
      splitting: TinyModel.examples(240, words: 1), labels: TinyModel.labels, validationFraction: held, test: test,
      seed: 1)
  }

  @Test(arguments: [TrainingMethod.prototypes, .knn]) func learnsWithoutTouchingTheEncoder(
    _ method: TrainingMethod
  ) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let outcome = try TrainingSession(tiny.job(Self.options(method), data: Self.data())).run()
    // Three labels; means of a random encoder are no line that was learnt.
    #expect((outcome.validation?.classification?.accuracy ?? 0) > (method == .knn ? 0.8 : 0.55))
    #expect(outcome.note?.contains("left out") == true)
    let before = try Checkpoint(at: tiny.encoder), after = try Checkpoint(at: tiny.output)
    // The pooler is part of how the mean is taken; the encoder proper keeps every bit.
    for tensor in before.tensors where !tensor.name.hasPrefix("pooler") {
      #expect(try before.floats(of: tensor.name) == after.floats(of: "bert." + tensor.name))
    }
    let bundle = try ClassifierBundle(contentsOf: outcome.bundle)
    #expect(bundle.record.method == method && bundle.record.formatVersion == (method == .knn ? 6 : 1))
  }

  @Test(arguments: [TrainingMethod.prototypes, .knn]) func givesTheSameBytesAtAnyNumberOfThreads(
    _ method: TrainingMethod
  ) throws {
    func bytes(_ threads: Int) throws -> [Data] {
      let tiny = try TinyModel()
      defer { tiny.remove() }
      var job = try tiny.job(Self.options(method), data: Self.data())
      job.threads = threads
      _ = try TrainingSession(job).run()
      let votes = tiny.output.appendingPathComponent("neighbours.safetensors")
      return [try tiny.weights(tiny.output)] + (method == .knn ? [try Data(contentsOf: votes)] : [])
    }
    #expect(try bytes(1) == bytes(2))
  }

  /// A text that was learnt from has itself as its nearest neighbour.
  @Test func theNearestTextOfALearntTextIsItself() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let data = try Self.data(test: TinyModel.examples(30, seed: 9, words: 1))
    let outcome = try TrainingSession(tiny.job(Self.options(.knn, neighbours: 1), data: data)).run()
    let classifier = try TextClassifier(contentsOf: outcome.bundle, threads: 2)
    let answers = try classifier.predict(data.training)
    #expect(zip(answers, data.training).allSatisfy { $0.scores[$1.label ?? 0] > 0.9999 })
    let test = try classifier.evaluate(data.test, labels: TinyModel.labels)
    #expect(test.classification?.accuracy == outcome.test?.classification?.accuracy)
  }

  /// The votes of the vectors in the bundle's file, counted here: a text's own vector is that of its one copy in the file.
  @Test func theVotesAreThoseOfTheFile() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let data = try Self.data()
    let bundle = try TrainingSession(tiny.job(Self.options(.knn, neighbours: 5), data: data)).run().bundle
    let file = try SafetensorsFile(contentsOf: bundle.appendingPathComponent("neighbours.safetensors"))
    let vectors = try file.floats(of: "vectors"), labels = try file.floats(of: "labels").map { Int($0) }
    #expect(labels == data.training.map { $0.label ?? -1 })
    let record = try #require(try ClassifierBundle(contentsOf: bundle).record.neighbours)
    #expect(record.count == 5)
    let width = vectors.count / labels.count
    func cosine(_ a: Int, _ b: Int) -> Double {
      (0..<width).reduce(0) { $0 + Double(vectors[a * width + $1]) * Double(vectors[b * width + $1]) }
    }
    let answers = try TextClassifier(contentsOf: bundle, threads: 1).predict(Array(data.training.prefix(40)))
    var compared = 0
    for row in 0..<40 {
      let near = labels.indices.map { (cosine(row, $0), $0) }.sorted { ($1.0, $0.1) < ($0.0, $1.1) }
      // Twins, and ties at the edge, are decided by digits that this count does not have.
      let isTied = near[4].0 - near[5].0 < 1e-6 || near[1].0 > 1 - 1e-6
      guard !isTied else { continue }
      var shares = [Double](repeating: 0, count: 3)
      // Where the nearer count more, the text's own copy counts alone.
      let voters = record.weighting == .uniform ? 5 : 1
      for (_, neighbour) in near.prefix(voters) { shares[labels[neighbour]] += 1 / Double(voters) }
      #expect(zip(shares, answers[row].scores).allSatisfy { abs($0 - $1) < 1e-5 })
      compared += 1
    }
    #expect(compared > 0)
  }

  @Test func theFileBelongsToTheBundle() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = Self.options(.knn)
    options.longText = .windows
    let bundle = try TrainingSession(tiny.job(options, data: Self.data())).run().bundle
    let quantized = tiny.root.appendingPathComponent("int8")
    let agreement = try Quantizer(contentsOf: bundle, threads: 1).run(
      rows: TinyModel.examples(60, seed: 5, words: 1), minimum: 0, output: quantized)
    #expect((agreement.decisive) > 0.8)
    let texts = TinyModel.examples(60, seed: 5, words: 1)
    let packed = try TextClassifier(contentsOf: quantized, threads: 1).predict(texts)
    let whole = try TextClassifier(contentsOf: bundle, threads: 1).predict(texts)
    #expect(zip(packed, whole).count { $0.label == $1.label } > 50)

    let file = bundle.appendingPathComponent("neighbours.safetensors")
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count - 1] ^= 1
    try bytes.write(to: file)
    #expect {
      try TextClassifier(contentsOf: bundle, threads: 1)
    } throws: {
      if case .fileMalformed? = $0 as? InferenceError { true } else { false }
    }
    try FileManager.default.removeItem(at: file)
    #expect {
      try TextClassifier(contentsOf: bundle, threads: 1)
    } throws: {
      if case .fileMissing? = $0 as? InferenceError { true } else { false }
    }
  }

  @Test func whatDoesNotGoTogetherIsRefused() throws {
    var options = Self.options(.prototypes, neighbours: 3)
    #expect(throws: TuningError.self) { try options.validate(hasValidation: true) }
    options = Self.options(.knn, neighbours: 0)
    #expect(throws: TuningError.self) { try options.validate(hasValidation: true) }
    for method in [TrainingMethod.prototypes, .knn] {
      for problem in [ProblemType.multiLabel, .regression] {
        var options = Self.options(method)
        options.metric = problem.usualMetric
        #expect(throws: TuningError.self) { try options.validate(problem: problem) }
      }
    }
  }
}
