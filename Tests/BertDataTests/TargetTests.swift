import BertData
import BertStorage
import Foundation
import Testing

/// Several labels a text and numbers, in every form in which files have them.
struct TargetTests {
  private func several(_ columns: [String] = [], separator: String? = nil, labels: LabelSet? = nil) -> ReadingOptions {
    ReadingOptions(labels: labels, problem: .multiLabel, labelColumns: columns, labelSeparator: separator)
  }

  private func flags(_ data: Dataset) -> [[Bool]?] { data.examples.map(\.labels) }

  @Test func columnsOfZeroAndOneAreLabels() throws {
    let data = try dataset(
      "text,toxic,obscene,id\na,1,0,7\nb,true,False,8\nc,,1.0,9\nd, 0 ,\"1\",1\n", "csv", several(["obscene", "toxic"]))
    #expect(data.labels?.names == ["obscene", "toxic"])
    #expect(flags(data) == [[false, true], [false, true], [true, false], [true, false]])
    #expect(data.countPerLabel == [2, 2])
    let lines = try dataset(
      #"{"text":"a","x":1,"y":null}"# + "\n" + #"{"text":"b","x":false,"y":"true"}"# + "\n", "jsonl",
      several(["x", "y"]))
    #expect(flags(lines) == [[true, false], [false, true]])
  }

  @Test func otherValuesInLabelColumnsAreRefused() throws {
    for (text, fault) in [("text,x\na,2\n", RowFault.noFlag), ("text,x\na,yes\n", .noFlag)] {
      guard case .badRows(_, 1, let faults) = try failure(text, "csv", several(["x"])) else {
        Issue.record("not refused: \(text)")
        continue
      }
      #expect(faults[fault]?.firstLines == [2])
    }
    let missing = try failure(#"{"text":"a","x":1}"# + "\n" + #"{"text":"b"}"#, "jsonl", several(["x"]))
    guard case .badRows(_, _, let faults) = missing else {
      Issue.record("\(String(describing: missing))")
      return
    }
    #expect(faults[.missingField]?.firstLines == [2])
    #expect(
      try failure("text,x\na,1\n", "csv", several(["x", "y"]))?.description.contains("the option label-columns") == true
    )
    #expect(try failure("text,x\na,1\n", "csv", several(["x", "x"]))?.code == .usage)
  }

  /// The separator is what the whole column shows, `|` before `;` before `,`.
  @Test(
    arguments: [
      ("a|b", "b", ["a", "b"]), ("a;b", "b", ["a", "b"]), ("a, b", "b", ["a", "b"]), ("a|b,c", "b,c", ["a", "b,c"]),
      ("[\"a\", \"b|c\"]", "a", ["a", "b|c"]), ("[]", "a", ["a"]), ("", "a", ["a"]),
    ])
  func oneColumnHoldsSeveral(first: String, second: String, names: [String]) throws {
    func quoted(_ field: String) -> String { "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\"" }
    // What stands inside a JSON list separates nothing.
    let data = try dataset("text,label\nx,\(quoted(first))\ny,\(quoted(second))\n", "csv", several())
    #expect(data.labels?.names == names)
    let expected = first.isEmpty || first == "[]" ? [] : names
    #expect(flags(data).first == names.map(expected.contains))
  }

  /// A column that is called as a label is that label's, in whatever order the columns are named.
  @Test func columnsAreTheLabelsThatTheyAreCalled() throws {
    let set = LabelSet(names: ["good", "screen", "late"])
    let text = "text,good,screen,late,x,y,z\na,1,0,0,1,0,0\nb,0,1,1,0,1,1\n"
    let expected = [[true, false, false], [false, true, true]]
    for columns in [
      ["good", "screen", "late"], ["late", "good", "screen"], ["Screen", "LATE", "good"], ["x", "y", "z"],
    ] {
      let data = try dataset(text, "csv", several(columns, labels: set))
      #expect(flags(data) == expected && data.labels == set, "\(columns)")
    }
    // What stands for a label in the data is its column too.
    let values = try #require(LabelSet(names: ["good", "screen", "late"], values: ["x", "y", "z"]))
    #expect(try flags(dataset(text, "csv", several(["z", "x", "y"], labels: values))) == expected)
    // One called so, in its place, leaves the others theirs.
    #expect(try flags(dataset(text, "csv", several(["x", "screen", "z"], labels: set))) == expected)
    for columns in [["late", "good"], ["good", "late", "x"], ["good", "good", "late"], ["x", "y", "z", "late"]] {
      let error = try failure(text, "csv", several(columns, labels: set))
      guard case .labelColumnsUnfit(_, columns, ["good", "screen", "late"]) = error else {
        Issue.record("\(columns): \(String(describing: error))")
        continue
      }
      #expect(error?.code == .usage)
    }
  }

