import Foundation
import Testing

/// Data as people have them, from the file to the trained bundle: right, with a note where something was taken for granted,
/// or an error that names the option that mends it.
struct DataFormTests {
  private static let texts = [
    ("a fine thing", "pos"), ("it broke at once", "neg"), ("good and clear", "pos"), ("bad and loud", "neg"),
  ]

  private func table(_ rows: Int = 40, header: String?, _ row: (String, String, Int) -> String) -> String {
    (header.map { $0 + "\n" } ?? "")
      + (0..<rows).map { index in
        let (text, label) = Self.texts[index % Self.texts.count]
        return row("\(text) \(index % 7)", label, index) + "\n"
      }.joined()
  }

  private func train(_ name: String, _ content: String, _ arguments: [String] = []) throws -> Program.Outcome {
    let folder = try Folder()
    let data = try folder.write(content, as: name)
    return try Program.run(["train", data, "--method", "tfidf", "--out", folder.path("out")] + arguments)
  }

  @Test func semicolonsAreToldAndRead() throws {
    let outcome = try train("data.csv", table(header: "text;label") { text, label, _ in "\(text), really;\(label)" })
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.contains("separated by semicolons"), "\(outcome)")
  }

  @Test func aTableWithoutHeaderAsksAndLosesNoRow() throws {
    let rows = table(header: nil) { text, label, _ in "\(label)\t\(text)" }
    for name in ["data.tsv", "SMSSpamCollection", "data.txt"] {
      let asked = try train(name, rows)
      #expect([64, 65].contains(asked.status) && asked.errors.contains("--no-header"), "\(asked)")
      let options = ["--input-format", "tsv", "--no-header", "--text-column", "2", "--label-column", "1"]
      let outcome = try train(name, rows, options + ["--folds", "1", "--json"])
      #expect(outcome.status == 0, "\(outcome)")
      #expect(outcome.output.contains("\"training\":36") || outcome.errors.contains("36"), "\(outcome)")
    }
  }

  @Test func otherEncodingsAreNamedWithTheOption() throws {
    let folder = try Folder()
    let text = table(header: "text,label") { text, label, index in "caf\u{E9} \(text),\(label)" }
    let bytes = Data(text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
    let data = try folder.write(bytes, as: "data.csv")
    let arguments = ["train", data, "--method", "tfidf", "--out", folder.path("out")]
    let refused = try Program.run(arguments)
    #expect(refused.status == 65 && refused.errors.contains("data.csv:2:"), "\(refused)")
    #expect(refused.errors.contains("--encoding windows-1252"), "\(refused)")
    let outcome = try Program.run(arguments + ["--encoding", "latin1"])
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test func floatsOfTheDataAreTheIntegersOfTheBundle() throws {
    let folder = try Folder()
    let whole = try folder.write(
      table(header: "text,label") { text, label, _ in "\(text),\(label == "pos" ? 1 : 0)" }, as: "whole.csv")
    let float = try folder.write(
      table(header: "text,label") { text, label, _ in "\(text),\(label == "pos" ? "1.0" : "0.0")" }, as: "float.csv")
    let out = folder.path("out")
    #expect(try Program.run(["train", whole, "--method", "tfidf", "--out", out]).status == 0)
    let expected = try Program.run(["evaluate", out, whole, "--json"])
    let outcome = try Program.run(["evaluate", out, float, "--json"])
    #expect(outcome.status == 0 && outcome.output == expected.output, "\(outcome)")
    #expect(outcome.errors.contains("the same number"), "\(outcome)")
  }

  @Test func severalValuesOfOneLabelAreKeptInTheBundle() throws {
    let folder = try Folder()
    let data = try folder.write(
      table(header: "text,stars") { text, label, index in "\(text),\((label == "pos" ? 4 : 1) + index / 2 % 2)" },
      as: "data.csv")
    let out = folder.path("out")
    let trained = try Program.run([
      "train", data, "--method", "tfidf", "--labels", "neg=1,neg=2,pos=4,pos=5", "--out", out,
    ])
    #expect(trained.status == 0, "\(trained)")
    let judged = try Program.run(["evaluate", out, data, "--json"])
    #expect(judged.status == 0 && judged.output.contains("\"labels\":[\"neg\",\"pos\"]"), "\(judged)")
  }

  @Test func aDirectoryOfTextsIsTrainedOn() throws {
    let folder = try Folder()
    for row in 0..<40 {
      let label = row % 2 == 0 ? "pos" : "neg"
      try FileManager.default.createDirectory(
        atPath: folder.path("reviews/\(label)"), withIntermediateDirectories: true)
      try folder.write("a \(label == "pos" ? "good" : "bad") book \(row)\n", as: "reviews/\(label)/\(row).txt")
    }
    let data = folder.path("reviews"), out = folder.path("out")
    let outcome = try Program.run(["train", data + "/", "--method", "tfidf", "--out", out])
    #expect(outcome.status == 0, "\(outcome)")
    let judged = try Program.run(["evaluate", out, data, "--json"])
    #expect(
      judged.output.contains("\"rows\":40,\"accuracy\":1") && judged.output.contains("[\"neg\",\"pos\"]"), "\(judged)")
    let given = try Program.run(["predict", out, data])
    #expect(given.outputLines.count == 40 && given.outputLines[0].contains("\"text\":\"a bad book 1\""), "\(given)")
    try folder.write("", as: "reviews/neg/empty.txt")
    let empty = try Program.run(["evaluate", out, data])
    #expect(empty.status == 65 && empty.errors.contains("reviews/neg/empty.txt: 1 of 41 rows"), "\(empty)")
    let bare = try Program.run(["evaluate", out, folder.path("reviews/pos")])
    #expect(bare.status == 66 && bare.errors.contains(".json"), "\(bare)")
  }

  @Test func labelsOfAFileMayHaveCommas() throws {
    let folder = try Folder()
    let data = try folder.write(
      table(header: nil) { text, label, _ in
        "{\"text\":\"\(text)\",\"label\":\"\(label == "pos" ? "Arts, Culture" : "Sports")\"}"
      }, as: "data.jsonl")
    let list = try folder.write("Arts, Culture\nSports\n", as: "labels.txt")
    for labels in [["--label-file", list], ["--labels", "\"Arts, Culture\",Sports"], []] {
      let outcome = try Program.run(
        ["train", data, "--method", "tfidf", "--out", folder.path("out\(labels.count)"), "--json"] + labels)
      #expect(outcome.status == 0 && outcome.output.contains("Arts, Culture"), "\(outcome)")
    }
    // What is wrong in the file is said of the option that named it.
    for (content, words) in [
      ("one\n", "at least two labels"), ("a\nb\na\n", "'a' appears twice"), ("a\tb\tc\n", ":1:"),
    ] {
      let wrong = try folder.write(content, as: "wrong.txt")
      let outcome = try Program.run(["train", data, "--label-file", wrong])
      #expect(outcome.status == 65 && outcome.errors.contains(": --label-file \(wrong)"), "\(outcome)")
      #expect(outcome.errors.contains(words) && !outcome.errors.contains("--labels"), "\(outcome)")
    }
    let few = try Program.run(["train", data, "--labels", "one"])
    #expect(few.status == 64 && few.errors.contains(": --labels 'one'"), "\(few)")
    let marked = try folder.write("\u{FEFF}Arts, Culture\r\nSports\r\n", as: "marked.txt")
    let read = try Program.run([
      "train", data, "--method", "tfidf", "--out", folder.path("marked"), "--label-file", marked,
    ])
    #expect(read.status == 0, "\(read)")
    let both = try Program.run(["train", data, "--label-file", list, "--labels", "a,b"])
    #expect(both.status == 64, "\(both)")
  }

  @Test func doubtfulLabelsAreWarnedOfEvenWhenQuiet() throws {
    let content = table(header: "text,label") { text, label, index in "\(text),\(index == 0 ? "POS" : label)" }
    let outcome = try train("data.csv", content, ["--quiet"])
    #expect(outcome.status == 0 && outcome.errorLines.filter { $0.contains("'POS' (1 row)") }.count == 1, "\(outcome)")
    let ids = try train("data.csv", table(header: "text,label") { text, _, index in "\(text),user\(index)" })
    #expect(ids.status == 65 && ids.errors.contains("is this an id"), "\(ids)")
  }

  /// What is no text is named by its content whatever its name, with what to do.
  @Test(arguments: [
    ("PAR1", "data.parquet", "Parquet"), ("PAR1", "data.csv", "duckdb"), ("PK\u{3}\u{4}", "data.xlsx", "Excel"),
    ("%PDF-1.7", "data.doc", "PDF"),
  ])
  func filesThatAreNoTextAreNamed(start: String, name: String, word: String) throws {
    let folder = try Folder(), data = try folder.write(start + String(repeating: "x", count: 100), as: name)
    let outcome = try Program.run(["train", data, "--method", "tfidf", "--out", folder.path("out")])
    #expect(outcome.status == 65 && outcome.errors.contains(word), "\(outcome)")
  }

  @Test func repeatedTextsAreToldWithTheFigures() throws {
    let folder = try Folder()
    func train(_ rows: [String], _ more: String...) throws -> Program.Outcome {
      let data = try folder.write("text,label\n" + rows.joined(separator: "\n") + "\n", as: "data.csv")
      return try Program.run(
        ["train", data, "--method", "tfidf", "--json", "--quiet", "--force", "--out", folder.path("out")] + more)
    }
    let rows = (0..<60).map { "word\($0) \($0 % 2 == 0 ? "good" : "bad"),\($0 % 2 == 0 ? "pos" : "neg")" }
    let clean = try train(rows)
    #expect(clean.status == 0 && clean.errors.isEmpty && !clean.output.contains("repeated_rows"), "\(clean)")
    // Three rows of the test are learnt from; one text has both labels.
    let test = try folder.write(
      "text,label\nword0 good,pos\nword1 bad,neg\nword2 good,pos\nother good,pos\n", as: "test.csv")
    let found = try train(rows + ["word7 bad,pos"], "--test", test)
    #expect(found.status == 0 && found.errors.contains("3 of 4 rows for the test have a text"), "\(found)")
    #expect(
      found.output.contains("\"repeated_rows\":{\"test\":3,\"under_other_labels\":2,\"validation\":2}"), "\(found)")
  }

  @Test func unequalAndCompoundLabelsAreTold() throws {
    let folder = try Folder()
    let unequal = try folder.write(
      "text,label\n" + (0..<66).map { "word\($0),\($0 % 11 == 0 ? "rare" : "usual")\n" }.joined(), as: "unequal.csv")
    func train(_ data: String, _ more: String...) throws -> Program.Outcome {
      try Program.run(["train", data, "--method", "tfidf", "--force", "--out", folder.path("out")] + more)
    }
    #expect(try train(unequal).errors.contains("--class-weights balanced"))
    #expect(try !train(unequal, "--class-weights", "balanced").errors.contains("labels are unequal"))
    let compound = try folder.write(
      "text,labels\n" + (0..<60).map { "word\($0),\(["a|b", "b|c", "a|c", "a|b|c"][$0 % 4])\n" }.joined(),
      as: "compound.csv")
    let outcome = try train(compound, "--quiet")
    #expect(
      outcome.status == 0 && outcome.errors.contains("warning: ") && outcome.errors.contains("--task multi-label"))
  }

  @Test func jsonOfAnyFormIsTrainedOn() throws {
    let rows = table(header: nil) { text, label, _ in "{\"text\":\"\(text)\",\n \"label\":[\"\(label)\"]}" }
    #expect(try train("data.json", rows).status == 0)
    let array = "[" + rows.split(separator: "}\n").joined(separator: "},\n") + "}]"
    let outcome = try train("data.json", array)
    #expect(outcome.status == 0, "\(outcome)")
    let lines = try train("data.jsonl", array)
    #expect(lines.status == 65 && lines.errors.contains("--input-format json"), "\(lines)")
  }

  @Test func idsThatStandTwiceAreToldBeforeTheWork() throws {
    let folder = try Folder()
    let data = try folder.write("id,text\na,one\nb,two\n\nc,three\na,four\n", as: "data.csv")
    let arguments = ["embed", data, "--model", try Fixture.encoder.get(), "--id-column", "id", "--offline"]
    for name in ["out.sqlite", "out.pgcopy"] {
      let outcome = try Program.run(arguments + ["--out", folder.path(name)])
      #expect(outcome.status == 65, "\(outcome)")
      #expect(outcome.errors.contains("data.csv:6: the id \"a\" is already in line 2"), "\(outcome)")
    }
    #expect(try Program.run(arguments + ["--out", folder.path("out.jsonl")]).status == 0)
    #expect(
      try Set(FileManager.default.contentsOfDirectory(atPath: folder.url.path)) == [
        "data.csv", "out.jsonl", "out.jsonl.json",
      ])
  }
}
