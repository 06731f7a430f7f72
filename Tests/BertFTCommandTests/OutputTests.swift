import Foundation
import Testing

/// The shapes of results, which scripts rely on.
struct OutputTests {
  private func object(_ line: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
  }

  @Test func predictionIsOneObjectALineInInputOrder() throws {
    let folder = try Folder()
    let data = try folder.write(Reviews.csv(rows: 200), as: "data.csv")
    let outcome = try Program.run(
      ["predict", try Fixture.classifier.get(), data, "--text", "first", "--text", "se\"cond\n", "--logits"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.outputLines.count == 202)
    let objects = try outcome.outputLines.map(object)
    #expect(objects[0]["text"] as? String == "first")
    #expect(objects[1]["text"] as? String == "se\"cond\n")
    let texts = try String(contentsOfFile: data, encoding: .utf8).split(separator: "\n").dropFirst()
      .map { String($0.split(separator: ",")[0]) }
    #expect(objects.dropFirst(2).map { $0["text"] as? String } == texts)
    for (line, row) in zip(outcome.outputLines, objects) {
      #expect(Set(row.keys) == ["text", "label", "scores", "logits"])
      let scores = try #require(row["scores"] as? [String: Double])
      #expect(Set(scores.keys) == ["pos", "neg", "neu"])
      #expect(abs(scores.values.reduce(0, +) - 1) < 1e-6)
      #expect(row["label"] as? String == scores.max { $0.value < $1.value }?.key)
      #expect((row["logits"] as? [Double])?.count == 3)
      // The scores stand in the order of the labels.
      let places = ["\"pos\":", "\"neg\":", "\"neu\":"].compactMap { line.range(of: $0)?.lowerBound }
      #expect(places.count == 3 && places == places.sorted())
    }
  }

  @Test func topGivesTheHighestScores() throws {
    let outcome = try Program.run(["predict", try Fixture.classifier.get(), "--text", "good", "--top", "2"])
    let row = try object(try #require(outcome.outputLines.first))
    let scores = try #require(row["scores"] as? [String: Double])
    #expect(scores.count == 2)
    #expect(outcome.output.contains("\"scores\":{\"\(row["label"] as? String ?? "")\":"))
  }

  @Test func abstainingGivesNoLabel() throws {
    let classifier = try Fixture.classifier.get()
    let outcome = try Program.run(["predict", classifier, "--text", "good", "--abstain-below", "1"])
    #expect(outcome.status == 0)
    #expect(try object(try #require(outcome.outputLines.first))["label"] is NSNull)
    let sure = try Program.run(["predict", classifier, "--text", "good", "--abstain-below", "0"])
    #expect(try object(try #require(sure.outputLines.first))["label"] is String)
  }

  @Test func tablesHaveAHeaderAndQuotedTexts() throws {
    let classifier = try Fixture.classifier.get()
    let arguments = ["predict", classifier, "--text", "a,\"b\"\tc\n", "--logits", "--format"]
    let csv = try Program.run(arguments + ["csv"])
    #expect(
      csv.output.hasPrefix(
        "text,label,score_pos,score_neg,score_neu,logit_pos,logit_neg,logit_neu\n\"a,\"\"b\"\"\tc\n\",")
    )
    let tsv = try Program.run(arguments + ["tsv"])
    #expect(tsv.outputLines.count == 2)
    #expect(tsv.outputLines[1].hasPrefix("a,\"b\"\\tc\\n\t"))
    #expect(tsv.outputLines[1].split(separator: "\t").count == 8)
  }

  @Test func standardInputIsRead() throws {
    let outcome = try Program.run(
      ["predict", try Fixture.classifier.get(), "-", "--input-format", "jsonl"],
      input: Data("{\"text\": \"good\"}\n{\"text\": \"bad\"}\n".utf8))
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.outputLines.count == 2)
  }

  @Test func readerThatLeavesEndsTheWorkQuietly() throws {
    let folder = try Folder()
    let data = try folder.write(Reviews.csv(rows: 20_000), as: "data.csv")
    let outcome = try Program.shell(
      "{ \"$BERTFT\" predict \"$MODEL\" \"\(data)\"; echo status $? >&2; } | head -1",
      environment: ["MODEL": try Fixture.classifier.get()])
    #expect(outcome.outputLines.count == 1)
    #expect(outcome.errors == "status 0\n", "\(outcome)")
  }

