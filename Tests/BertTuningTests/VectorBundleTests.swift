import BertBaselines
import BertData
import BertInference
import BertStorage
import BertTuning
import Foundation
import Testing
import _TestSupport

/// Bundles that hold word vectors.
struct VectorBundleTests {
  /// A GloVe file in which the telling words of each label lie on an axis of their own, and its native form.
  private func vectors(_ tiny: TinyModel) throws -> WordVectorTable {
    var lines = ""
    for (axis, words) in [TinyModel.bad, TinyModel.neutral, TinyModel.good].enumerated() {
      for word in words { lines += "\(word) \((0..<3).map { $0 == axis ? "1.5" : "0.25" }.joined(separator: " "))\n" }
    }
    for word in TinyModel.filler { lines += "\(word) 0.1 0.1 0.1\n" }
    let text = tiny.root.appendingPathComponent("vectors.txt")
    try Data(lines.utf8).write(to: text)
    let native = tiny.root.appendingPathComponent("native.safetensors")
    try WordVectorFile.convert(text, to: native)
    return try WordVectorTable(contentsOf: native)
  }

  private func job(_ tiny: TinyModel) throws -> BaselineJob {
    var job = BaselineJob(data: try TinyModel.data(120), options: BaselineOptions(.glove), output: tiny.output)
    job.vectors = try vectors(tiny)
    return job
  }

  @Test func theBundleNeedsNothingBesideIt() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let outcome = try BaselineSession(job(tiny)).run()
    #expect((outcome.validation?.classification?.accuracy ?? 0) > 0.9)
    try FileManager.default.removeItem(at: tiny.root.appendingPathComponent("native.safetensors"))
    try FileManager.default.removeItem(at: tiny.root.appendingPathComponent("vectors.txt"))
    let classifier = try TextClassifier(contentsOf: tiny.output, threads: 2)
    let again = try TextClassifier(contentsOf: tiny.output, threads: 1)
    #expect(
      try ClassifierChecks.violations(
        of: classifier, rows: TinyModel.examples(30, seed: 5), others: [("again", again)], tolerance: 0) == [])
    #expect(classifier.record?.tokenizerFiles.keys.sorted() == ["vectors.safetensors", "vocabulary-words.txt"])
  }

  @Test(arguments: [
    ("removed", "fileMissing"), ("cut", "tokenizerChanged"), ("another", "fileMalformed"),
    ("unlisted", "fileMalformed"),
  ])
  func spoiltVectorsAreATypedError(damage: String, expected: String) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    _ = try BaselineSession(job(tiny)).run()
    let url = tiny.output.appendingPathComponent("vectors.safetensors")
    let record = tiny.output.appendingPathComponent("bertft.json")
    let data = try Data(contentsOf: url)
    switch damage {
    case "removed": try FileManager.default.removeItem(at: url)
    case "cut": try data.prefix(data.count / 2).write(to: url)
    default:
      // Whoever changes the vectors may change the record too.
      let digest = try FileDigest.sha256(of: url)
      let weights = try tiny.weights(tiny.output)
      try (damage == "another" ? weights : data.prefix(data.count / 2)).write(to: url)
      let text = try String(contentsOf: record, encoding: .utf8)
      try Data(text.replacingOccurrences(of: digest, with: FileDigest.sha256(of: url)).utf8).write(to: record)
    }
    try tiny.expectRefusal(as: expected)
  }

  @Test func otherModelsDoNotCarryThem() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try job(tiny)
    job.options = BaselineOptions(.tfidf)
    _ = try BaselineSession(job).run()
    #expect(!FileManager.default.fileExists(atPath: tiny.output.appendingPathComponent("vectors.safetensors").path))
  }

  @Test func vectorsMustBeGiven() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let job = BaselineJob(data: try TinyModel.data(), options: BaselineOptions(.glove), output: tiny.output)
    #expect(throws: TuningError.self) { try BaselineSession(job) }
  }
}
