import Foundation
import Testing

/// `predict` and `evaluate` with labels that the model never learnt: the forms of the answers, what is said, and what is
/// refused. The figures are held against the references in BertInferenceTests.
struct ZeroShotTests {
  private struct Line: Decodable {
    let text: String
    let label: String?
    let labels: [String]?
    let scores: [String: Double]
  }

  private static let folder = Result { try Folder() }
  /// A directory with an entailment head.
  private static let entailment = Result {
    try TinyModel.write(
      to: folder.get().url.appendingPathComponent("entailment"), labels: ["contradiction", "neutral", "ENTAILMENT"])
  }
  private static let labels = "pos=a good screen,neg=\"an awful, bad cable\""

  private func predict(_ model: String, _ arguments: [String], input: String? = nil) throws -> Program.Outcome {
    let command = ["predict", model, "--offline", "--threads", "1"] + arguments
    return try input.map { try Program.run(command, input: Data($0.utf8)) } ?? Program.run(command)
  }

  private func lines(_ outcome: Program.Outcome) throws -> [Line] {
    #expect(outcome.status == 0, "\(outcome)")
    return try outcome.outputLines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
  }

  @Test func anEncoderAnswersWithLabelsAndScores() throws {
    let outcome = try predict(
      Fixture.encoder.get(), ["--text", "a good screen", "--text", "awful", "--labels", Self.labels, "--json"])
    let rows = try lines(outcome)
    #expect(rows.map(\.text) == ["a good screen", "awful"])
    // The text is the description itself.
    #expect(rows[0].label == "pos")
    for row in rows {
      #expect(Set(row.scores.keys) == ["pos", "neg"])
      #expect(abs(row.scores.values.reduce(0, +) - 1) < 1e-6)
    }
    #expect(outcome.errors.contains("not trained to compare sentences"))
    let note = try #require(outcome.errorLines.first { $0.hasPrefix("{") })
    let object = try #require(try JSONSerialization.jsonObject(with: Data(note.utf8)) as? [String: Any])
    #expect(object["method"] as? String == "zero-shot")
    #expect(object["evidence"] as? String == "cosine")
    #expect(object["labels"] as? [String] == ["pos", "neg"])
    #expect(object["temperature"] as? Double == 0.05)
  }