  @Test func evaluationHasTheContractsMembers() throws {
    let outcome = try Program.run(["evaluate", try Fixture.classifier.get(), try Fixture.reviews.get(), "--json"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.outputLines.count == 1)
    let result = try object(outcome.output)
    #expect(
      Set(result.keys) == [
        "rows", "accuracy", "macro_f1", "weighted_f1", "log_loss", "calibration_error", "labels", "per_class",
        "confusion_matrix",
      ])
    #expect(result["rows"] as? Int == 60)
    #expect(result["labels"] as? [String] == ["pos", "neg", "neu"])
    let matrix = try #require(result["confusion_matrix"] as? [[Int]])
    // Rows are the true labels, twenty of each.
    #expect(matrix.map { $0.reduce(0, +) } == [20, 20, 20])
    let perClass = try #require(result["per_class"] as? [String: [String: Any]])
    #expect(Set(perClass.keys) == ["pos", "neg", "neu"])
    for figures in perClass.values { #expect(Set(figures.keys) == ["precision", "recall", "f1", "support"]) }
  }

  @Test func tokensHaveTheContractsMembers() throws {
    let outcome = try Program.run(
      ["tokenize", "--model", try Fixture.classifier.get(), "--text", "Good e\u{301}size", "--max-length", "5"])
    #expect(outcome.status == 0, "\(outcome)")
    let row = try object(outcome.output)
    #expect(Set(row.keys) == ["ids", "tokens", "offsets", "type_ids", "attention_mask"])
    // The accent is stripped and the rest is cut to five tokens; offsets count scalars, the accent's too.
    #expect(row["tokens"] as? [String] == ["[CLS]", "good", "e", "##s", "[SEP]"])
    #expect(row["offsets"] as? [[Int]] == [[0, 0], [0, 4], [5, 6], [7, 8], [0, 0]])
    #expect(row["attention_mask"] as? [Int] == [1, 1, 1, 1, 1])
    #expect(row["type_ids"] as? [Int] == [0, 0, 0, 0, 0])
    let bare = try Program.run(
      ["tokenize", "--model", try Fixture.classifier.get(), "--text", "good", "--no-special-tokens"])
    #expect(try object(bare.output)["tokens"] as? [String] == ["good"])
  }

  @Test func inspectionListsEveryTensor() throws {
    let classifier = try Fixture.classifier.get()
    let result = try object(try Program.run(["inspect", classifier, "--json"]).output)
    let tensors = try #require(result["tensors"] as? [[String: Any]])
    // Five of the embeddings, sixteen a layer, two of the pooler, two of the head.
    #expect(tensors.count == 41)
    let words = try #require(tensors.first { $0["name"] as? String == "bert.embeddings.word_embeddings.weight" })
    #expect(words["dtype"] as? String == "F32")
    #expect(words["shape"] as? [Int] == [TinyModel.vocabulary.count, 32])
    #expect(words["bytes"] as? Int == TinyModel.vocabulary.count * 32 * 4)
    #expect((result["mapped"] as? [String: Any])?.count == tensors.count)
    #expect((result["missing"] as? [Any])?.isEmpty == true)
    #expect((result["unused"] as? [Any])?.isEmpty == true)
    let file = try object(try Program.run(["inspect", classifier + "/model.safetensors", "--json"]).output)
    #expect((file["tensors"] as? [Any])?.count == tensors.count)
    let text = try Program.run(["inspect", classifier])
    #expect(text.status == 0 && text.output.contains("bert.pooler.dense.weight"))
  }

  @Test func cataloguesAreListed() throws {
    for (command, name) in [("models", "all-MiniLM-L6-v2"), ("corpora", "amazon-reviews")] {
      let text = try Program.run([command, "list"])
      #expect(text.status == 0 && text.output.contains(name), "\(text)")
      let result = try object(try Program.run([command, "list", "--json"]).output)
      let entries = try #require(result[command] as? [[String: Any]])
      let entry = try #require(entries.first { $0["name"] as? String == name })
      #expect(entry["licence"] is String)
      #expect(entry["bytes"] is Int)
      #expect(entry["files"] is [[String: Any]])
      #expect(entry["cached"] as? Bool == false)
    }
  }

  @Test func pathOfWhatWasNeverFetchedIsUnavailable() throws {
    for (command, name) in [("models", "all-MiniLM-L6-v2"), ("corpora", "amazon-reviews")] {
      let outcome = try Program.run([command, "path", name])
      #expect(outcome.status == 69, "\(outcome)")
      #expect(outcome.errors.contains("bertft \(command) pull \(name)"), "\(outcome)")
      #expect(outcome.output.isEmpty)
      let offline = try Program.run([command, "pull", name, "--offline"])
      #expect(offline.status == 69, "\(offline)")
    }
  }

  @Test func quietKeepsNotesBack() throws {
    let folder = try Folder()
    let arguments = try Fixture.training(try Fixture.reviews.get(), out: folder.path("out"), epochs: 1)
    let outcome = try Program.run(arguments + ["--quiet", "--json"])
    #expect(outcome.status == 0, "\(outcome)")
    // Warnings come through: six validation rows are too few for a tiny model to beat chance.
    #expect(outcome.errorLines.allSatisfy { $0.hasPrefix("warning: ") }, "\(outcome)")
    #expect(try object(outcome.output)["bundle"] as? String == folder.path("out"))
  }

  @Test func progressWithoutATerminalHasNoControlCharacters() throws {
    let folder = try Folder()
    let outcome = try Program.run(try Fixture.training(try Fixture.reviews.get(), out: folder.path("out")))
    #expect(outcome.status == 0, "\(outcome)")
    #expect(!outcome.errors.contains("\r") && !outcome.errors.contains("\u{1B}"))
    #expect(outcome.output.contains("bertft predict"), "the next command to type stands at the end: \(outcome)")
  }
}
