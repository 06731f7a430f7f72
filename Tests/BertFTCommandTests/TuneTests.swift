import Foundation
import Testing

/// `bertft tune` tells what was tried, and its bundle is that of the command that it names.
struct TuneTests {
  private func arguments(_ data: String, out: String) throws -> [String] {
    [
      "tune", data, "--model", try Fixture.encoder.get(), "--epochs", "1", "--batch-size", "8", "--max-length", "16",
      "--out", out, "--offline", "--threads", "1", "--feature-cache", "0", "--methods", "finetune,features,tfidf",
      "--trials", "2",
    ]
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
  }

  @Test func theNamedCommandMakesTheSameBundle() throws {
    let folder = try Folder()
    let data = try folder.write(Reviews.csv(rows: 36), as: "data.csv"), out = folder.path("out")
    let outcome = try Program.run(try arguments(data, out: out))
    #expect(outcome.status == 0, "\(outcome)")
    for part in ["trial", "taken", "tune.json", "report.html", "The same alone: bertft train"] {
      #expect(outcome.output.contains(part), "\(outcome)")
    }
    #expect(outcome.errors.contains("the seed alone decides"), "\(outcome)")
    #expect(try Set(FileManager.default.contentsOfDirectory(atPath: out)) == ["best", "report.html", "tune.json"])

    let record = try object(try String(contentsOfFile: out + "/tune.json", encoding: .utf8))
    let trials = try #require(record["trials"] as? [[String: Any]]), chosen = try #require(record["chosen"] as? Int)
    #expect(trials.count == 4 && record["format_version"] as? Int == 1)
    for trial in trials {
      let command = try #require(trial["command"] as? String)
      #expect(command.hasPrefix("bertft train --method ") && !command.contains("--trials"), "\(command)")
    }
    let taken = try #require(trials.first { $0["number"] as? Int == chosen }?["command"] as? String)
    var words = taken.split(separator: " ").dropFirst().map(String.init)
    let place = try #require(words.firstIndex(of: "--out"))
    words[place + 1] = folder.path("alone")
    let alone = try Program.run(words)
    #expect(alone.status == 0, "\(alone)")
    let names = try Set(FileManager.default.contentsOfDirectory(atPath: out + "/best"))
    #expect(try names == Set(FileManager.default.contentsOfDirectory(atPath: folder.path("alone"))))
    for name in names where name.hasSuffix(".safetensors") || name == "config.json" {
      #expect(
        FileManager.default.contentsEqual(atPath: out + "/best/" + name, andPath: folder.path("alone") + "/" + name),
        "\(name)")
    }

    // What is finished is told again, and nothing else may be asked of it.
    let again = try Program.run(try arguments(data, out: out) + ["--resume", "--json"])
    #expect(again.status == 0, "\(again)")
    let told = try object(again.output)
    #expect(NSDictionary(dictionary: told) == NSDictionary(dictionary: record))
    let other = try Program.run(try arguments(data, out: out) + ["--resume", "--metric", "macro-f1"])
    #expect([64, 65].contains(other.status), "\(other)")
    // A search is not replaced either.
    let second = try Program.run(try arguments(data, out: out))
    #expect(second.status == 64 && second.errors.contains("holds a search already"), "\(second)")
    #expect(second.errors.contains("--resume"), "\(second)")
    let kept = try object(try String(contentsOfFile: out + "/tune.json", encoding: .utf8))
    #expect(NSDictionary(dictionary: kept) == NSDictionary(dictionary: record))
    let forced = try Program.run(try arguments(data, out: out) + ["--force", "--seed", "7", "--json"])
    #expect(
      try forced.status == 0 && NSDictionary(dictionary: object(forced.output)) != NSDictionary(dictionary: record))
    // What is not of a search is not replaced.
    let foreign = folder.path("foreign")
    try FileManager.default.createDirectory(atPath: foreign, withIntermediateDirectories: true)
    _ = try folder.write("mine", as: "foreign/notes.txt")
    let refused = try Program.run(try arguments(data, out: foreign))
    #expect(refused.status == 64, "\(refused)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: foreign) == ["notes.txt"])
  }

  @Test(arguments: [
    ["--trials", "0"], ["--methods", "glove"], ["--methods", "tfidf"], ["--metric", "log-loss"], ["--time", "10"],
    ["--task", "multi-label"], ["--epochs", "0"], ["--learning-rate", "0"],
  ])
  func wrongFlagsAreNamed(flags: [String]) throws {
    let folder = try Folder()
    let data = try folder.write(Reviews.csv(rows: 24), as: "data.csv")
    let outcome = try Program.run(try arguments(data, out: folder.path("out")) + flags)
    #expect(outcome.status == 64, "\(outcome)")
  }
}
