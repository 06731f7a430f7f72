import Foundation
import Testing

/// Several labels a text, numbers and ranking through every command.
struct TaskCommandTests {
  private func object(_ line: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
  }

  /// Reviews with a column for each label, and with a number.
  private static let rows = (0..<60).map { row -> (text: String, good: Bool, screen: Bool, stars: Int) in
    let good = row % 2 == 0, screen = row % 3 == 0
    return ("a \(good ? "lovely" : "poor") \(screen ? "screen" : "battery")", good, screen, good ? 5 : 1)
  }

  private func run(_ arguments: [String]) throws -> Program.Outcome {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 0, "\(outcome)")
    return outcome
  }

  @Test func severalLabelsGoThroughEveryCommand() async throws {
    let folder = try Folder(), bundle = folder.path("bundle")
    let data = try folder.write(
      "text,good,screen\n" + Self.rows.map { "\($0.text),\($0.good ? 1 : 0),\($0.screen ? 1 : 0)\n" }.joined(),
      as: "data.csv")
    let training = try run(
      Fixture.training(data, out: bundle, epochs: 6) + ["--label-columns", "good,screen", "--test", "0.2"])
    #expect(training.output.contains("micro F1") && training.output.contains("AUROC"), "\(training)")
    // The bundle remembers which columns are the labels.
    let judged = try object(run(["evaluate", bundle, data, "--json"]).output)
    #expect(
      Set(judged.keys) == ["rows", "micro_f1", "macro_f1", "samples_f1", "subset_accuracy", "per_label"]
        && judged["rows"] as? Int == 60)
    // Columns are the labels that they are called, in whatever order they are named.
    let turned = try object(run(["evaluate", bundle, data, "--label-columns", "screen,good", "--json"]).output)
    #expect(turned["micro_f1"] as? Double == judged["micro_f1"] as? Double, "\(turned)")
    let unfit = try Program.run(["evaluate", bundle, data, "--label-columns", "screen"])
    #expect(unfit.status == 64 && unfit.errors.contains("--label-columns"), "\(unfit)")
    let other = try folder.write("text,label\nx good,good|screen\nx,\n", as: "other.csv")
    #expect(try run(["evaluate", bundle, other, "--label-column", "label"]).output.contains("subset accuracy"))
    let line = try object(run(["predict", bundle, "--text", "a lovely screen", "--top", "1"]).output)
    #expect(line["label"] == nil && line["labels"] is [String] && (line["scores"] as? [String: Double])?.count == 1)
    let table = try run(["predict", bundle, "--text", "a lovely screen", "--format", "csv"]).outputLines
    #expect(table.first == "text,labels,score_good,score_screen")
    let refused = try Program.run(["predict", bundle, "--text", "a", "--abstain-below", "0.5"])
    #expect(refused.status == 64, "\(refused)")
    let small = try run(["quantize", bundle, "--data", data, "--out", folder.path("small"), "--min-agreement", "0.5"])
    #expect(small.output.contains("same label"), "\(small)")
    let kept = try object(String(contentsOfFile: folder.path("small") + "/bertft.json", encoding: .utf8))
    #expect((kept["thresholds"] as? [Double])?.count == 2)
    _ = try run(["predict", folder.path("small"), "--text", "a lovely screen"])
    let page = try String(contentsOfFile: bundle + "/report.html", encoding: .utf8)
    #expect(page.contains("Holds from") && page.contains("Subset accuracy"))
    let server = try Server(bundle)
    let answer = try server.classify(#"{"input": "a lovely screen"}"#)
    let result = try #require((answer.json["results"] as? [[String: Any]])?.first)
    #expect(result["labels"] is [String] && result["label"] == nil, "\(answer)")
    _ = try server.stop()
  }

  @Test func simpleModelsAndComparisonsKnowThemToo() throws {
    let folder = try Folder()
    let flags = try folder.write(
      "text,good,screen\n" + Self.rows.map { "\($0.text),\($0.good ? 1 : 0),\($0.screen ? 1 : 0)\n" }.joined(),
      as: "flags.csv")
    let stars = try folder.write(
      "text,rating\n" + Self.rows.map { "\($0.text),\($0.stars)\n" }.joined(), as: "stars.csv")
    for method in ["tfidf", "nbsvm", "fasttext"] {
      let out = folder.path(method)
      let training = try run(["train", flags, "--label-columns", "good,screen", "--method", method, "--out", out])
      #expect(training.output.contains("micro F1") && training.output.contains("Cross-validation"), "\(training)")
      #expect(try object(run(["evaluate", out, flags, "--json"]).output)["micro_f1"] as? Double == 1)
      let line = try object(run(["predict", out, "--text", "a lovely screen"]).output)
      #expect(line["labels"] as? [String] == ["good", "screen"], "\(line)")
    }
    let number = ["--task", "regression", "--label-column", "rating"]
    _ = try run(["train", stars, "--method", "tfidf", "--out", folder.path("stars")] + number)
    let line = try object(run(["predict", folder.path("stars"), "--text", "a lovely screen"]).output)
    #expect(abs((line["score"] as? Double ?? 0) - 5) < 0.5, "\(line)")
    let refused = try Program.run(["train", stars, "--method", "nbsvm", "--out", folder.path("x")] + number)
    #expect(refused.status == 64 && refused.errors.contains("learns labels, and this task is a number"), "\(refused)")

    let sets = try run([
      "compare", flags, "--label-columns", "good,screen", "--methods", "majority,tfidf,nbsvm", "--out",
      folder.path("sets"),
    ])
    for part in ["micro F1", "macro F1", "NB-SVM over TF-IDF", "McNemar p"] {
      #expect(sets.output.contains(part), "\(sets)")
    }
    let numbers = try run(
      ["compare", stars, "--methods", "majority,tfidf", "--curve", "--out", folder.path("numbers")] + number)
    for part in ["MSE", "R²", "TF-IDF over majority"] { #expect(numbers.output.contains(part), "\(numbers)") }
    #expect(!numbers.output.contains("McNemar") && !numbers.output.contains("macro F1"), "\(numbers)")
    let page = try String(contentsOfFile: folder.path("numbers") + "/report.html", encoding: .utf8)
    #expect(page.contains("R² with its 95 % interval") && !page.contains("Macro F1"))
    for arguments in [
      number + ["--methods", "nbsvm"], ["--task", "a=rating:regression", "--methods", "nbsvm"], ["--task", "tokens"],
    ] {
      let outcome = try Program.run(["compare", stars, "--out", folder.path("y")] + arguments)
      #expect(outcome.status == 64, "\(outcome)")
    }
  }

  @Test func aNumberGoesThroughEveryCommand() throws {
    let folder = try Folder(), bundle = folder.path("bundle")
    let data = try folder.write(
      "text,rating\n" + Self.rows.map { "\($0.text),\($0.stars)\n" }.joined(), as: "data.csv")
    let training = try run(Fixture.training(data, out: bundle, epochs: 6) + ["--task", "regression", "--json"])
    let validation = try #require(try object(training.output)["validation"] as? [String: Any])
    #expect(Set(validation.keys) == ["rows", "mse", "mae", "r2", "pearson", "spearman"], "\(training)")
    #expect(try run(["evaluate", bundle, data]).output.contains("Spearman"))
    let line = try object(run(["predict", bundle, "--text", "a lovely screen"]).output)
    #expect(line["score"] is Double && line["label"] == nil && line["scores"] == nil)
    let page = try String(contentsOfFile: bundle + "/report.html", encoding: .utf8)
    #expect(page.contains("Mean predicted") && page.contains("R²"))
    _ = try run(["quantize", bundle, "--data", data, "--out", folder.path("small"), "--min-agreement", "0"])
    let wrong = try Program.run(
      try Fixture.training(data, out: folder.path("other")) + ["--task", "regression", "--metric", "accuracy"])
    #expect(wrong.status == 64 && wrong.errors.contains("--metric"), "\(wrong)")
    let words = try folder.write("text,rating\na,good\nb,1\n", as: "words.csv")
    let refused = try Program.run(try Fixture.training(words, out: folder.path("other")) + ["--task", "regression"])
    #expect(
      refused.status == 65 && refused.errors.contains("not a number") && refused.errors.contains("line 2"), "\(refused)"
    )
  }

  @Test func pairsAreRanked() throws {
    let folder = try Folder(), bundle = folder.path("bundle")
    let pairs = Self.rows.map { "what is good,\($0.text),\($0.good ? 1 : 0)\n" }.joined()
    let data = try folder.write("text,reply,score\n" + pairs, as: "pairs.csv")
    _ = try run(
      Fixture.training(data, out: bundle, epochs: 8)
        + ["--task", "regression", "--label-column", "score", "--text-pair-column", "reply"])
    let texts = try folder.write("id,text\nx,a poor battery\ny,a lovely screen\nz,a lovely screen\n", as: "texts.csv")
    let ranking = try run(["rank", bundle, texts, "--query", "what is good", "--id-column", "id", "-k", "2"])
      .outputLines
      .map(object)
    #expect(ranking.map { $0["rank"] as? Int } == [1, 2])
    #expect(ranking.map { $0["id"] as? String } == ["y", "z"], "\(ranking)")
    #expect(ranking[0]["score"] as? Double == ranking[1]["score"] as? Double)
    // The score is that of the pair.
    let single = try folder.write("text,reply\nwhat is good,a lovely screen\n", as: "single.csv")
    let asked = try object(run(["predict", bundle, single, "--text-pair-column", "reply"]).output)
    #expect(asked["score"] as? Double == ranking[0]["score"] as? Double)
    let standard = try Program.run(
      ["rank", bundle, "--query", "what is good"], input: Data("a lovely screen\na poor battery\n".utf8))
    #expect(standard.outputLines.count == 2 && standard.outputLines[0].contains("\"id\":0"), "\(standard)")
    let refused = try Program.run(["rank", try Fixture.classifier.get(), texts, "--query", "x"])
    #expect(refused.status == 65 && refused.errors.contains("regression"), "\(refused)")
  }
}
