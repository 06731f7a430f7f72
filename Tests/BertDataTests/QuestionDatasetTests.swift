import BertData
import Foundation
import Testing

/// Rows with answers to several questions: each is read as the label of a file with one, and a row may lack some.
struct QuestionDatasetTests {
  private static let questions = [
    Question(name: "topic", column: "category", problem: .singleLabel),
    Question(name: "stars", column: "rating", problem: .regression),
    Question(name: "flags", column: "tags", problem: .multiLabel),
  ]

  private func read(
    _ text: String, as name: String = "data.csv", badRows: ReadingOptions.Policy = .error
  ) throws -> QuestionDataset {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("questions-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent(name)
    try Data(text.utf8).write(to: file)
    return try QuestionDataset.read(
      .file(file), questions: Self.questions.map { ($0, nil) }, options: ReadingOptions(badRows: badRows))
  }

  private static let answers: [[Target?]] = [
    [.label(1), .number(4.5), .labels([true, true])], [.label(0), nil, nil],
    [nil, .number(1), .labels([false, true])],
    [nil, nil, .labels([false, false])],
  ]

  @Test func emptyFieldsOfATableAreNoAnswers() throws {
    let dataset = try read(
      "text,category,rating,tags\none,world,4.5,a|b\ntwo,sport,,\nthree,,1,b\nfour,,,[]\n")
    #expect(dataset.examples.map(\.text) == ["one", "two", "three", "four"])
    #expect(dataset.examples.map(\.answers) == Self.answers)
    #expect(dataset.questions.map(\.labels.names) == [["sport", "world"], ["rating"], ["a", "b"]])
  }

  @Test func missingMembersAndNullAreNoAnswers() throws {
    let dataset = try read(
      """
      {"text": "one", "category": "world", "rating": 4.5, "tags": ["a", "b"]}
      {"text": "two", "category": "sport", "rating": null, "tags": null}
      {"text": "three", "rating": 1, "tags": ["b"]}
      {"text": "four", "tags": []}

      """, as: "data.jsonl")
    #expect(dataset.examples.map(\.answers) == Self.answers)
  }

  /// The objects of a JSON array may all be on one line.
  @Test func rowsOfOneLineHaveTheirOwnAnswers() throws {
    let dataset = try read(
      #"[{"text": "one", "category": "world", "rating": 4.5, "tags": ["a", "b"]}, {"text": "two", "category": "sport"},"#
        + #"{"text": "three", "rating": 1, "tags": ["b"]}, {"text": "four", "tags": []}]"#, as: "data.json")
    #expect(dataset.examples.map(\.text) == ["one", "two", "three", "four"])
    #expect(dataset.examples.map(\.answers) == Self.answers)
  }

  /// Two files put together, as they are where tasks come from different sources.
  @Test func aQuestionMayBeAnsweredFromSomeRowOnly() throws {
    let early = (0..<3000).map { #"{"text": "t\#($0)", "category": "\#($0 % 2 == 0 ? "world" : "sport")"}"# }
    let late = (0..<10).map { #"{"text": "u\#($0)", "rating": \#($0), "tags": ["a"]}"# }
    let dataset = try read((early + late).joined(separator: "\n") + "\n", as: "data.jsonl")
    #expect(dataset.examples.count == 3010)
    #expect(dataset.examples.last?.answers == [nil, .number(9), .labels([true])])
  }

  @Test func aRowWithoutAnyAnswerIsAFault() throws {
    let text = "text,category,rating,tags\none,world,1,a\ntwo,sport,2,b\nthree,,,\n"
    #expect {
      try read(text)
    } throws: {
      guard case .badRows(_, _, let faults)? = $0 as? DataError else { return false }
      return faults[.emptyLabel]?.firstLines == [4]
    }
    let dataset = try read(text, badRows: .skip)
    #expect(dataset.examples.count == 2 && dataset.report.faults[.emptyLabel]?.count == 1)
  }

  @Test func aDamagedAnswerIsAnErrorThatNamesTheQuestion() throws {
    let text = "text,category,rating,tags\none,world,good,a\ntwo,sport,2,b\n"
    #expect {
      try read(text)
    } throws: {
      guard case .badRows(let file, _, let faults)? = $0 as? DataError else { return false }
      return file.hasSuffix("question stars") && faults[.noNumber]?.count == 1
    }
    let dataset = try read(text, badRows: .skip)
    #expect(dataset.examples.map { $0.answers[1] } == [nil, .number(2)])
    #expect(dataset.notes.contains { $0.contains("stars") && $0.contains("1 of 2") }, "\(dataset.notes)")
  }

  @Test func whatCannotBeReadIsRefused() throws {
    #expect {
      try read("text,category,tags\none,world,a\ntwo,sport,b\n")
    } throws: {
      guard case .columnNotFound(_, _, let option, let name, _)? = $0 as? DataError else { return false }
      return option == "task stars" && name == "rating"
    }
    #expect {
      try read("text,category,rating,tags\none,world,,a\ntwo,sport,,b\n")
    } throws: {
      if case .questionWithoutAnswers(_, "stars", 2)? = $0 as? DataError { true } else { false }
    }
  }

  @Test func aMissingFileIsNotOfUnknownFormat() {
    #expect {
      try QuestionDataset.read(
        .file(URL(fileURLWithPath: "/nonexistent/reviews")), questions: Self.questions.map { ($0, nil) },
        options: .init())
    } throws: {
      if case .fileMissing? = $0 as? DataError { true } else { false }
    }
  }

  /// Of the first question of one label each label keeps its share, and so do the rows without an answer to it.
  @Test func theSplitIsStratifiedByTheFirstQuestionOfOneLabel() {
    let questions = [
      QuestionLabels(Self.questions[1], labels: LabelSet(names: ["rating"])),
      QuestionLabels(Self.questions[0], labels: LabelSet(names: ["sport", "world"])),
    ]
    let answers: [[Target?]] = (0..<100).map {
      [.number(Double($0)), $0 < 40 ? .label(0) : $0 < 60 ? .label(1) : nil]
    }
    let (training, held) = StratifiedSplit.split(answers: answers, questions: questions, fraction: 0.1, seed: 1)
    #expect(training.count == 90 && held.count == 10)
    #expect(held.count { $0 < 40 } == 4 && held.count { (40..<60).contains($0) } == 2)
  }
}
