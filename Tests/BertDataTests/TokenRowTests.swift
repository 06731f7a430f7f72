import BertData
import BertStorage
import Foundation
import Testing
import _TestSupport

/// Data whose tokens have labels: what is read, and what is refused with which line.
struct TokenRowTests {
  private func read(
    _ content: String, as name: String = "data.conll", _ options: TokenReadingOptions = TokenReadingOptions()
  ) throws -> TokenDataset {
    let scratch = try Scratch()
    return try TokenDataset(contentsOf: .file(scratch.file(name, Data(content.utf8))), options: options)
  }

  private func tags(_ text: String) -> [TokenTag] { text.split(separator: " ").compactMap { TokenTag(String($0)) } }

  private func expectFault(
    _ fault: TokenRowFault, line: Int, _ content: String, as name: String = "data.conll",
    _ options: TokenReadingOptions = TokenReadingOptions()
  ) {
    do {
      _ = try read(content, as: name, options)
      Issue.record("read: \(content)")
    } catch TokenDataError.row(_, line, fault) {
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test("CoNLL 2003's columns, with documents' beginnings, lines' ends of all kinds, and no end at the last")
  func columns() throws {
    let dataset = try read(
      "-DOCSTART- -X- -X- O\n\nEU NNP B-NP B-ORG\r\nrejects VBZ B-VP O\r\n \n\nPeter NNP B-NP B-PER\nBlack  NNP I-NP I-PER"
    )
    #expect(
      dataset.rows == [
        TokenRow(.words(["EU", "rejects"], tags: tags("B-ORG O")), line: 3),
        TokenRow(.words(["Peter", "Black"], tags: tags("B-PER I-PER")), line: 7),
      ])
    #expect(dataset.scheme == .bio && dataset.notes.isEmpty)
  }

  @Test("Columns between tabs may have spaces in them, and a token may be a no-break space's neighbour")
  func tabs() throws {
    let dataset = try read("New York\tB-LOC\n10\u{A0}km\tO\n", as: "data.iob")
    #expect(dataset.rows == [TokenRow(.words(["New York", "10\u{A0}km"], tags: tags("B-LOC O")), line: 1)])
  }

  @Test("Comments stand before a sentence; a token # is a token")
  func comments() throws {
    let dataset = try read("# id = 7\n# text = # one\n# O\none B-X\n\n# newdoc\ntwo O\n# I-X\n", as: "data.bio")
    #expect(
      dataset.rows == [
        TokenRow(.words(["#", "one"], tags: tags("O B-X")), line: 3),
        TokenRow(.words(["two", "#"], tags: tags("O I-X")), line: 7),
      ])
    #expect(dataset.notes.count == 1 && dataset.broken.firstLines == [7])
  }

  @Test("Words alone, where no tags are needed")
  func untagged() throws {
    let options = TokenReadingOptions(needsTags: false)
    #expect(try read("one\n#two\n\nthree\n", options).rows.map(\.line) == [1, 4])
    #expect(try read("one X O\ntwo X O\n", options).rows == [TokenRow(.words(["one", "two"], tags: nil), line: 1)])
  }

  @Test("Lines that are no tokens with tags")
  func columnFaults() {
    expectFault(.columns(found: 3, expected: 2), line: 4, "one O\n\ntwo O\nthree X O\n")
    expectFault(.columns(found: 1, expected: 2), line: 2, "one O\ntwo\n")
    expectFault(.tagMissing, line: 1, "one\ntwo\n")
    expectFault(.tagForm("PER"), line: 2, "one O\ntwo PER\n")
    expectFault(.tagNumber(3), line: 1, "one 3\n")
    expectFault(.tagNumberUnknown(3, names: 2), line: 1, "one 3\n", TokenReadingOptions(tagNames: ["O", "B-X"]))
  }

