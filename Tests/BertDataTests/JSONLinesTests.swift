import BertData
import BertStorage
import Testing

struct JSONLinesTests {
  @Test func membersAreFoundByName() throws {
    let data = try dataset(
      """
      {"id": 1, "Text": "good \\u00e9\\n\\ud83d\\ude00 \\"q\\"", "meta": {"a": [1, {"b": "}"}]}, "label": "pos"}

        {"label":"neg","Text":"bad"}
      """, "jsonl")
    #expect(data.examples.map(\.text) == ["good é\n😀 \"q\"", "bad"])
    #expect(data.labels?.names == ["neg", "pos"])
    #expect(data.examples.map(\.line) == [1, 3])
    #expect(data.report.textColumn == "Text")
  }

  @Test func labelsThatAreNoStringsCountByTheirText() throws {
    let content = "{\"text\":\"a\",\"label\":10}\n{\"text\":\"b\",\"label\":2}\n{\"text\":\"c\",\"label\":\"2\"}\n"
    let data = try dataset(content, "ndjson")
    #expect(data.labels?.names == ["2", "10"])
    #expect(data.examples.map(\.label) == [1, 0, 0])
    let mixed = try dataset("{\"text\":\"a\",\"label\":true}\n{\"text\":\"b\",\"label\":1.0}\n", "jsonl")
    #expect(mixed.labels?.names == ["1.0", "true"])
  }

  @Test func everyMalformedLineIsCounted() throws {
    let bad = [
      "{\"text\":\"a\",\"label\":1", "{\"text\":\"a\" \"label\":1}", "{\"text\":\"a\",\"label\":01}", "nonsense",
      "{\"text\":\"a\",\"label\":1}}", "{\"text\":\"\\x\",\"label\":1}",
      "{\"text\":\"a\u{1}\",\"label\":1}", "{\"text\":\"a\",\"label\":[1,}", "{text:1}", "{\"text\":\"a\\", "\"text\"",
      "{\"text\":\"a\",}", "{\"text\":\"\\u12\",\"label\":1}",
    ]
    let content = "{\"text\":\"a\",\"label\":1}\n" + bad.joined(separator: "\n") + "\n{\"text\":\"b\",\"label\":2}"
    let data = try dataset(content, "jsonl", .init(badRows: .skip))
    #expect(data.report.faults[.malformedJSON]?.firstLines == Array(2...(bad.count + 1)))
    #expect(data.examples.count == 2)
  }

