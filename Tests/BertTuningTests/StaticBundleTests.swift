import BertBaselines
import BertCheckpoint
import BertData
import BertInference
import BertStorage
import BertTuning
import Foundation
import Testing
import _TestSupport

/// Bundles that hold a table of token vectors.
struct StaticBundleTests {
  /// A table in which the telling words of each label lie on an axis of their own, as Model2Vec writes one.
  func table(_ tiny: TinyModel) throws -> URL {
    let folder = tiny.root.appendingPathComponent("table")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let words = TinyModel.vocabulary
    let vocabulary = words.enumerated().map { "\"\($0.element)\":\($0.offset)" }.joined(separator: ",")
    try Data(
      """
      {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":{"type":"Lowercase"},
      "pre_tokenizer":{"type":"Whitespace"},"post_processor":null,"decoder":null,
      "model":{"type":"WordLevel","vocab":{\(vocabulary)},"unk_token":"[UNK]"}}
      """.utf8
    ).write(to: folder.appendingPathComponent("tokenizer.json"))
    try Data(#"{"model_type":"model2vec","normalize":true,"max_length":16}"#.utf8).write(
      to: folder.appendingPathComponent("config.json"))
    let rows = words.flatMap { word in
      [TinyModel.bad, TinyModel.neutral, TinyModel.good].map { $0.contains(word) ? Float(1.5) : 0.1 }
    }
    try SafetensorsWriter.write(
      [TensorSource(name: "embeddings", shape: [words.count, 3], values: rows)], metadata: [:],
      to: folder.appendingPathComponent("model.safetensors"))
    return folder
  }

  private func job(_ tiny: TinyModel) throws -> BaselineJob {
    var job = BaselineJob(data: try TinyModel.data(120), options: BaselineOptions(.static), output: tiny.output)
    job.table = try StaticTable(at: table(tiny))
    return job
  }

  @Test func theBundleNeedsNothingBesideIt() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let outcome = try BaselineSession(job(tiny)).run()
    #expect((outcome.validation?.classification?.accuracy ?? 0) > 0.9)
    try FileManager.default.removeItem(at: tiny.root.appendingPathComponent("table"))
    let classifier = try TextClassifier(contentsOf: tiny.output, threads: 2)
    let again = try TextClassifier(contentsOf: tiny.output, threads: 1)
    #expect(
      try ClassifierChecks.violations(
        of: classifier, rows: TinyModel.examples(30, seed: 5), others: [("again", again)], tolerance: 0) == [])
    #expect(
      classifier.record?.tokenizerFiles.keys.sorted() == ["static.json", "static.safetensors", "tokenizer.json"])
    #expect(classifier.record?.formatVersion == 7)
  }

  @Test func takesSeveralLabelsAndNumbers() throws {
    for problem in [ProblemType.multiLabel, .regression] {
      let tiny = try TinyModel()
      defer { tiny.remove() }
      let names = problem == .regression ? ["score"] : ["bad", "plain", "good"]
      let rows = TinyModel.examples(120).map { row -> Example in
        let label = row.label ?? 0
        return problem == .regression
          ? Example(text: row.text, target: .number(Double(label)), line: row.line)
          : Example(text: row.text, target: .labels((0..<3).map { $0 == label }), line: row.line)
      }
      let data = try TrainingData(
        splitting: rows, labels: LabelSet(names: names), validationFraction: 0.25, test: [], seed: 1)
      var job = BaselineJob(data: data, options: BaselineOptions(.static), output: tiny.output)
      job.table = try StaticTable(at: table(tiny))
      _ = try BaselineSession(job).run()
      #expect(try TextClassifier(contentsOf: tiny.output, threads: 1).rule.problem == problem)
    }
  }

  @Test func needsATable() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try job(tiny)
    job.table = nil
    #expect { try BaselineSession(job) } throws: { ($0 as? TuningError)?.code == .usage }
  }

  @Test(arguments: ["static.safetensors", "static.json", "tokenizer.json"])
  func filesThatAreMissingOrChanged(name: String) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    _ = try BaselineSession(job(tiny)).run()
    let file = tiny.output.appendingPathComponent(name)
    let data = try Data(contentsOf: file)
    try (data + Data(" ".utf8)).write(to: file)
    try tiny.expectRefusal(as: "tokenizerChanged")
    try FileManager.default.removeItem(at: file)
    try tiny.expectRefusal(as: "fileMissing")
  }
}
