import BertCheckpoint
import BertData
import BertInference
import BertStorage
import BertTuning
import Foundation
import Synchronization
import Testing
import _TestSupport

/// A run that learns vectors from pairs of texts: what it writes, who reads it, and that nothing but the options decides it.
@Suite struct ContrastiveTrainingTests {
  private static func options() -> TrainingOptions {
    var options = TrainingOptions.ofTextPairs
    options.epochs = 4
    options.batchSize = 8
    options.learningRate = 3e-3
    return options
  }

  /// Texts that name a word, and what belongs to them: the word that stands for it elsewhere.
  private static func pairs(_ count: Int, from first: Int = 0) -> [Example] {
    let words = TinyModel.good + TinyModel.bad + TinyModel.neutral
    return (first..<first + count).map { row in
      let word = words[row % words.count], other = words[(row % words.count + 5) % words.count]
      let a = TinyModel.filler[row % 7], b = TinyModel.filler[row / 3 % 10], c = TinyModel.filler[row / 5 % 9]
      return Example(text: "\(a) \(b) \(word)", pair: "\(c) \(other) \(b)", line: row + 2)
    }
  }

  private func job(
    _ tiny: TinyModel, _ options: TrainingOptions = Self.options(), _ rows: [Example] = Self.pairs(60),
    held: [Example] = Self.pairs(12, from: 200)
  ) throws -> ContrastiveTrainingJob {
    var data = try PairTrainingData(encoder: tiny.encoder, validationShare: 0, seed: options.seed)
    for row in rows { try data.add(row) }
    for row in held { try data.addValidation(row) }
    var options = options
    options.maxLength = data.maxLength
    var job = ContrastiveTrainingJob(
      encoder: tiny.encoder, encoderName: "tiny", data: data, options: options, output: tiny.output)
    job.threads = 1
    job.program = "bertft test"
    return job
  }