  /// What begins as a list is one of JSON: cut at its commas it would be labels that nobody meant.
  @Test(arguments: ["['a', 'b']", "[\"a\",null]", "[\"a\",\"b\"", "[a|b]"])
  func brokenListsAreRefused(_ list: String) throws {
    let text = "text,label\nx,a\ny,\"\(list.replacingOccurrences(of: "\"", with: "\"\""))\"\n"
    guard case .badRows(_, 2, let faults) = try failure(text, "csv", several()) else {
      Issue.record("not refused: \(list)")
      return
    }
    #expect(faults[.noList]?.firstLines == [3])
    let line = "{\"text\":\"y\",\"label\":\"\(list.replacingOccurrences(of: "\"", with: "\\\""))\"}\n"
    guard case .badRows(_, 1, let more) = try failure(line, "jsonl", several()) else {
      Issue.record("not refused: \(line)")
      return
    }
    #expect(more[.noList]?.firstLines == [1])
    // A separator that was asked for says that it is meant so.
    #expect(try dataset(text, "csv", several(separator: "+")).labels?.names.contains(list) == true)
  }

  @Test func listsOfJSONAndLinesOfFastTextHoldSeveral() throws {
    let lines = try dataset(
      #"{"text":"a","labels":["x","y"]}"# + "\n" + #"{"text":"b","labels":[]}"# + "\n" + #"{"text":"c","labels":null}"#,
      "jsonl", several())
    #expect(lines.labels?.names == ["x", "y"])
    #expect(flags(lines) == [[true, true], [false, false], [false, false]])
    // White space around a name and empty ones are left out, as with a separator.
    let loose = try dataset(#"{"text":"a","labels":[" x","","y"]}"# + "\n", "jsonl", several())
    #expect(loose.labels?.names == ["x", "y"])
    let text = try dataset("__label__b __label__a one\ntwo\n__label__b three __label__b\n", "txt", several())
    #expect(text.labels?.names == ["a", "b"] && flags(text) == [[true, true], [false, false], [false, true]])
    #expect(text.examples.map(\.text) == ["one", "two", "three"])
  }

  @Test func labelsOutsideTheSetAreUnknown() throws {
    let set = LabelSet(names: ["x", "y"])
    let text = "text,label\na,x|z\nb,y\n"
    guard case .unknownLabels(_, let rows, let first, _) = try failure(text, "csv", several(labels: set)) else {
      Issue.record("not refused")
      return
    }
    #expect(rows.firstLines == [2] && first == "z")
    var options = several(labels: set)
    options.unknownLabels = .skip
    let data = try dataset(text, "csv", options)
    #expect(flags(data) == [[false, true]] && data.report.unknownLabels.count == 1)
  }

  @Test func numbersAreRead() throws {
    let options = ReadingOptions(problem: .regression)
    let data = try dataset("text,rating\na,4.5\nb,\" -1e2 \"\nc,3\n", "csv", options)
    #expect(data.examples.map(\.number) == [4.5, -100, 3] && data.labels?.names == ["rating"])
    let lines = try dataset("{\"text\":\"a\",\"label\":2}\n{\"text\":\"b\",\"label\":\"2.5\"}\n", "jsonl", options)
    #expect(lines.examples.map(\.number) == [2, 2.5])
    for value in ["good", "nan", "inf", "0x10", "1e999", "1e39", "4,5"] {
      guard case .badRows(_, _, let faults) = try failure("text,rating\na,1\nb,\"\(value)\"\n", "csv", options) else {
        Issue.record("\(value) is taken")
        continue
      }
      #expect(faults[.noNumber]?.firstLines == [3])
    }
  }

  @Test func whatCannotBeLearntIsRefused() throws {
    for (text, options) in [
      ("text,x\na,1\nb,1\n", several(["x"])), ("text,x\na,0\nb,0\n", several(["x"])),
      ("text,score\na,1\nb,1.0\n", ReadingOptions(problem: .regression, labelColumns: [])),
    ] {
      let data = try dataset(text, "csv", options)
      let error = #expect(throws: DataError.self) { try data.requireTrainable(file: "f") }
      #expect(error?.code == .badData)
    }
  }

  /// Each label keeps its share, rare ones too; the same seed gives the same rows.
  @Test func splitsKeepEachLabelsShare() {
    let targets = (0..<400).map { row in Target.labels([row % 2 == 0, row % 10 == 0, row % 40 == 0, false]) }
    let (training, held) = StratifiedSplit.split(targets: targets, fraction: 0.25, seed: 4)
    #expect(Set(training + held) == Set(targets.indices) && training.count + held.count == 400)
    #expect(abs(held.count - 100) <= 2)
    func count(_ rows: [Int], _ label: Int) -> Int {
      rows.count { if case .labels(let flags) = targets[$0] { flags[label] } else { false } }
    }
    for (label, rows) in [(0, 50), (1, 10)] { #expect(abs(count(held, label) - rows) <= 2) }
    #expect([2, 3].contains(count(held, 2)))
    #expect(StratifiedSplit.split(targets: targets, fraction: 0.25, seed: 4) == (training, held))
    #expect(StratifiedSplit.split(targets: targets, fraction: 0.25, seed: 5).held != held)
  }
}
