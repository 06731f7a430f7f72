import BertData
import Foundation
import Testing

/// Columns that travel along with the texts.
struct CarriedColumnsTests {
  private func rows(
    _ text: String, _ format: DataFormat, _ columns: [String], badRows: ReadingOptions.Policy = .error
  ) throws -> [[CarriedValue]] {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("carried-\(UUID().uuidString).x")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    var stream = try DatasetReader.stream(
      .file(file),
      options: ReadingOptions(badRows: badRows, format: format, needsLabels: false, carriedColumns: columns))
    var rows: [[CarriedValue]] = []
    while let row = try stream.next() { rows.append(row.carried) }
    #expect(stream.fraction == 1)
    return rows
  }

  @Test func delimitedFields() throws {
    let text = "Id,text,\" note \"\n7,good,\"a \"\"b\"\"\"\n,bad,\n"
    #expect(
      try rows(text, .csv, ["note", "id", "text", "id"]) == [
        [.text("a \"b\""), .text("7"), .text("good"), .text("7")], [.text(""), .text(""), .text("bad"), .text("")],
      ])
    #expect(try rows("a\ttext\n\"x\"\tgood\n", .tsv, ["a"]) == [[.text("x")]])
  }

  @Test func membersOfObjects() throws {
    let text =
      #"{"text":"good","a":"x\n\u00fc","b":1.50,"c":[1, {"d":"]"}],"e":null,"f":true}"#
      + "\n" + #"{"text":"bad","b":"2","b":3}"# + "\n"
    #expect(
      try rows(text, .jsonl, ["a", "b", "c", "e", "f"]) == [
        [.text("x\nü"), .json("1.50"), .json(#"[1, {"d":"]"}]"#), .null, .json("true")],
        [.null, .json("3"), .null, .null, .null],
      ])
  }

  @Test func columnsMustBeThere() throws {
    for (text, format) in [("text,a\nx,1\n", DataFormat.csv), ("{\"text\":\"x\",\"a\":1}\n", .jsonl)] {
      #expect {
        try rows(text, format, ["b"])
      } throws: {
        if case DataError.columnNotFound(_, _, "carry", "b", ["text", "a"])? = $0 as? DataError {
          true
        } else {
          false
        }
      }
    }
    #expect(throws: DataError.self) { try rows("x\n", .txt, ["a"]) }
  }

  @Test func columnsThatMayBeMissingAreNullThen() throws {
    func pairs(_ text: String, _ format: DataFormat) throws -> [Example] {
      let file = FileManager.default.temporaryDirectory.appendingPathComponent("pairs-\(UUID().uuidString).x")
      try Data(text.utf8).write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      let options = ReadingOptions(format: format).ofTextPairs
      var stream = try DatasetReader.stream(.file(file), options: options)
      var rows: [Example] = []
      while let row = try stream.next() { rows.append(row) }
      #expect(rows.allSatisfy { $0.carried.count == options.optionalColumns.count && $0.pair != nil })
      return rows
    }
    // The score, then the negatives by number.
    let table = try pairs("NEGATIVE_2,anchor,positive,score\nx,a,b,0.5\n,c,d,\n", .csv)
    #expect(table[0].carried[0] == .text("0.5") && table[0].carried[3] == .text("x") && table[0].carried[1] == .null)
    #expect(table[1].carried[0] == .text("") && table[1].carried[3] == .text(""))
    #expect(table[0].text == "a" && table[0].pair == "b")
    // A later object may have what the first lacks.
    let objects = try pairs(
      #"{"anchor":"a","positive":"b"}"# + "\n" + #"{"anchor":"c","positive":"d","negative":"e","score":1}"# + "\n",
      .jsonl)
    #expect(objects[0].carried.allSatisfy { $0 == .null })
    #expect(objects[1].carried[0] == .json("1") && objects[1].carried[1] == .text("e"))
    #expect(throws: DataError.self) { _ = try pairs("anchor,other\na,b\n", .csv) }
  }

  @Test func damagedValuesAreFaults() throws {
    let text = #"{"text":"x","a":"\u0000"}"# + "\n" + #"{"text":"y","a":1}"# + "\n"
    #expect(throws: DataError.self) { try rows(text, .jsonl, ["a"]) }
    #expect(try rows(text, .jsonl, ["a"], badRows: .skip) == [[.json("1")]])
  }

  @Test func aColumnThatIsMissingIsNamedWithItsOption() throws {
    let content = Array("text,label\na,x\n".utf8)
    for (options, name) in [
      (ReadingOptions(carriedColumns: ["nope"]), "carry"),
      (ReadingOptions(carriedColumns: ["nope", "label"], idColumn: "nope"), "id-column"),
    ] {
      let error = try #require(try failure(content, "csv", options))
      #expect(error.description.contains("'nope'") && error.description.contains("with the option \(name)"), "\(error)")
    }
  }
}