  @Test func missingNullAndNestedValues() throws {
    let content = """
      {"text":"a","label":"x"}
      {"label":"x"}
      {"text":null,"label":"x"}
      {"text":"b"}
      {"text":"b","label":null}
      {"text":["b"],"label":"x"}
      {"text":"b","label":{}}
      {"text":"c","label":"y"}
      """
    let data = try dataset(content, "jsonl", .init(badRows: .skip))
    #expect(
      data.report.faults == [
        .missingField: tally(2), .emptyText: tally(3), .emptyLabel: tally(4, 5), .notAScalar: tally(6, 7),
      ])
  }

  @Test func deepNestingCostsNoStack() throws {
    let deep = String(repeating: "[", count: 1_000_000) + String(repeating: "]", count: 1_000_000)
    let data = try dataset("{\"x\":\(deep),\"text\":\"a\",\"label\":1}\n{\"text\":\"b\",\"label\":2}\n", "jsonl")
    #expect(data.examples.count == 2)
  }

  @Test func anArrayIsNamedAsSuch() throws {
    guard case .jsonArray(_, line: 2) = try failure("\n[{\"text\":\"a\",\"label\":1}]\n", "jsonl") else {
      Issue.record("no error")
      return
    }
  }

  @Test func nanAndHalfSurrogatesHaveReasonsOfTheirOwn() throws {
    let content = """
      {"text":"a","label":NaN}
      {"text":"a","label":1,"score":-Infinity}
      {"text":"a \\ud83d","label":1}
      {"text":"a \\udc00 b","label":1}
      {"text":"a \\ud83d\\ude00","label":1}
      {"text":"b","label":"\\uDBFF"}
      {"text":"c","label":2}
      """
    let data = try dataset(content, "jsonl", .init(badRows: .skip))
    #expect(data.report.faults == [.notANumber: tally(1, 2), .loneSurrogate: tally(3, 4, 6)])
    #expect(data.examples.map(\.text) == ["a \u{1F600}", "c"])
  }

  @Test func aListOfOneLabelIsThatLabel() throws {
    let content = "{\"text\":\"a\",\"label\":[\"p\\u00e9\"]}\n{\"text\":\"b\",\"label\":[ 2 ]}\n"
    #expect(try dataset(content, "jsonl").labels?.names == ["2", "pé"])
    let several =
      content
      + "{\"text\":\"c\",\"label\":[\"x\",\"y\"]}\n{\"text\":\"c\",\"label\":[]}\n{\"text\":\"c\",\"label\":[[1]]}"
    let data = try dataset(several, "jsonl", .init(badRows: .skip))
    #expect(data.report.faults == [.severalLabels: tally(3), .emptyLabel: tally(4), .notAScalar: tally(5)])
  }

  @Test func aLaterObjectMayTellTheColumns() throws {
    let content = "{\"id\":0}\n{\"text\":\"a\",\"label\":1}\n{\"label\":2,\"text\":\"b\"}\n"
    let data = try dataset(content, "jsonl", .init(badRows: .skip))
    #expect(data.examples.map(\.text) == ["a", "b"] && data.report.faults == [.missingField: tally(1)])
    #expect(try failure(content, "jsonl")?.code == .badData)
    // Nothing tells them: the first object's members are listed.
    guard case .columnUnclear(_, line: 1, _, _, ["id"], _)? = try failure("{\"id\":0}\n{\"x\":0}\n", "jsonl") else {
      Issue.record("no error")
      return
    }
  }

  @Test(arguments: [
    #"[{"text":"a [","label":"x"},{"text":"b }\\","label":"y"}]"#,
    "\u{FEFF}[\r\n {\"text\": \"a [\",\r\n  \"label\": \"x\"},\r\n {\"text\": \"b }\\\\\", \"label\": \"y\"}\r\n]\r\n",
    "{\"text\":\"a [\",\"label\":\"x\"}\n{\"text\":\"b }\\\\\",\"label\":\"y\"}\n",
    "{\n\"text\":\"a [\",\"label\":\"x\", \"n\": {\"m\": [1, {}]}\n}\n{\n\"text\":\"b }\\\\\",\"label\":\"y\"\n}",
  ])
  func jsonIsReadInAnyForm(_ content: String) throws {
    let data = try dataset(content, "json")
    #expect(data.examples.map(\.text) == ["a [", "b }\\"])
    #expect(data.labels?.names == ["x", "y"])
  }

  @Test func jsonThatIsCutShortIsAnErrorWhateverThePolicy() throws {
    for content in ["[{\"text\":\"a\",\"label\":1}", "[{\"text\":\"a\",\"label\":1},{\"text\":\"b\"", "{\"text\":{"] {
      guard case .jsonUnclosed? = try failure(content, "json", .init(badRows: .skip)) else {
        Issue.record("\(content)")
        continue
      }
    }
    let data = try dataset(
      "nonsense\n{\"text\":\"a\",\"label\":1}\n{\"text\":\"b\n{\"text\":\"c\",\"label\":2}", "json",
      .init(badRows: .skip))
    #expect(data.examples.map(\.text) == ["a", "c"] && data.report.faults == [.malformedJSON: tally(1, 3)])
    #expect(data.examples.map(\.line) == [2, 4])
  }

  /// Python's json refuses each of these, at the place given.
  @Test(arguments: [
    ("[{\"text\":\"a\",\"label\":1} {\"text\":\"b\",\"label\":2}]", 1),
    ("[{\"text\":\"a\",\"label\":1}\n{\"text\":\"b\",\"label\":2}]", 2),
    ("[{\"text\":\"a\",\"label\":1},\n]", 2), ("[\n,{\"text\":\"a\",\"label\":1}]", 2),
    ("[{\"text\":\"a\",\"label\":1},,{\"text\":\"b\",\"label\":2}]", 1), ("[\"a\" {\"text\":\"b\",\"label\":2}]", 1),
  ])
  func anArrayNeedsOneCommaBetweenTwoElements(content: String, line: Int) throws {
    guard case .jsonSeparator(_, let found, _)? = try failure(content, "json", .init(badRows: .skip)) else {
      Issue.record("\(content)")
      return
    }
    #expect(found == line)
  }

  @Test func anElementThatIsNoObjectIsABadRow() throws {
    let row = "{\"text\":\"x ] , [\",\"label\":1}"
    for (element, isOn) in [("null", 1), ("\"a, ] \\\" b\"", 1), ("[1,[2]]", 1), ("12", 1), ("true", 1), ("nul", 1)] {
      for content in ["[\(element),\(row)]", "[\n\(element),\n\(row)\n]", "[\(row),\(element)]"] {
        let data = try dataset(content, "json", .init(badRows: .skip))
        #expect(data.examples.map(\.text) == ["x ] , ["], "\(content)")
        #expect(data.report.faults[.malformedJSON]?.count == isOn, "\(content)")
      }
    }
    guard case .noUsableRows? = try failure("[\"a\",\"b\"]", "json", .init(badRows: .skip)) else {
      Issue.record("an array of texts")
      return
    }
  }
}
