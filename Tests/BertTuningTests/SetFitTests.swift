import BertCheckpoint
import BertData
import BertTuning
import Foundation
import Testing

@Suite struct SetFitTests {
  private static func options() -> TrainingOptions {
    var options = TrainingOptions.ofPairs
    options.maxLength = 32
    options.learningRate = 1e-3
    return options
  }

  private static func data(_ count: Int = 48) throws -> TrainingData {
    try TrainingData(
      splitting: TinyModel.examples(count), labels: TinyModel.labels, validationFraction: 0.25, seed: 1)
  }

  /// A random encoder is of no use as it is; pairs teach it which words tell the labels apart.
  @Test func pairsTeachTheEncoder() throws {
    func accuracy(_ options: TrainingOptions) throws -> Double {
      let tiny = try TinyModel()
      defer { tiny.remove() }
      return try #require(
        try TrainingSession(tiny.job(options, data: Self.data(120))).run().validation?.classification?.accuracy)
    }
    var frozen = TinyModel.options()
    frozen.method = .features
    let (taught, before) = (try accuracy(Self.options()), try accuracy(frozen))
    #expect(taught > 0.85)
    #expect(taught > before + 0.15)
  }

  @Test func threadsAndInterruptionsChangeNothing() throws {
    func weights(threads: Int, stopAfter: Int? = nil) throws -> Data {
      let tiny = try TinyModel()
      defer { tiny.remove() }
      var job = try tiny.job(Self.options(), data: Self.data())
      job.threads = threads
      if let stopAfter {
        nonisolated(unsafe) var steps = 0
        #expect(throws: TuningError.self) {
          try TrainingSession(job).run(isCancelled: { steps >= stopAfter }) { event in
            if case .step = event { steps += 1 }
          }
        }
        job.resume = true
      }
      _ = try TrainingSession(job).run()
      return try tiny.weights(tiny.output)
    }
    let plain = try weights(threads: 1)
    #expect(try weights(threads: 2) == plain)
    #expect(try weights(threads: 1, stopAfter: 5) == plain)
  }

  @Test func pairsAreForSetFit() {
    var options = TinyModel.options()
    options.pairs = .unique
    #expect(throws: TuningError.self) { try options.validate(hasValidation: true) }
  }
}
