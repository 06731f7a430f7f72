import BertData
import BertStorage
import Foundation
import Testing

/// Damaged and unsuitable inputs: each gives a typed error with its exit code, none a trap.
struct BadInputTests {
  private func code(_ source: DataSource, _ options: ReadingOptions = .init()) -> ErrorCode? {
    do {
      _ = try DatasetReader.read(source, options: options)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func inputsThatCannotBeOpened() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bertft-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(code(.file(folder.appendingPathComponent("no-such-\(UUID()).csv"))) == .inputMissing)
    #expect(code(.file(folder)) == .inputMissing)
    #expect(code(.file(URL(fileURLWithPath: "/dev/null/x.csv"))) == .inputMissing)
    #expect(code(.standardInput) == .usage)
  }

  @Test(.disabled(if: geteuid() == 0, "the superuser may read everything"))
  func unreadableFile() throws {
    try withFile(Array("text,label\n".utf8)) { source in
      guard case .file(let url) = source else { return }
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: url.path)
      #expect(code(source) == .inputMissing)
    }
  }

  #if os(Linux)
    /// The kernel refuses to read the first page of a process: an I/O error from a file that opens.
    @Test func readThatFails() {
      #expect(code(.file(URL(fileURLWithPath: "/proc/self/mem")), .init(format: .csv)) == .io)
    }
  #endif

  @Test func formats() throws {
    #expect(try failure("text,label\n", "xlsx")?.code == .usage)
    #expect(try failure("text,label\n", "json")?.code == .badData)
    #expect(try dataset("text,label\na,b\n", "dat", .init(format: .csv)).examples.count == 1)
  }

  @Test(arguments: ["csv", "tsv", "jsonl", "json", "txt"])
  func emptyFiles(_ ending: String) throws {
    for content in ["", "\n\r\n\n", "\u{FEFF}"] {
      guard case .emptyFile = try failure(content, ending) else {
        Issue.record("\(ending) \(content.utf8.count)")
        continue
      }
    }
  }

