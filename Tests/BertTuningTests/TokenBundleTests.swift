import BertData
import BertEncoder
import BertInference
import BertKernels
import BertText
import BertTuning
import Foundation
import Testing
import _TestSupport

/// A bundle of each architecture that finds entities is what transformers loads with equal logits of each token.
@Suite struct TokenBundleTests {
  private struct Answer: Decodable {
    let logits: [[[Float]]]
    let `class`: String
    let missing: [String]
    let unexpected: [String]
    let labels: [String]
  }

  @Test(.enabled(if: Oracle.isAvailable)) func transformersGivesTheSameLogits() throws {
    var models: [TinyModel] = []
    defer { for model in models { model.remove() } }
    var sequences: [String: [FamilyBundleTests.Sequence]] = [:]
    for name in ["bert"] + FamilyBundleTests.names {
      let tiny = try TinyModel()
      models.append(tiny)
      if name != "bert" { try FamilyBundleTests.replaceEncoder(of: tiny, by: name) }
      var options = TinyModel.tokenOptions(name == "roberta" ? .lora : name == "bert" ? .bitfit : .finetune)
      options.epochs = 1
      _ = try TokenTrainingSession(tiny.tokenJob(options, data: TinyModel.tokenData(48, held: 8))).run()
      sequences[tiny.output.path] = FamilyBundleTests.sequences(try PretrainedModel(at: tiny.output).configuration)
    }
    let file = models[0].root.appendingPathComponent("sequences.json")
    try JSONEncoder().encode(sequences).write(to: file)
    let output = try Oracle.run(
      script: RepositoryRoot.url.appendingPathComponent("Scripts/oracles/directory_logits.py"),
      arguments: [file.path] + models.map(\.output.path))
    let answers = try JSONDecoder().decode([String: Answer].self, from: Data(output.utf8))
    for model in models {
      try expect(
        model.output, gives: #require(answers[model.output.path]), for: sequences[model.output.path] ?? [])
    }
  }

  private func expect(_ bundle: URL, gives answer: Answer, for sequences: [FamilyBundleTests.Sequence]) throws {
    let directory = try PretrainedModel(at: bundle)
    let name = directory.configuration.modelType
    #expect(answer.class == directory.configuration.architecture.tokenClassifierClassName)
    #expect(answer.class == directory.className)
    // XLNet's second stream begins with a vector that classification never reads.
    #expect(answer.missing == (name == "xlnet" ? ["transformer.mask_emb"] : []), "\(name)")
    #expect(answer.unexpected == [], "\(name)")
    #expect(answer.labels == ["O", "B-BAD", "I-BAD", "B-GOOD", "I-GOOD"])
    #expect(try directory.tokenClassLabels() == answer.labels)
    let model = try SequenceClassifier(
      checkpoint: directory.checkpoint, configuration: directory.configuration, classes: 5, seed: 0, head: .token)
    #expect(model.freshParameters.isEmpty)
    let batch = TokenBatch(sequences.map { Encoding(ids: $0.ids, typeIDs: $0.types ?? $0.ids.map { _ in 0 }) })
    let logits = model.logits(batch, compute: Compute(threads: 2))
    for (row, expected) in answer.logits.joined().enumerated() {
      for (column, value) in expected.enumerated() {
        let difference = abs(logits[row, column] - value)
        #expect(difference < 1e-5 * max(1, abs(value)), "\(name): token \(row): \(difference) of \(value)")
      }
    }
  }

  /// Also what `PretrainedModel` makes of it: a classifier of tokens, with the adapter's head.
  @Test func anAdapterAnswersAsTheBundleDoes() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try tiny.tokenJob(TinyModel.tokenOptions(.lora))
    let adapter = tiny.root.appendingPathComponent("adapter")
    job.adapterOutput = adapter
    _ = try TokenTrainingSession(job).run()
    let settings = try String(contentsOf: adapter.appendingPathComponent("adapter_config.json"), encoding: .utf8)
    #expect(settings.contains("TOKEN_CLS"))
    let model = try PretrainedModel(at: adapter)
    #expect(model.task == .tokenClassification && model.hasTokenClassifier)
    #expect(
      try TextTagger(contentsOf: adapter, threads: 1).labels == TextTagger(contentsOf: tiny.output, threads: 1).labels)
    let rows = TinyModel.taggedRows(8)
    let logits = try [tiny.output, adapter].map { try TextTagger(contentsOf: $0, threads: 1).logits(rows) }
    for (one, other) in zip(logits[0], logits[1]) { #expect(abs(one - other) < 1e-4) }
  }
}
