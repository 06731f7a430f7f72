import Foundation
import Testing

/// `bertft compare` and the simple methods of `bertft train`, as a person runs them.
struct CompareTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
  }

  private func arguments(out: String) throws -> [String] {
    [
      "compare", try Fixture.reviews.get(), "--out", out, "--model", try Fixture.encoder.get(), "--offline", "--epochs",
      "1",
      "--max-length", "16", "--threads", "1", "--methods", "majority,tfidf,nbsvm,fasttext,features,finetune",
    ]
  }

  @Test func comparesAndResumes() throws {
    let folder = try Folder()
    let out = folder.path("out")
    let outcome = try Program.run(try arguments(out: out))
    #expect(outcome.status == 0, "\(outcome)")
    for part in [
      "95 % interval", "TF-IDF", "NB-SVM", "frozen encoder", "fine-tuned encoder over frozen encoder", "McNemar p",
      "compare.json",
    ] { #expect(outcome.output.contains(part), "\(outcome)") }
    let names = try Set(FileManager.default.contentsOfDirectory(atPath: out))
    #expect(names == ["compare.json", "report.html", "tfidf", "nbsvm", "fasttext", "features", "finetune"])
    let page = try String(contentsOfFile: out + "/report.html", encoding: .utf8)
    for part in ["The methods compared", "fine-tuned encoder over frozen encoder", "bertft compare"] {
      #expect(page.contains(part))
    }
    let again = try Program.run(try arguments(out: out) + ["--resume", "--json"])
    #expect(again.status == 0 && again.errors.contains("(done before)"), "\(again)")
    let record = try object(again.output)
    #expect((record["rungs"] as? [[String: Any]])?.count == 6 && record["recommendation"] is String)
    let stored = try object(String(contentsOfFile: out + "/compare.json", encoding: .utf8))
    #expect(NSDictionary(dictionary: stored) == NSDictionary(dictionary: record))
    let other = try Program.run(try arguments(out: out) + ["--resume", "--seed", "5"])
    #expect([64, 65].contains(other.status), "\(other)")
  }

  @Test func refusesWhatItDoesNotKnow() throws {
    let folder = try Folder()
    let base = try arguments(out: folder.path("out"))
    #expect(try Program.run(base + ["--methods", "magic"]).status == 64)
    #expect(try Program.run(base + ["--test", "1.5"]).status == 64)
    #expect(try Program.run(base + ["--resume"]).status == 66)
    #expect(try Program.run(base + ["--out", try Fixture.encoder.get()]).status == 64)
  }

  @Test(arguments: ["tfidf", "nbsvm", "fasttext", "word2vec"])
  func aSimpleBundleIsABundle(method: String) throws {
    let folder = try Folder()
    let out = folder.path("out"), data = try Fixture.reviews.get()
    let outcome = try Program.run(["train", data, "--method", method, "--out", out, "--test", "0.2", "--offline"])
    #expect(outcome.status == 0 && outcome.output.contains("Next: bertft predict"), "\(outcome)")
    let judged = try Program.run(["evaluate", out, data, "--json"])
    #expect(try object(judged.output)["rows"] as? Int == 60, "\(judged)")
    let said = try Program.run(["predict", out, "--text", "good", "--text", "a word that nobody wrote"])
    #expect(said.status == 0 && said.outputLines.count == 2, "\(said)")
    #expect(try Program.run(["quantize", out, "--data", data, "--out", folder.path("q")]).status == 65)
  }

  @Test func theWeightingOfWordsIsRecorded() throws {
    let folder = try Folder()
    let out = folder.path("out")
    let outcome = try Program.run([
      "train", try Fixture.reviews.get(), "--method", "word2vec", "--weighting", "sif", "--out", out,
    ])
    #expect(outcome.status == 0, "\(outcome)")
    let record = try object(String(contentsOfFile: out + "/bertft.json", encoding: .utf8))
    let vectors = (record["baseline"] as? [String: Any])?["vectors"] as? [String: Any]
    #expect(vectors?["weighting"] as? String == "sif", "\(record)")
  }

  @Test func anEncoderHasACounterpart() throws {
    let folder = try Folder()
    let outcome = try Program.run(try Fixture.training(try Fixture.reviews.get(), out: folder.path("out"), epochs: 1))
    #expect(outcome.output.contains("TF-IDF + logistic: accuracy"), "\(outcome)")
    #expect(outcome.errors.contains("for comparison, TF-IDF + logistic"), "\(outcome)")
    let record = try object(String(contentsOfFile: folder.path("out") + "/bertft.json", encoding: .utf8))
    #expect((record["metrics"] as? [String: Any])?["baseline_validation"] is [String: Any])
  }
}