  @Test func vectorsFindWhatBelongsToATextAfterwards() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let session = try ContrastiveTrainingSession(try job(tiny))
    #expect(session.plan.form == .pairs && !session.plan.saysPooling && session.plan.pooling == ["mean"])
    let outcome = try session.run()
    let before = try #require(outcome.before?.retrieval), after = try #require(outcome.after?.retrieval)
    #expect(after.ndcgAt10 > before.ndcgAt10 + 0.05, "\(before.ndcgAt10) to \(after.ndcgAt10)")
    #expect(after.texts > after.queries)
    let model = try PretrainedModel(at: tiny.output)
    #expect(model.className == "BertModel" && model.document["a_key_of_others"] != nil)
    let embedder = try TextEmbedder(contentsOf: tiny.output, threads: 1)
    #expect(embedder.pooling == [.mean] && embedder.normalizes && embedder.maxLength == 64)
    // The pooler is the source's, whose tensors have no prefix.
    let source = try Checkpoint(at: tiny.encoder), written = try Checkpoint(at: tiny.output)
    #expect(try written.floats(of: "bert.pooler.dense.weight") == source.floats(of: "pooler.dense.weight"))
    // What was written is learnt from again, as the encoder that it is.
    var data = try PairTrainingData(encoder: tiny.output, validationShare: 0, seed: 1)
    for row in Self.pairs(60) { try data.add(row) }
    for row in Self.pairs(12, from: 200) { try data.addValidation(row) }
    var second = ContrastiveTrainingJob(
      encoder: tiny.output, encoderName: "learnt", data: data, options: Self.options(),
      output: tiny.root.appendingPathComponent("second"))
    second.threads = 1
    second.options.maxLength = data.maxLength
    second.options.epochs = 1
    let next = try ContrastiveTrainingSession(second)
    #expect(next.plan.saysPooling)
    #expect(abs(try #require(try next.run().before?.retrieval).ndcgAt10 - after.ndcgAt10) < 1e-9)
  }

  @Test func scoredPairsLearnTheirScores() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    func scored(_ rows: [Example]) -> [Example] {
      rows.enumerated().map { place, row in
        var row = row
        let isAlike = place % 3 == 0
        if isAlike { row.pair = row.text + " thing" }
        row.carried = [.text(isAlike ? "0.9" : "0.1")]
        return row
      }
    }
    var options = Self.options()
    options.contrastive?.dimensions = [32, 8]
    let session = try ContrastiveTrainingSession(
      try job(tiny, options, scored(Self.pairs(48)), held: scored(Self.pairs(18, from: 200))))
    #expect(session.plan.form == .scored)
    let outcome = try session.run()
    #expect(try #require(outcome.after?.spearman) > 0.5)
    let losses = outcome.epochs.map(\.trainingLoss)
    #expect(try #require(losses.last) < losses[0] / 2)
  }

  /// Runs a job that is cancelled once so many steps are done.
  private func interrupt(_ job: ContrastiveTrainingJob, after steps: Int) throws {
    let done = Mutex(0)
    let session = try ContrastiveTrainingSession(job)
    #expect(throws: TuningError.self) {
      try session.run(
        isCancelled: { done.withLock { $0 } >= steps },
        onEvent: { event in
          if case .step(let progress) = event { done.withLock { $0 = progress.step } }
        })
    }
  }

  @Test func anInterruptedRunEndsWithTheSameBytesAtAnyThreads() throws {
    let whole = try TinyModel(), parts = try TinyModel()
    defer {
      whole.remove()
      parts.remove()
    }
    var options = Self.options()
    options.epochs = 2
    options.contrastive?.hardNegatives = 2
    options.contrastive?.dimensions = [32, 16]
    let outcome = try ContrastiveTrainingSession(try job(whole, options)).run()
    #expect(outcome.rowsShortOfNegatives != nil)
    var first = try job(parts, options)
    first.threads = 2
    try interrupt(first, after: 10)
    #expect(FileManager.default.fileExists(atPath: parts.partial.path))
    first.resume = true
    first.threads = 3
    #expect(try ContrastiveTrainingSession(first).run().epochs.count == 2)
    #expect(try parts.weights(parts.output) == whole.weights(whole.output))
    // Without the negatives it is another run.
    options.contrastive?.hardNegatives = nil
    let third = try TinyModel()
    defer { third.remove() }
    _ = try ContrastiveTrainingSession(try job(third, options)).run()
    #expect(try third.weights(third.output) != whole.weights(whole.output))
  }

  @Test func noBatchHasATextTwiceWhereThatCanBe() throws {
    // Ten texts belong to two that are asked each.
    let rows = (0..<40).map { PairRow(anchor: $0 / 2, positive: 100 + $0 % 20) }
    let order = BatchOrder(rows: rows, batchSize: 8)
    let first = order.order(epoch: 0, seed: 5)
    #expect(first.sorted() == Array(0..<40) && first == order.order(epoch: 0, seed: 5))
    #expect(first != order.order(epoch: 1, seed: 5) && first != order.order(epoch: 0, seed: 6))
    for start in stride(from: 0, to: 24, by: 8) {
      let texts = first[start..<start + 8].flatMap { [rows[$0].anchor, rows[$0].positive] }
      #expect(Set(texts).count == texts.count)
    }
    // One text belongs to all: batches are full all the same.
    let same = BatchOrder(rows: (0..<20).map { PairRow(anchor: $0, positive: 99) }, batchSize: 8)
    #expect(same.order(epoch: 0, seed: 1).sorted() == Array(0..<20))
  }

  @Test func whatCannotBeLearntFromIsRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    func refuse(_ name: String, _ rows: [Example] = Self.pairs(20), _ change: (inout TrainingOptions) -> Void) throws {
      var options = Self.options()
      change(&options)
      #expect("\(name)") {
        _ = try ContrastiveTrainingSession(try job(tiny, options, rows))
      } throws: { error in
        guard case .option(name, _, _)? = error as? TuningError else { return false }
        return true
      }
    }
    try refuse("scale") { $0.contrastive?.scale = 0 }
    try refuse("matryoshka") { $0.contrastive?.dimensions = [64, 16] }
    try refuse("matryoshka") { $0.contrastive?.dimensions = [16, 16] }
    try refuse("hard-negatives") { $0.contrastive?.hardNegatives = 0 }
    try refuse("negative-margin") { $0.contrastive?.negativeMargin = 1 }
    try refuse("batch-size") { $0.batchSize = 1 }
    try refuse("max-memory") { $0.maxMemory = 1 << 30 }
    let withNegatives = Self.pairs(20).map { row in
      var row = row
      row.carried = [.null, .text("a sad thing")]
      return row
    }
    try refuse("hard-negatives", withNegatives) { $0.contrastive?.hardNegatives = 1 }

    func unfit(_ carried: [CarriedValue], _ words: String) throws {
      var rows = Self.pairs(3)
      rows[1].carried = carried
      #expect("\(words)") {
        _ = try ContrastiveTrainingSession(try job(tiny, Self.options(), rows))
      } throws: { error in
        guard case .pairsUnfit(let reason, _)? = error as? TuningError else { return false }
        return reason.contains(words)
      }
    }
    try unfit([.text("4.5")], "4.5")
    try unfit([.text("high")], "high")
    try unfit([.text("0.5")], "no score")
    try unfit([.text("0.5"), .text("a thing")], "score and a text")
    try unfit([.null, .json("3")], "3")
    #expect(throws: TuningError.self) {
      _ = try job(tiny, Self.options(), [Example(text: "one text", line: 1)])
    }
    // Weights behind the pooling are not learnt.
    try Data(
      #"[{"path":"","type":"sentence_transformers.models.Transformer"},{"path":"1_Pooling","type":"sentence_transformers.models.Pooling"},{"path":"2_Dense","type":"sentence_transformers.models.Dense"}]"#
        .utf8
    ).write(to: tiny.encoder.appendingPathComponent("modules.json"))
    try FileManager.default.createDirectory(
      at: tiny.encoder.appendingPathComponent("1_Pooling"), withIntermediateDirectories: true)
    try Data(#"{"pooling_mode_cls_token": true}"#.utf8).write(
      to: tiny.encoder.appendingPathComponent("1_Pooling/config.json"))
    #expect {
      _ = try job(tiny)
    } throws: { error in
      "\(error)".contains("Dense")
    }
  }

  @Test(.enabled(if: Oracle.isAvailable)) func sentenceTransformersReadsIt() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = Self.options()
    options.epochs = 1
    _ = try ContrastiveTrainingSession(try job(tiny, options)).run()
    let texts = ["this is a lovely thing", "it was poor", "the train"]
    let vectors = try TextEmbedder(contentsOf: tiny.output, threads: 1).embed(texts).values
    struct Answer: Decodable {
      let vectors: [[Float]]
      let max_length: Int
    }
    let told = try Oracle.run(
      script: RepositoryRoot.url.appendingPathComponent("Scripts/oracles/sentence_vectors.py"),
      arguments: [tiny.output.path] + texts)
    let answer = try JSONDecoder().decode(Answer.self, from: Data(told.utf8))
    let expected = answer.vectors.flatMap { $0 }
    #expect(answer.max_length == 64 && expected.count == vectors.count)
    for (a, b) in zip(vectors, expected) { #expect(abs(a - b) < 1e-5) }
  }
}
