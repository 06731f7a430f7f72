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

  @Test(arguments: ["gzip", "bzip2", "zstd"])
  func packedFilesAreReadAsTheirContent(_ program: String) throws {
    let content = "text,label\n" + (0..<20000).map { "text number \($0 &* 7919 % 10007),l\($0 % 3)\n" }.joined()
    let bytes = try pack(Array(content.utf8), program)
    let plain = try dataset(content)
    let ending = ["gzip": "csv.gz", "bzip2": "csv.bz2", "zstd": "csv.zst"][program] ?? ""
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

  /// Frames as other options of the tool make them: without a checksum, so that nothing follows the last block; of a pipe,
  /// without the size; with a frame to be skipped before, as pzstd writes.
  @Test func zstdFramesOfAllKindsAreRead() throws {
    let content = "text,label\n" + (0..<20000).map { "text number \($0 &* 7919 % 10007),l\($0 % 3)\n" }.joined()
    let plain = try dataset(content).examples.map(\.text)
    let bytes = Array(content.utf8)
    let skipped: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
    for packed in [
      try pack(bytes, "zstd", "--no-check"), try pack(bytes, "zstd", "--no-check", "-19", "--long=27"),
      try skipped + pack(bytes, "zstd"), try pack(bytes, "zstd") + skipped,
    ] {
      #expect(try dataset(packed, "csv.zst").examples.map(\.text) == plain)
    }
    // The tool too refuses what follows the last frame and is none.
    guard case .damagedArchive? = try failure(pack(bytes, "zstd") + Array("junk".utf8), "csv.zst") else {
      Issue.record("read on")
      return
    }
  }

  /// The head of a frame with a window of 2^28 bytes (RFC 8878, 3.1.1.1.2), as `zstd --long=28` writes for a pipe.
  @Test func aWiderWindowIsRefused() throws {
    let wide: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x04, 0x90, 0x09, 0, 0, 0x61]
    guard case .archiveWindow? = try failure(wide, "csv.zst") else {
      Issue.record("not refused")
      return
    }
    // Up to 2^27 the tool itself unpacks.
    guard case .damagedArchive? = try failure([0x28, 0xB5, 0x2F, 0xFD, 0x04, 0x88, 0x09, 0, 0], "csv.zst") else {
      Issue.record("not cut short")
      return
    }
  }

  @Test(
    arguments: [
      ("UTF-16LE", [0xFF, 0xFE]), ("UTF-16BE", [0xFE, 0xFF]), ("UTF-32LE", [0xFF, 0xFE, 0, 0]),
      ("UTF-32BE", [0, 0, 0xFE, 0xFF]),
    ] as [(String, [UInt8])])
  func aByteOrderMarkNamesTheEncoding(_ name: String, _ mark: [UInt8]) throws {
    let content = "text,label\ncafé 😀,x\n\"a, b\",y\n"
    let bytes = mark + (try encoded(content, name))
    let data = try dataset(bytes)
    #expect(data.examples.map(\.text) == ["café 😀", "a, b"] && data.labels?.names == ["x", "y"])
    #expect(data.report.textColumn == "text")
    #expect(try dataset(pack(bytes, "gzip"), "csv.gz").examples.map(\.text) == ["café 😀", "a, b"])
    // A text that is cut within a character is none, and one that says otherwise is not believed.
    #expect(try failure(Array(bytes.dropLast()))?.code == .badData)
    #expect(try failure(bytes, "csv", .init(encoding: "utf-8"))?.code == .badData)
    // Without the mark nothing names it.
    #expect(try failure(Array(bytes.dropFirst(mark.count)))?.code == .badData)
  }

  private func encoded(_ text: String, _ name: String) throws -> [UInt8] {
    let encodings: [String: String.Encoding] = [
      "UTF-16LE": .utf16LittleEndian, "UTF-16BE": .utf16BigEndian, "UTF-32LE": .utf32LittleEndian,
      "UTF-32BE": .utf32BigEndian,
    ]
    let encoding = try #require(encodings[name])
    return Array(try #require(text.data(using: encoding)))
  }

  private func pack(_ bytes: [UInt8], _ program: String, _ options: String...) throws -> [UInt8] {
    try withFile(bytes) { source in
      guard case .file(let url) = source else { return [] }
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = [program] + options + ["-c", url.path]
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
    #expect(error.description.contains(".csv:2:") && error.description.contains("the option encoding (windows-1252)"))
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
