import BertCheckpoint
import BertData
import BertInference
import BertTuning
import Foundation
import Synchronization
import Testing

struct FineTuningTests {
  @Test func learnsASeparableToySet() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.epochs = 12
    let outcome = try TrainingSession(
      tiny.job(options, data: TinyModel.data(240, test: TinyModel.examples(60, seed: 99)))
    ).run()
    let validation = try #require(outcome.validation)
    let test = try #require(outcome.test)
    #expect((validation.classification?.accuracy ?? 0) > 0.9)
    #expect((test.classification?.accuracy ?? 0) > 0.9)
    // One label of three, evenly spread.
    #expect(abs((outcome.majorityTest?.classification?.accuracy ?? 0) - 1.0 / 3) < 1e-9)
    let first = try #require(outcome.epochs.first), last = try #require(outcome.epochs.last)
    #expect(last.trainingLoss < 0.5 * first.trainingLoss)
    #expect(!FileManager.default.fileExists(atPath: tiny.partial.path))
  }

  @Test(arguments: [FreezePolicy.nothing, .embeddings, .layers(1), .all])
  func frozenPartsKeepTheirBytes(policy: FreezePolicy) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.epochs = 1
    options.freeze = policy
    _ = try TrainingSession(tiny.job(options)).run()
    let before = try Checkpoint(at: tiny.encoder)
    let after = try Checkpoint(at: tiny.output)
    for tensor in before.tensors {
      let depth =
        tensor.name.hasPrefix("embeddings")
        ? 0
        : tensor.name.hasPrefix("encoder.layer.0.") ? 1 : tensor.name.hasPrefix("encoder.layer.1.") ? 2 : 3
      let lowestTrained = [FreezePolicy.nothing: 0, .embeddings: 1, .layers(1): 2, .all: 4][policy] ?? 0
      let isSame = try before.floats(of: tensor.name) == after.floats(of: "bert." + tensor.name)
      #expect(isSame == (depth < lowestTrained), "\(tensor.name) under \(policy)")
    }
  }

  /// The first epoch trains the head and the top layer, the second also the one below; the embeddings come third.
  @Test func gradualUnfreezingAddsALayerAnEpoch() throws {
    for epochs in 1...3 {
      let tiny = try TinyModel()
      defer { tiny.remove() }
      var options = TinyModel.options()
      options.epochs = epochs
      options.gradualUnfreeze = true
      // Without validation rows the last epoch is kept.
      _ = try TrainingSession(tiny.job(options, data: TinyModel.data(48, held: 0))).run()
      let before = try Checkpoint(at: tiny.encoder)
      let after = try Checkpoint(at: tiny.output)
      let probes = [
        "encoder.layer.1.output.dense.weight", "encoder.layer.0.output.dense.weight",
        "embeddings.word_embeddings.weight",
      ]
      for (index, name) in probes.enumerated() {
        let isSame = try before.floats(of: name) == after.floats(of: "bert." + name)
        #expect(isSame == (index >= epochs), "\(name) after \(epochs) epochs")
      }
    }
  }

  @Test func aReinitialisedTopBeginsAnew() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.epochs = 1
    options.reinitializeTop = 1
    options.learningRate = 1e-9
    _ = try TrainingSession(tiny.job(options)).run()
    let before = try Checkpoint(at: tiny.encoder)
    let after = try Checkpoint(at: tiny.output)
    func distance(_ name: String) throws -> Float {
      zip(try before.floats(of: name), try after.floats(of: "bert." + name)).map { abs($0 - $1) }.max() ?? 0
    }
    #expect(try distance("encoder.layer.0.output.dense.weight") < 1e-6)
    #expect(try distance("encoder.layer.1.output.dense.weight") > 0.1)
    #expect(try distance("pooler.dense.weight") > 0.1)
    // BERT's initialisation: normal with deviation 0.02, LayerNorm at 1.
    let fresh = try after.floats(of: "bert.encoder.layer.1.output.dense.weight")
    let deviation = (fresh.reduce(0) { $0 + $1 * $1 } / Float(fresh.count)).squareRoot()
    #expect(abs(deviation - 0.02) < 0.002)
    #expect(try after.floats(of: "bert.encoder.layer.1.output.LayerNorm.weight").allSatisfy { abs($0 - 1) < 1e-6 })
  }

  /// A patience of one with a rate so small that nothing changes: the second epoch is no better, and the run ends.
  @Test func stopsEarlyAndKeepsTheBest() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.epochs = 9
    options.earlyStopping = 1
    options.learningRate = 1e-12
    let stopped = Mutex<[Int]>([])
    let outcome = try TrainingSession(tiny.job(options)).run(onEvent: { event in
      if case .stoppedEarly(let epoch, let best) = event { stopped.withLock { $0 = [epoch, best] } }
    })
    #expect(outcome.epochs.count == 2)
    #expect(outcome.bestEpoch == 1)
    #expect(stopped.withLock { $0 } == [2, 1])
  }

  /// The same text under all labels, each as often: the least loss gives it the shares of the weights, thirds without
  /// them, 0.8 for a label that counts eight of ten. Eight short epochs come that close.
  @Test func classWeightsShiftPredictions() throws {
    func scores(_ weights: ClassWeighting) throws -> [Double] {
      let tiny = try TinyModel()
      defer { tiny.remove() }
      var options = TinyModel.options()
      options.classWeights = weights
      options.epochs = 8
      options.dropout = 0
      var examples = TinyModel.examples(90)
      for index in examples.indices { examples[index].text = "it was that thing" }
      let data = try TrainingData(labels: TinyModel.labels, training: examples, validation: [])
      let outcome = try TrainingSession(tiny.job(options, data: data)).run()
      let classifier = try TextClassifier(contentsOf: outcome.bundle, threads: 1)
      return try #require(try classifier.predict(["it was that thing"]).first).scores
    }
    let even = try scores(.uniform)
    let shifted = try scores(.list([1, 8, 1]))
    #expect(abs(even[1] - 1.0 / 3) < 0.1)
    #expect(abs(shifted[1] - 0.8) < 0.1)
  }

  @Test func sameSeedSameBytesAtAnyNumberOfThreads() throws {
    func bytes(threads: Int, seed: UInt64) throws -> Data {
      let tiny = try TinyModel()
      defer { tiny.remove() }
      var options = TinyModel.options()
      options.seed = seed
      var job = try tiny.job(options)
      job.threads = threads
      _ = try TrainingSession(job).run()
      return try tiny.weights(tiny.output)
    }
    let one = try bytes(threads: 1, seed: 5)
    #expect(try bytes(threads: 2, seed: 5) == one)
    #expect(try bytes(threads: 3, seed: 5) == one)
    #expect(try bytes(threads: 1, seed: 6) != one)
  }

  @Test func aLossThatIsNoNumberEndsTheRun() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.learningRate = 1e30
    options.warmUp = .steps(0)
    let session = try TrainingSession(tiny.job(options))
    #expect(session.warnings == [.learningRateHigh(given: 1e30, usual: 3e-4)])
    #expect {
      try session.run()
    } throws: { error in
      if case .diverged? = error as? TuningError { true } else { false }
    }
  }

  @Test func thePlanSaysWhatWillBeDone() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.maxLength = 8
    options.freeze = .all
    let data = try TrainingData(
      labels: TinyModel.labels, training: TinyModel.examples(30, words: 5) + TinyModel.examples(10, words: 9),
      validation: TinyModel.examples(6))
    let plan = try TrainingSession(tiny.job(options, data: data)).plan
    #expect(plan.rowsPerLabel.map(\.rows) == [14, 13, 13])
    #expect(plan.validationRows == 6)
    // Nine words and the telling one are more than six.
    #expect(plan.longShare == 0.25)
    #expect(plan.steps == 15)
    #expect(plan.trainedWeights == 3 * 33)
    #expect(plan.expectedSeconds > 0 && plan.expectedSeconds < 60)
    #expect(plan.lines.contains { $0.contains("25.0 %") })
  }
}
