import BertData
import BertInference
import BertTuning
import Foundation
import Testing
import _TestSupport

/// Learning a reranker from pairs of texts: which rows it learns from, that it orders texts, and that others load it.
@Suite struct RerankerTests {
  /// What is asked names a word; what belongs to it names the same.
  private static func pairs(_ count: Int, from first: Int = 0) -> [Example] {
    let words = TinyModel.good + TinyModel.bad + TinyModel.neutral
    return (first..<first + count).map { row in
      let word = words[row % words.count]
      let a = TinyModel.filler[row % 7], b = TinyModel.filler[row / 12 % 10]
      return Example(text: "\(a) \(word)", pair: "\(word) \(b) \(a)", line: row + 2)
    }
  }

  /// The same with a text that never belongs to what is asked.
  private static func withNegatives(_ count: Int) -> [Example] {
    pairs(count).map { row in
      var row = row
      row.carried = [.null, .text("a sad thing")]
      return row
    }
  }

  private func data(
    _ tiny: TinyModel, _ rows: [Example] = Self.pairs(60), held: Int = 12,
    _ options: RerankerOptions = RerankerOptions(),
    seed: UInt64 = 1, threads: Int = 1
  ) throws -> RerankerData {
    var pairs = try PairTrainingData(encoder: tiny.encoder, maxLength: 24, validationShare: 0, seed: 1)
    for row in rows { try pairs.add(row) }
    for row in Self.pairs(held, from: 300) { try pairs.addValidation(row) }
    return try RerankerData(pairs, encoder: tiny.encoder, options: options, seed: seed, threads: threads)
  }

  private func job(_ tiny: TinyModel, _ data: RerankerData) -> TrainingJob {
    var options = TrainingOptions.ofReranking
    options.epochs = 3
    options.batchSize = 8
    options.maxLength = 24
    options.learningRate = 2e-3
    var job = TrainingJob(
      encoder: tiny.encoder, encoderName: "tiny", data: data.rows, options: options, output: tiny.output)
    job.threads = 1
    job.writesReport = false
    return job
  }

  @Test func negativesBelongToOthersAndFollowFromTheSeed() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = RerankerOptions()
    options.negatives = 3
    let rows = Self.pairs(60), known = Set(rows.map { "\($0.text)|\($0.pair ?? "")" })
    func told(_ data: RerankerData) -> [String] {
      data.rows.training.map { "\($0.text)|\($0.pair ?? "")|\($0.number ?? -1)" }
    }
    for areHard in [false, true] {
      options.areHard = areHard
      let first = try data(tiny, rows, options)
      for row in first.rows.training {
        #expect(known.contains("\(row.text)|\(row.pair ?? "")") == (row.number == 1))
      }
      #expect(first.rows.training.count { $0.number == 1 } == 60)
      if !areHard { #expect(first.rows.training.count == 240 && first.rowsShortOfNegatives == 0) }
      #expect(try told(data(tiny, rows, options, threads: 3)) == told(first))
      #expect(try (told(data(tiny, rows, options, seed: 2)) == told(first)) == areHard)
    }
    // Those of the data, where it has some.
    let own = try data(tiny, Self.withNegatives(60))
    #expect(own.rows.training.count == 120)
    #expect(own.rows.training.allSatisfy { ($0.pair == "a sad thing") == ($0.number == 0) })
  }

  @Test func itOrdersTexts() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let data = try data(tiny, Self.withNegatives(60))
    let outcome = try TrainingSession(job(tiny, data), withBaseline: false).run()
    let losses = outcome.epochs.map(\.trainingLoss)
    // Half of the pairs belong together, of which nothing is known before: log 2.
    #expect(try #require(losses.last) < 0.4, "\(losses)")
    let reranker = try TextClassifier(contentsOf: tiny.output, threads: 1)
    #expect(reranker.rule == .regression(isLogistic: true))
    let after = try #require(try data.figures(of: reranker)), before = try #require(data.before)
    #expect(after.queries == before.queries && before.recallAt10 <= 1 && after.ndcgAt10 > 0)
    let alone = try reranker.predict([
      Example(text: "it fine", pair: "fine the it", target: nil, line: 0),
      Example(text: "it fine", pair: "a sad thing", target: nil, line: 0),
    ])
    #expect(alone[0].scores[0] > 0.5 && alone[1].scores[0] < 0.5)
    guard Oracle.isAvailable else { return }
    struct Answer: Decodable { let scores: [Double] }
    let texts = ["fine it was", "the table", "sad"]
    let told = try Oracle.run(
      script: RepositoryRoot.url.appendingPathComponent("Scripts/oracles/pair_scores.py"),
      arguments: [tiny.output.path, "is fine"] + texts)
    let expected = try JSONDecoder().decode(Answer.self, from: Data(told.utf8)).scores
    let scores = try reranker.predict(texts.map { Example(text: "is fine", pair: $0, target: nil, line: 0) })
    for (a, b) in zip(scores, expected) { #expect(abs(a.scores[0] - b) < 1e-5) }
    #expect(expected.count == 3 && expected.allSatisfy { (0...1).contains($0) })
  }

  @Test func whatCannotBeLearntFromIsRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var rows = Self.pairs(6)
    for row in rows.indices { rows[row].carried = [.text("0.5")] }
    #expect {
      _ = try data(tiny, rows, held: 0)
    } throws: { "\($0)".contains("scores") }
    let same = (0..<6).map { Example(text: "is fine \($0)", pair: "the thing", line: $0 + 2) }
    #expect {
      _ = try data(tiny, same, held: 0)
    } throws: { "\($0)".contains("no text can serve as a negative") }
    var options = RerankerOptions()
    options.negatives = 0
    #expect(throws: TuningError.self) { _ = try data(tiny, Self.pairs(6), held: 0, options) }
  }
}