  @Test("Numbers are tags where their names are given")
  func numbers() throws {
    let options = TokenReadingOptions(tagNames: ["O", "B-X"])
    #expect(
      try read("one 1\ntwo 0\n", options).rows == [TokenRow(.words(["one", "two"], tags: tags("B-X O")), line: 1)])
    #expect(
      try read(#"{"tokens": ["one"], "ner_tags": [1]}"#, as: "data.jsonl", options).rows
        == [TokenRow(.words(["one"], tags: tags("B-X")), line: 1)])
  }

  @Test("Objects with tokens and tags, or with a text and spans in scalars")
  func objects() throws {
    let dataset = try read(
      #"""
      {"tokens": ["Alice", "went"], "tags": ["B-PER", "O"]}

      {"text": "👩‍👧 Bob, Ann", "spans": [{"start": 9, "end": 12, "label": "PER"}, {"start": 4, "end": 7, "label": "PER"}]}
      {"text": "none", "entities": []}
      """#, as: "data.jsonl")
    #expect(
      dataset.rows == [
        TokenRow(.words(["Alice", "went"], tags: tags("B-PER O")), line: 1),
        TokenRow(
          .text("👩‍👧 Bob, Ann", entities: [LabelledRange("PER", 4..<7), LabelledRange("PER", 9..<12)]), line: 3),
        TokenRow(.text("none", entities: []), line: 4),
      ])
  }

  @Test("Objects that are no row")
  func objectFaults() {
    func expect(_ fault: TokenRowFault, _ object: String) {
      expectFault(fault, line: 2, "{\"tokens\": [\"a\"], \"tags\": [\"O\"]}\n" + object, as: "data.jsonl")
    }
    expect(.tagCount(1, tokens: 2), #"{"tokens": ["a", "b"], "tags": ["O"]}"#)
    expect(.tagForm("PER"), #"{"tokens": ["a"], "tags": ["PER"]}"#)
    expect(.tagNumber(2), #"{"tokens": ["a"], "tags": [2]}"#)
    expect(.member("tags", expected: "a list of a tag for each token"), #"{"tokens": ["a"]}"#)
    expect(.member("tokens", expected: "a list of strings"), #"{"tokens": "a b", "tags": []}"#)
    expect(.emptyToken(1), #"{"tokens": ["a", " "], "tags": ["O", "O"]}"#)
    expect(.empty, #"{"tokens": [], "tags": []}"#)
    expect(.empty, #"{"text": " ", "spans": []}"#)
    expect(.contentMissing, #"{"sentence": "a"}"#)
    expect(.malformedJSON, #"["a"]"#)
    expect(
      .spanOutside(start: 0, end: 3, scalars: 2), #"{"text": "ab", "spans": [{"start": 0, "end": 3, "label": "X"}]}"#)
    expect(
      .spanOutside(start: 1, end: 1, scalars: 2), #"{"text": "ab", "spans": [{"start": 1, "end": 1, "label": "X"}]}"#)
    expect(
      .spansOverlap(first: LabelledRange("X", 0..<2), second: LabelledRange("Y", 1..<3)),
      #"{"text": "abc", "spans": [{"start": 1, "end": 3, "label": "Y"}, {"start": 0, "end": 2, "label": "X"}]}"#)
  }

  @Test("Damaged sentences are left out and counted where the options say so")
  func skipping() throws {
    let dataset = try read(
      "one O\n\ntwo PER\nthree O\n\nfour B-X\n", TokenReadingOptions(badRows: .skip))
    #expect(dataset.rows.map(\.line) == [1, 6])
    #expect(dataset.notes == ["left out 1 damaged row: line 3"])
  }

  @Test("Forms without labels of tokens, empty files and mixed schemes are refused")
  func refusals() {
    func code(_ content: String, as name: String) -> ErrorCode? {
      do {
        _ = try read(content, as: name)
        return nil
      } catch {
        return (error as? TokenDataError)?.code
      }
    }
    #expect(code("text,label\na,b\n", as: "data.csv") == .usage)
    #expect(code("", as: "data.conll") == .badData)
    #expect(code("-DOCSTART- O\n\n", as: "data.conll") == .badData)
    #expect(code("a S-X\nb U-X\n", as: "data.conll") == .badData)
    #expect(throws: DataError.self) {
      let scratch = try Scratch()
      _ = try DatasetReader.read(.file(scratch.file("data.conll", Data("a O\n".utf8))), options: ReadingOptions())
    }
  }
}