  @Test func descriptionsOfAFileAreThoseOfTheList() throws {
    let folder = try Folder(), model = try Fixture.encoder.get(), data = try Fixture.reviews.get()
    let file = try folder.write("pos\ta good screen\nneg\tan awful, bad cable\n\n", as: "labels.tsv")
    let listed = try predict(model, [data, "--labels", Self.labels, "--quiet"])
    let read = try predict(model, [data, "--label-descriptions", file, "--quiet"])
    #expect(try lines(listed).count == 60)
    #expect(listed.output == read.output)
    let malformed = try folder.write("pos\ta good screen\nneg\n", as: "bad.tsv")
    let outcome = try predict(model, [data, "--label-descriptions", malformed])
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("bad.tsv:2"))
  }

  @Test func thePriorIsTakenFromAllRowsOfAFileAndOfAPipe() throws {
    let model = try Fixture.encoder.get(), data = try Fixture.reviews.get()
    let plain = try lines(predict(model, [data, "--labels", Self.labels, "--quiet"]))
    let outcome = try predict(model, [data, "--labels", Self.labels, "--prior", "balanced", "--quiet"])
    let rows = try lines(outcome)
    // The definition, from the plain scores.
    let means = Dictionary(
      uniqueKeysWithValues: ["pos", "neg"].map { label in
        (label, plain.reduce(0) { $0 + ($1.scores[label] ?? 0) } / Double(plain.count))
      })
    for (row, before) in zip(rows, plain) {
      let shares = before.scores.mapValues { $0 }.map { ($0.key, $0.value / (means[$0.key] ?? 0)) }
      let sum = shares.reduce(0) { $0 + $1.1 }
      for (label, share) in shares { #expect(abs((row.scores[label] ?? 0) - share / sum) < 1e-5) }
    }
    let text = try String(contentsOfFile: data, encoding: .utf8)
    let piped = try predict(
      model, ["-", "--input-format", "csv", "--labels", Self.labels, "--prior", "1,1", "--quiet"], input: text)
    #expect(piped.output == outcome.output)
  }

  @Test func anEntailmentHeadAnswersOneLabelOrSeveral() throws {
    let model = try Self.entailment.get()
    let one = try predict(model, ["--text", "a good screen", "--labels", Self.labels, "--json"])
    #expect(try lines(one)[0].label != nil)
    #expect(one.errors.contains("\"evidence\":\"entailment\""))
    let several = try predict(model, ["--text", "a good screen", "--labels", Self.labels, "--multi-label"])
    let row = try lines(several)[0]
    #expect(row.label == nil)
    #expect(Set(row.labels ?? ["none"]) == Set(row.scores.filter { $0.value >= 0.5 }.keys))
  }

  @Test func otherFormsOfOutputAreAsEver() throws {
    let model = try Fixture.encoder.get(), data = try Fixture.reviews.get()
    let table = try predict(
      model, [data, "--labels", "a=good,b=awful,c=cable", "--format", "csv", "--top", "1", "--abstain-below", "0.9"])
    #expect(table.status == 0, "\(table)")
    #expect(table.outputLines.first == "text,label,score_a,score_b,score_c")
    #expect(table.outputLines.count == 61)
  }

  @Test func evaluationCountsWhatIsRight() throws {
    let folder = try Folder(), model = try Fixture.encoder.get()
    let data = try folder.write("text,label\ngood,pos\nawful,neg\n", as: "data.csv")
    for more in [[], ["--prior", "balanced"]] {
      let outcome = try Program.run(
        ["evaluate", model, data, "--labels", "pos=good,neg=awful", "--json", "--offline"] + more)
      #expect(outcome.status == 0, "\(outcome)")
      // Each text is a description.
      #expect(outcome.output.contains("\"accuracy\":1"))
    }
    let other = try Program.run(["evaluate", model, data, "--labels", "yes=good,no=awful", "--offline"])
    #expect(other.status == 65)
  }

  @Test(arguments: [
    (["--labels", "pos=good,neg=bad"], "has learnt to answer 'pos', 'neg', 'neu'"),
    (["--template", "{}"], "needs labels"), (["--prior", "balanced"], "needs labels"),
    (["--multi-label"], "needs labels"),
  ])
  func aTrainedClassifierKeepsItsLabels(arguments: [String], words: String) throws {
    let outcome = try predict(Fixture.classifier.get(), ["--text", "good"] + arguments)
    #expect(outcome.status == 64, "\(outcome)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(words), "\(outcome)")
    #expect((1...2).contains(outcome.errorLines.count))
  }

  @Test(arguments: [
    ["--labels", "one"], ["--labels", "pos=good,neg=good"], ["--labels", "pos=good,neg=awful", "--template", "none"],
    ["--labels", "pos=good,neg=awful", "--temperature", "0"], ["--labels", "pos=good,neg=awful", "--prior", "1,2,3"],
    ["--labels", "pos=good,neg=awful", "--prior", "a,b"], ["--labels", "pos=good,neg=awful", "--prior", "1,0"],
    ["--labels", "pos=good,neg=awful", "--multi-label"],
    ["--labels", "pos=good,neg=awful", "--text-pair-column", "pair"],
    ["--labels", "pos=good,neg=awful", "--label-descriptions", "nosuch"],
  ])
  func mistakesAreUsageErrors(arguments: [String]) throws {
    let outcome = try predict(Fixture.encoder.get(), ["--text", "good", "--quiet"] + arguments)
    #expect(outcome.status == 64, "\(outcome)")
    #expect(outcome.output.isEmpty)
  }

  @Test func oneTextHasNoPrior() throws {
    let outcome = try predict(
      Fixture.encoder.get(), ["--text", "good", "--labels", "pos=good,neg=awful", "--prior", "balanced"])
    #expect(outcome.status == 65)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("Give the texts together"))
  }

  @Test func withoutLabelsTheyAreAskedFor() throws {
    let outcome = try predict(Fixture.encoder.get(), ["--text", "good"])
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("--labels"))
  }

  @Test func theNoteOfATrainedModelNamesItsLabels() throws {
    let outcome = try predict(Fixture.classifier.get(), ["--text", "good", "--json"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errorLines.first == "{\"method\":null,\"labels\":[\"pos\",\"neg\",\"neu\"]}")
  }
}
