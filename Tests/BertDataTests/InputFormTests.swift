import BertData
import BertStorage
import Foundation
import Testing

/// Tables as programs export them, packed files and other encodings.
struct InputFormTests {
  @Test(arguments: [
    ("sep=;\r\ntext;label\r\na, b;x\r\nc;y\r\n", 3, 0), ("# exported today\ntext,label\n\"a, b\",x\nc,y\n", 3, 1),
    ("text, label\n\"a, b\", \"x\"\n\"c\", y\n", 2, 1), ("text,label\n\"a, b\",x,\nc,y,,\n", 2, 1),
    ("text,label,\n\"a, b\",x\nc,y\n", 2, 0),
  ])
  func headsAndEdgesOfTables(_ content: String, line: Int, remarks: Int) throws {
    let data = try dataset(content)
    #expect(data.examples.map(\.text) == ["a, b", "c"] && data.labels?.names == ["x", "y"])
    #expect(data.examples[0].line == line)
    let spaces = data.report.remarks.filter { if case .labelsTrimmed = $0 { true } else { false } }
    #expect(data.report.remarks.count - spaces.count == remarks, "\(data.report.remarks)")
  }

  @Test func otherQuotesAreNamed() throws {
    let content = "text,label\n'a, b','x'\n\"say \\\"hi\\\" now\",y\na, b,z\n\"ok\" no,z\nd,z\n"
    let data = try dataset(content, "csv", .init(badRows: .skip))
    #expect(
      data.report.faults == [
        .singleQuotes: tally(2), .backslashQuote: tally(3), .raggedRow: tally(4), .strayQuote: tally(5),
      ])
    let error = try #require(try failure(content))
    #expect(error.description.contains("only \" quotes") && error.description.contains("doubled"))
  }

  /// A comment that may be a header is none; spaces in unquoted fields stay.
  @Test func whatIsNoFormOfItsOwnStaysAsItIs() throws {
    #expect(try failure("#text\na\n")?.code == .usage)
    let said = try dataset("text,label\n\"he said, \"\"no\"\", and\",x\nb,y\n", "csv")
    #expect(said.examples[0].text == "he said, \"no\", and" && said.report.remarks.isEmpty)
    #expect(try dataset("text, label\n a, x\n \"b\" c, y\n").examples.map(\.text) == [" a", " \"b\" c"])
  }

  @Test(arguments: ["gzip", "bzip2"])
  func packedFilesAreReadAsTheirContent(_ program: String) throws {
    let content = "text,label\n" + (0..<20000).map { "text number \($0 &* 7919 % 10007),l\($0 % 3)\n" }.joined()
    let bytes = try pack(Array(content.utf8), program)
    let plain = try dataset(content)
    let ending = program == "gzip" ? "csv.gz" : "csv.bz2"
    let data = try dataset(bytes, ending)
    #expect(data.examples.map(\.text) == plain.examples.map(\.text) && data.labels == plain.labels)
    #expect(data.examples.last?.line == 20001)
    // Two members one behind the other, and an ending that does not tell.
    let twice = try dataset(bytes + pack(Array("more,l0\n".utf8), program), "dat", .init(format: .csv))
    #expect(twice.examples.count == 20001)
    for length in [bytes.count / 2, bytes.count - 3] {
      guard case .damagedArchive? = try failure(Array(bytes[..<length]), ending) else {
        Issue.record("\(length)")
        continue
      }
    }
    var damaged = bytes
    damaged[bytes.count / 2] ^= 0xFF
    #expect(try failure(damaged, ending)?.code == .badData)
  }

  private func pack(_ bytes: [UInt8], _ program: String) throws -> [UInt8] {
    try withFile(bytes) { source in
      guard case .file(let url) = source else { return [] }
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = [program, "-c", url.path]
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let packed = try pipe.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      return Array(packed)
    }
  }

  @Test func otherEncodingsAreReadWhereTheyAreNamed() throws {
    let bytes = Array("text,label\ncaf".utf8) + [0xE9, 0x20, 0x93, 0x80, 0x94] + Array(",x\nb,y\n".utf8)
    for name in ["windows-1252", "latin1", "ISO-8859-1", "cp1252"] {
      #expect(try dataset(bytes, "csv", .init(encoding: name)).examples[0].text == "café “€”", "\(name)")
    }
    let error = try #require(try failure(bytes))
    #expect(error.description.contains(".csv:2:") && error.description.contains("--encoding windows-1252"))
    let text = "text,label\ncafé 😀,x\nb,y\n"
    let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(try dataset(little, "csv", .init(encoding: "utf-16le")).examples[0].text == "café 😀")
    #expect(try dataset([0xFF, 0xFE] + little, "csv", .init(encoding: "UTF-16")).examples[0].text == "café 😀")
    #expect(try dataset(Array(text.utf8), "csv", .init(encoding: "utf-8")).examples[0].text == "café 😀")
    // Shift JIS: the second byte of 表 is that of a backslash.
    let japanese = Array("text,label\n".utf8) + [0x95, 0x5C] + Array(",x\nb,y\n".utf8)
    #expect(try dataset(japanese, "csv", .init(encoding: "shift_jis")).examples[0].text == "表")
    #expect(try failure(bytes, "csv", .init(encoding: "klingon"))?.code == .usage)
    #expect(try failure(bytes, "csv", .init(encoding: ""))?.code == .usage)
    guard case .notInEncoding? = try failure(bytes, "csv", .init(encoding: "us-ascii")) else {
      Issue.record("taken for ASCII")
      return
    }
  }

  /// Rows of all lengths, so that the pieces that are converted end at every place of a character.
  @Test func longTextsAreConvertedWhole() throws {
    var content = "text,label\n"
    for row in 0..<4000 { content += String(repeating: "ä😀x", count: row % 97 + 1) + "\(row),l\(row % 2)\n" }
    let bytes = content.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    let data = try dataset(bytes, "csv", .init(encoding: "utf-16be"))
    #expect(data.examples.map(\.text) == (try dataset(content)).examples.map(\.text))
  }
}