  @Test(arguments: ["text,label", "text,label\n", "text,label\r\n\r\n"])
  func headerOnly(_ content: String) throws {
    let error = try failure(content)
    guard case .headerOnly = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.code == .badData)
  }

  @Test func damagedRowsAreCountedByKind() throws {
    var bytes = Array("text,label\ngood,x\n".utf8)
    bytes += [0xFF, 0xFE, 0x61] + Array(",x\n".utf8)  // line 3
    bytes += Array("a,b,c\nshort\n ,x\n\u{A0}\u{3000},x\nb,\nc, \n".utf8)  // 4 … 9
    bytes += Array("caf".utf8) + [0xE9] + Array(",x\n".utf8)  // 10
    bytes += Array("n\0l,x\n".utf8)  // 11
    bytes += Array("d,".utf8) + [0xC3] + Array("\nok,y\n".utf8)  // 12, 13
    let error = try #require(try failure(bytes))
    guard case .badRows(_, rows: 12, let faults) = error else {
      Issue.record("\(error)")
      return
    }
    let expected: [RowFault: RowTally] = [
      .invalidUTF8: tally(3, 10, 12), .raggedRow: tally(4, 5), .emptyText: tally(6, 7), .emptyLabel: tally(8, 9),
      .nulByte: tally(11),
    ]
    #expect(faults == expected)
    #expect(error.code == .badData)
    let lines = error.description.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(
      lines[0].hasSuffix(
        ".csv:3: 10 of 12 rows cannot be used: 3 with invalid UTF-8 (lines 3, 10, 12), "
          + "2 with more or fewer fields than the header (lines 4, 5), 2 with an empty text (lines 6, 7), "
          + "2 without a label (lines 8, 9), 1 with a NUL byte (line 11)"))
    let data = try dataset(bytes, "csv", .init(badRows: .skip))
    #expect(data.examples.map(\.text) == ["good", "ok"])
    #expect(data.report.faults == expected)
    #expect(data.report.skipped == 10)
  }

  @Test func overlongAndTruncatedUTF8() throws {
    let damaged: [[UInt8]] = [
      [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xF0, 0x9F],
    ]
    for bad in damaged {
      let data = try dataset(
        Array("text,label\na,x\n".utf8) + bad + Array(",y\n".utf8), "csv", .init(badRows: .skip))
      #expect(data.report.faults == [.invalidUTF8: tally(3)])
    }
  }

  @Test func onlyBadRows() throws {
    guard case .noUsableRows(_, rows: 2, _) = try failure("text,label\n,x\n,y\n", "csv", .init(badRows: .skip)) else {
      Issue.record("no error")
      return
    }
  }

  @Test func otherEncodingsAreNamed() throws {
    let text = "text,label\na good film,pos\na bad one,neg\n"
    let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    let wide = text.unicodeScalars.flatMap { [UInt8($0.value & 0xFF), 0, 0, 0] }
    // Byte order marks are believed, unless an option says otherwise.
    let cases: [([UInt8], String, String?)] = [
      (little, "UTF-16LE", nil), ([0xFF, 0xFE] + little, "UTF-16LE", "utf-8"), (big, "UTF-16BE", nil),
      ([0xFE, 0xFF] + big, "UTF-16BE", "utf-8"), ([0xFF, 0xFE, 0, 0] + wide, "UTF-32", "utf-8"),
    ]
    for (bytes, name, encoding) in cases {
      let error = try failure(bytes, "csv", .init(encoding: encoding))
      guard case .encoding(_, likely: name) = error else {
        Issue.record("\(name): \(String(describing: error))")
        continue
      }
      #expect(error?.code == .badData)
    }
  }

  @Test func archivesAreNamed() throws {
    let error = try failure([0x50, 0x4B, 3, 4] + [UInt8](repeating: 7, count: 100))
    #expect(error?.description.contains("Excel") == true)
    #expect(try failure([UInt8](repeating: 0, count: 100))?.code == .badData)
  }

  @Test func aVeryLongTextIsOneRow() throws {
    let text = String(repeating: "word, \"\"", count: 1_250_000)
    let start = ContinuousClock.now
    let data = try dataset("text,label\n\"\(text)\",pos\nb,neg\n")
    #expect(data.examples[0].text.utf8.count == 1_250_000 * 7)
    #expect(data.examples[1].line == 3)
    // Linear time is milliseconds; quadratic time would be minutes.
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func rowsHaveALimit() throws {
    let bytes = Array("text,label\na,x\n".utf8) + [UInt8](repeating: 0x61, count: 3 << 20)
    let error = try failure(bytes, "csv", .init(maximumRowBytes: 1 << 20))
    guard case .rowTooLong(_, line: 3, limit: 1_048_576) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.code == .badData)
  }

  @Test func randomBytesNeverTrap() throws {
    var generator = SeededGenerator(seed: 3)
    let pieces: [[UInt8]] = [
      Array("\"".utf8), Array(",".utf8), [0x0A], [0x0D], [0], [0xFF], [0xC3], Array("{".utf8), Array("}".utf8),
      Array("\"text\":".utf8), Array("\"label\":".utf8), Array("text,label\n".utf8), Array("__label__".utf8),
      Array(" ".utf8), Array("\\u".utf8), Array("[".utf8), Array("1e".utf8), Array("\t".utf8), Array("a".utf8),
      [0xEF, 0xBB, 0xBF],
    ]
    for round in 0..<400 {
      var bytes: [UInt8] = []
      for _ in 0..<generator.next(below: 60) { bytes += pieces[generator.next(below: pieces.count)] }
      let ending = ["csv", "tsv", "jsonl", "txt", "json"][round % 5]
      _ = try failure(bytes, ending, .init(badRows: round % 8 < 4 ? .error : .skip))
    }
  }
}
