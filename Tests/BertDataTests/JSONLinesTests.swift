import BertData
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
      "{\"text\":\"a\",\"label\":1}}", "{\"text\":\"\\ud800\",\"label\":1}", "{\"text\":\"\\x\",\"label\":1}",
      "{\"text\":\"a\u{1}\",\"label\":1}", "{\"text\":\"a\",\"label\":[1,}", "{text:1}", "{\"text\":\"a\\", "\"text\"",
      "{\"text\":\"a\",\"label\":NaN}", "{\"text\":\"a\",}", "{\"text\":\"\\u12\",\"label\":1}",
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
}
