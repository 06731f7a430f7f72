import Foundation
import Testing
import _TestSupport

/// Classifiers of tokens, against transformers: Scripts/oracles/taggers.py makes them and what the reference finds.
@Suite(.enabled(if: Oracle.isAvailable)) struct TaggerTests {
  private struct Entity: Codable, Equatable {
    let start, end: Int
    let label, text: String
    let score: Double
  }
  private struct Line: Decodable {
    let text: String
    let entities: [Entity]
  }
  private struct Expected: Decodable {
    let texts: [String]
    let entities: [[Entity]]
    let sentences: [[String]]
    let tags: [[String]]
    let long: String?
    let long_tags: [String]?
  }
  private struct Report: Decodable {
    struct Figures: Decodable {
      let precision, recall, f1: Double
      let support: Int
    }
    let rows: Int
    let precision, recall, f1: Double
    let per_label: [String: Figures]
  }

  static let kinds = ["bert", "distilbert", "electra", "roberta", "xlm-roberta", "albert", "gpt2", "xlnet"]

  private static let folder = Result {
    let folder = try Folder()
    let script = RepositoryRoot.url.appendingPathComponent("Scripts/oracles/taggers.py")
    _ = try Oracle.run(script: script, arguments: [folder.path("taggers")])
    return folder
  }

  private func path(_ kind: String) throws -> String { try Self.folder.get().path("taggers/" + kind) }

  private func expected(_ kind: String) throws -> Expected {
    try JSONDecoder().decode(Expected.self, from: Data(contentsOf: URL(fileURLWithPath: path(kind) + "/expected.json")))
  }

  private func lines(_ outcome: Program.Outcome) throws -> [Line] {
    #expect(outcome.status == 0, "\(outcome)")
    return try outcome.outputLines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
  }

  private func conll(_ sentences: [[String]], _ tags: [[String]]) -> String {
    zip(sentences, tags).map { zip($0, $1).map { "\($0) \($1)\n" }.joined() }.joined(separator: "\n")
  }

  private func report(_ kind: String, _ data: String, _ more: [String] = []) throws -> Report {
    let outcome = try Program.run(["evaluate", path(kind), data, "--json", "--offline"] + more)
    #expect(outcome.status == 0, "\(outcome)")
    return try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
  }

  @Test("Entities, their places and scores are the pipeline's", arguments: kinds)
  func entities(kind: String) throws {
    let expected = try expected(kind)
    let outcome = try Program.run(
      ["predict", path(kind), "--offline"] + expected.texts.flatMap { ["--text", $0] })
    let lines = try lines(outcome)
    #expect(lines.map(\.text) == expected.texts)
    for (line, want) in zip(lines, expected.entities) {
      #expect(line.entities.map { [$0.label, $0.text] } == want.map { [$0.label, $0.text] }, "\(line.text)")
      for (entity, want) in zip(line.entities, want) {
        #expect(entity.start == want.start && entity.end == want.end)
        #expect(abs(entity.score - want.score) < 1e-5)
      }
    }
  }

  @Test("The service gives the pipeline's entities", arguments: ["bert", "roberta", "xlm-roberta"])
  func service(kind: String) throws {
    struct Answer: Decodable {
      struct Result: Decodable {
        let entities: [Entity]
      }
      let results: [Result]
    }
    let expected = try expected(kind), server = try Server(path(kind))
    let body = String(decoding: try JSONEncoder().encode(["input": expected.texts]), as: UTF8.self)
    let answer = try server.classify(body)
    #expect(answer.status == 200, "\(answer)")
    let found = try JSONDecoder().decode(Answer.self, from: Data(answer.body.utf8)).results.map(\.entities)
    #expect(found.map { $0.map { [$0.label, $0.text] } } == expected.entities.map { $0.map { [$0.label, $0.text] } })
    for (entity, want) in zip(found.joined(), expected.entities.joined()) {
      #expect(entity.start == want.start && entity.end == want.end && abs(entity.score - want.score) < 1e-5)
    }
  }

  @Test("Words given as such have the classes that the reference gives them", arguments: kinds)
  func words(kind: String) throws {
    let expected = try expected(kind), folder = try Folder()
    let data = try folder.write(conll(expected.sentences, expected.tags), as: "data.conll")
    let right = try report(kind, data)
    // Of the right entities as the reference tags them all are found, and no others.
    #expect(right.rows == expected.sentences.count && right.precision == 1 && right.recall == 1 && right.f1 == 1)
    #expect(right.per_label.values.reduce(0) { $0 + $1.support } > 5)
    let objects = try zip(expected.sentences, expected.tags).map { words, tags in
      String(decoding: try JSONEncoder().encode(["tokens": words, "tags": tags]), as: UTF8.self) + "\n"
    }.joined()
    #expect(try report(kind, folder.write(objects, as: "data.jsonl")).f1 == 1)
    // A sentence without its entities: what is found there is too much.
    var tags = expected.tags
    tags[0] = tags[0].map { _ in "O" }
    let wrong = try report(kind, folder.write(conll(expected.sentences, tags), as: "wrong.iob"))
    #expect(wrong.recall == 1 && wrong.precision < 1)
    let predicted = try Program.run(["predict", path(kind), data, "--offline"])
    #expect(try lines(predicted).map(\.text) == expected.sentences.map { $0.joined(separator: " ") })
  }

  @Test("What predict writes is read as labelled data, with the right answers")
  func spans() throws {
    let expected = try expected("roberta"), folder = try Folder()
    let found = try Program.run(["predict", path("roberta"), "--offline"] + expected.texts.flatMap { ["--text", $0] })
    let report = try report("roberta", folder.write(found.output, as: "spans.jsonl"))
    #expect(report.f1 == 1 && report.per_label.values.reduce(0) { $0 + $1.support } == expected.entities.joined().count)
  }

  @Test("int8 is held against fp32 and against the data")
  func quantized() throws {
    let expected = try expected("bert"), folder = try Folder()
    let data = try folder.write(conll(expected.sentences, expected.tags), as: "data.conll")
    let outcome = try Program.run([
      "quantize", path("bert"), "--data", data, "--out", folder.path("small"), "--min-agreement", "0", "--json",
      "--offline",
    ])
    #expect(outcome.status == 0, "\(outcome)")
    struct Figures: Decodable {
      let rows, words: Int
      let same_class, entity_f1, f1_fp32, f1_int8: Double
    }
    let figures = try JSONDecoder().decode(Figures.self, from: Data(outcome.output.utf8))
    #expect(figures.rows == expected.sentences.count && figures.words == expected.sentences.joined().count)
    // The data's tags are those that the reference gives in fp32.
    #expect(figures.f1_fp32 == 1 && figures.entity_f1 == figures.f1_int8)
    let judged = try Program.run(["evaluate", folder.path("small"), data, "--json", "--offline"])
    #expect(try JSONDecoder().decode(Report.self, from: Data(judged.output.utf8)).f1 == figures.f1_int8)
  }

  @Test("A long text is read in windows, each token where it stands farthest from an edge")
  func windows() throws {
    let expected = try expected("bert"), folder = try Folder()
    let text = try #require(expected.long), tags = try #require(expected.long_tags)
    let data = try folder.write(conll([text.split(separator: " ").map(String.init)], [tags]), as: "long.bio")
    let report = try report("bert", data)
    #expect(report.f1 == 1 && report.per_label.values.reduce(0) { $0 + $1.support } > 100)
  }

  @Test("Tables of texts, standard input and people's figures")
  func forms() throws {
    let expected = try expected("bert"), folder = try Folder()
    let table = try folder.write("text,x\n\"\(expected.texts[1])\",1\n", as: "data.csv")
    let fromTable = try Program.run(["predict", path("bert"), table, "--offline"])
    let fromInput = try Program.run(
      ["predict", path("bert"), "-", "--input-format", "conll", "--offline"], input: Data("the\nlight\n\nroom\n".utf8))
    #expect(try lines(fromTable).first?.entities.map(\.text) == expected.entities[1].map(\.text))
    #expect(try lines(fromInput).map(\.text) == ["the light", "room"])
    let data = try folder.write(conll(expected.sentences, expected.tags), as: "data.conll")
    let people = try Program.run(["evaluate", path("bert"), data, "--offline"])
    #expect(people.output.contains("precision 1.0000   recall 1.0000   F1 1.0000"), "\(people)")
    let inspected = try Program.run(["inspect", path("bert")])
    #expect(inspected.output.contains("trained, of tokens") && inspected.output.contains("5: O, B-PER"), "\(inspected)")
  }

  @Test("What does not fit a classifier of tokens is refused")
  func refusals() throws {
    let folder = try Folder(), model = try path("bert")
    let csv = try folder.write("text,label\na,b\n", as: "data.csv")
    let foreign = try folder.write("the B-MISC\n", as: "foreign.conll")
    let ragged = try folder.write("the O\nlight\n", as: "ragged.conll")
    let conll = try folder.write("the O\n", as: "data.conll")
    let cases: [(arguments: [String], status: Int32, words: String)] = [
      (["predict", model, "--text", "a", "--top", "2"], 64, "--top"),
      (["predict", model, "--text", "a", "--format", "csv"], 64, "--format"),
      (["evaluate", model, csv], 64, "labels of tokens"),
      (["evaluate", model, foreign], 65, "MISC"),
      (["evaluate", model, ragged], 65, "ragged.conll:2"),
      (["evaluate", model, conll, "--label-column", "x"], 64, "--label-column"),
      (["evaluate", model, conll, "--label-columns", "x,y"], 64, "--label-columns"),
      (["evaluate", model, conll, "--label-separator", ";"], 64, "--label-separator"),
      (["train", conll], 64, "labels of tokens"),
    ]
    for item in cases {
      let outcome = try Program.run(item.arguments + ["--offline"])
      #expect(outcome.status == item.status, "\(outcome)")
      #expect(outcome.errors.contains(item.words) && (1...2).contains(outcome.errorLines.count), "\(outcome)")
    }
  }
}
