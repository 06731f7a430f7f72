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

  @Test func anotherEncoderIsComparedToo() throws {
    let folder = try Folder(), out = folder.path("out")
    let other = try TinyModel.write(to: folder.url.appendingPathComponent("other"))
    let arguments = [
      "compare", try Fixture.reviews.get(), "--out", out, "--model", try Fixture.encoder.get(), "--offline",
      "--max-length", "16", "--threads", "1", "--methods", "tfidf,features",
    ]
    let outcome = try Program.run(arguments + ["--beside", other])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("frozen encoder (\(other)) over frozen encoder"), "\(outcome)")
    #expect(
      try Set(FileManager.default.contentsOfDirectory(atPath: out))
        == ["compare.json", "report.html", "tfidf", "features", "features-other"])
    let page = try String(contentsOfFile: out + "/report.html", encoding: .utf8)
    #expect(page.contains("frozen encoder ("))
    let record = try object(String(contentsOfFile: out + "/compare.json", encoding: .utf8))
    #expect((record["rungs"] as? [[String: Any]])?.last?["encoder"] as? String == other)
    let simple = try Program.run(arguments + ["--beside", other, "--methods", "tfidf"])
    #expect(simple.status == 64 && simple.errors.contains("--beside"), "\(simple)")
    let twice = try Program.run(arguments + ["--beside", other, "--beside", other])
    #expect(twice.status == 64 && twice.errors.contains("--beside"), "\(twice)")
  }

  @Test func comparesLabelsOfTokens() throws {
    let folder = try Folder()
    let out = folder.path("out")
    let sentences = (0..<80).map { row in
      "the O\n\(["screen", "book"][row % 2]) O\nis O\n\(["good", "great", "bad"][row % 3]) "
        + "\(row % 3 == 2 ? "B-BLAME" : "B-PRAISE")\n"
    }
    let data = try folder.write(sentences.joined(separator: "\n"), as: "praise.conll")
    let arguments = [
      "compare", data, "--task", "tokens", "--out", out, "--model", try Fixture.encoder.get(), "--offline", "--epochs",
      "1", "--max-length", "16", "--threads", "1",
    ]
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 0, "\(outcome)")
    for part in ["precision", "recall", "F1", "CRF over majority", "fine-tuned encoder over CRF"] {
      #expect(outcome.output.contains(part), "\(outcome)")
    }
    #expect(
      try Set(FileManager.default.contentsOfDirectory(atPath: out))
        == ["compare.json", "report.html", "crf", "finetune"])
    let again = try Program.run(arguments + ["--resume", "--json"])
    let record = try object(again.output), rungs = try #require(record["rungs"] as? [[String: Any]])
    #expect(rungs.count == 3 && rungs[1]["f1"] as? Double == 1 && rungs[1]["precision"] is Double, "\(again)")
    #expect(record["format_version"] as? Int == 3 && again.errors.contains("(done before)"), "\(again)")
    #expect((record["setup"] as? [String: Any])?["problem"] as? String == "token_classification")
  }

  @Test func refusesWhatItDoesNotKnow() throws {
    let folder = try Folder()
    let base = try arguments(out: folder.path("out"))
    #expect(try Program.run(base + ["--methods", "magic"]).status == 64)
    #expect(try Program.run(base + ["--test", "1.5"]).status == 64)
    #expect(try Program.run(base + ["--out", try Fixture.encoder.get()]).status == 64)
  }

  /// Test rows whose text is learnt from too are told of, and the verdict leaves them out.
  @Test func repeatedRowsAreCountedOut() throws {
    let folder = try Folder(), data = Reviews.csv(rows: 60)
    let learnt = data.split(separator: "\n").dropFirst()
    let own = (0..<55).map { row in
      let (word, label) = [("good", "pos"), ("awful", "neg"), ("cable", "neu")][row % 3]
      return "\(word) book \(row),\(label)\n"
    }
    // The validation rows are learnt from by none.
    let seen = Array(learnt.prefix(5))
    let test = try folder.write(
      "text,label\n" + own.joined() + seen.map { $0 + "\n" }.joined(), as: "test.csv")
    let out = folder.path("out")
    let outcome = try Program.run([
      "compare", try folder.write(data, as: "data.csv"), "--test", test, "--validation", "0", "--methods",
      "tfidf,nbsvm,features", "--model", try Fixture.encoder.get(), "--offline", "--max-length", "16", "--threads", "1",
      "--out", out,
    ])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.contains("for the test have a text that is learnt from too"), "\(outcome)")
    let record = try object(String(contentsOfFile: out + "/compare.json", encoding: .utf8))
    let verdict = try #require(record["verdict"] as? [String: Any])
    // Short texts may come twice by themselves.
    let told = try #require(record["seen_test_rows"] as? [Int])
    #expect(told.suffix(5) == [55, 56, 57, 58, 59] && verdict["left_out_rows"] as? Int == told.count)
    #expect((record["repeated_rows"] as? [String: Any])?["test"] as? Int == told.count)
    #expect(verdict["rows"] as? Int == 60 - told.count && verdict["method"] as? String == "features")
    #expect(outcome.output.contains("the text of \(told.count) more is learnt from too"), "\(outcome)")
    // The pair that decided is in the table, on the rows that count.
    let against = try #require(verdict["against"] as? [String: Any])
    let title = against["method"] as? String == "tfidf" ? "TF-IDF" : "NB-SVM"
    #expect(outcome.output.contains("frozen encoder over \(title), on \(60 - told.count) rows"), "\(outcome)")
    #expect(!outcome.output.contains("±") && outcome.output.contains("right alone"), "\(outcome)")
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
