import BertData
import BertEncoder
import BertInference
import BertTuning
import Foundation
import Testing

/// Asynchronous calls, streams and batches give what the plain call gives.
struct AsyncPredictionTests {
  private static let texts = (0..<150).map { index in
    (0...index % 13).map { TinyModel.filler[($0 * 7 + index) % TinyModel.filler.count] }.joined(separator: " ")
  }

  @Test func everyWayOfAskingGivesTheSame() async throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let bundle = try TrainingSession(tiny.job()).run().bundle
    let plain = try TextClassifier(contentsOf: bundle, threads: 2).predict(Self.texts)
    let classifier = try await TextClassifier.load(contentsOf: bundle, options: ClassifierOptions(threads: 1))
    #expect(try await classifier.predictions(for: Self.texts) == plain)
    #expect(try await classifier.prediction(for: Self.texts[7]) == plain[7])
    #expect(try await classifier.predictions(for: [String]()).isEmpty)
    let stream = AsyncStream<String> { continuation in
      for text in Self.texts { continuation.yield(text) }
      continuation.finish()
    }
    var streamed: [Prediction] = []
    for try await prediction in classifier.predictions(for: stream, lookAhead: 8) { streamed.append(prediction) }
    #expect(streamed == plain)
    let predictor = BatchingPredictor(classifier, options: BatchingOptions(tokenBudget: 60))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (text, expected) in zip(Self.texts, plain) {
        group.addTask {
          let found = try await predictor.output(for: Example(text: text, line: 0))
          #expect(found == expected)
        }
      }
      try await group.waitForAll()
    }
  }

  /// Each word of the tiny vocabulary is one token; two special ones stand around a text.
  @Test func batchesAreCountedInTheTokensThatAreComputed() async throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let classifier = try TextClassifier(contentsOf: TrainingSession(tiny.job()).run().bundle, threads: 1)
    let rows = [
      Example(text: "it was fine", line: 0), Example(text: "it was this thing is sad", line: 0),
      Example(text: String(repeating: "very ", count: 200), line: 0), Example(text: "???", line: 0),
    ]
    let expected = [5, 8, classifier.maxLength, 5]
    let predictor = BatchingPredictor(classifier)
    var total = 0
    for (row, tokens) in zip(rows, expected) {
      #expect(classifier.tokenCount(of: try classifier.prepare(row)) == tokens)
      _ = try await predictor.output(for: row)
      total += tokens
      #expect(await predictor.statistics.tokens == total)
    }
    let prepared = try rows.map { try classifier.prepare($0) }
    let found = try await predictor.outputs(forPrepared: prepared)
    #expect(try found == classifier.predict(rows))
  }

  @Test func aCancelledTaskEndsWithCancellation() async throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let classifier = try await TextClassifier.load(contentsOf: TrainingSession(tiny.job()).run().bundle)
    let many = Array(repeating: Self.texts, count: 2000).flatMap { $0 }
    let task = Task { try await classifier.predictions(for: many) }
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    // The classifier is free again.
    #expect(try await classifier.predictions(for: ["it was fine"]).count == 1)
  }

  @Test func aMissingModelIsATypedError() async throws {
    await #expect {
      _ = try await TextClassifier.load(contentsOf: URL(fileURLWithPath: "/nowhere"))
    } throws: { error in
      if case .fileMissing? = error as? InferenceError { true } else { false }
    }
  }
}
