import BertData
import BertStorage
import Foundation
import Testing

/// A directory `DIR/label/*.txt`, as scikit-learn's `load_files` reads one: folders and files in the order of their names.
struct LabelledFolderTests {
  /// Writes files into a directory of its own and reads it.
  private func read(
    _ files: [String: [UInt8]], _ options: ReadingOptions = .init()
  ) throws -> (outcome: Result<Dataset, DataError>, path: String) {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("bertft-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (name, bytes) in files {
      let file = url.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    }
    return (Result { () throws(DataError) in try DatasetReader.read(.file(url), options: options) }, url.relativePath)
  }

  private func texts(_ files: [String: String]) -> [String: [UInt8]] { files.mapValues { Array($0.utf8) } }

  @Test func foldersAreLabelsAndFilesAreTexts() throws {
    let files = texts([
      "pos/10.txt": "good, \"really\"\r\n\r\nyes\n", "pos/9.txt": "fine", "neg/a.txt": "bad\n",
      "neg/b.TXT": "\u{FEFF}worse",
    ])
    let data = try read(files).outcome.get()
    #expect(data.examples.map(\.text) == ["bad", "worse", "good, \"really\"\r\n\r\nyes", "fine"])
    #expect(data.labels?.names == ["neg", "pos"] && data.examples.map(\.label) == [0, 0, 1, 1])
    #expect(data.examples.map(\.line) == [1, 2, 3, 4] && data.report.remarks.isEmpty)
  }

  @Test func filesMayBePackedOrOfOtherEncodings() throws {
    let utf16: [UInt8] = [0xFF, 0xFE] + Array("café".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let latin: [UInt8] = Array("caf".utf8) + [0xE9]
    let data = try read(["a/1.txt": utf16, "b/1.txt": Array("tea".utf8)]).outcome.get()
    #expect(data.examples.map(\.text) == ["café", "tea"])
    let named = try read(["a/1.txt": latin, "b/1.txt": Array("tea".utf8)], .init(encoding: "windows-1252"))
    #expect(try named.outcome.get().examples.map(\.text) == ["café", "tea"])
  }

  @Test func otherEntriesArePassedOverAndTold() throws {
    let files = texts([
      "README": "x", "a/1.txt": "one", "a/notes.md": "x", "b/1.txt": "two", "b/deep/1.txt": "x", "b/.hidden.txt": "x",
    ])
    let data = try read(files).outcome.get()
    #expect(data.examples.map(\.text) == ["one", "two"] && data.report.remarks == [.filesPassedOver(3)])
  }

  @Test func faultsNameTheirFiles() throws {
    let files: [String: [UInt8]] = [
      "a/1.txt": [0x61, 0xFF], "a/2.txt": [0x0A], "b/1.txt": [0x62, 0], "b/2.txt": [0x63],
    ]
    let (outcome, path) = try read(files)
    guard case .failure(let error) = outcome else {
      Issue.record("read")
      return
    }
    #expect(error.code == .badData && error.description.hasPrefix(path + "/a/1.txt: 3 of 4 rows"))
    #expect(error.description.contains("a/2.txt") && error.description.contains("b/1.txt"))
    let data = try read(files, .init(badRows: .skip, needsLabels: false)).outcome.get()
    #expect(data.examples.map(\.text) == ["c"])
    let labels = LabelSet(names: ["b", "c"])
    guard
      case .failure(let unknown) = try read(texts(["a/x.txt": "one", "b/x.txt": "two"]), .init(labels: labels)).outcome
    else {
      Issue.record("read")
      return
    }
    #expect(unknown.description.contains("/a/x.txt: the label 'a'"))
  }

  @Test func aDirectoryOfAnotherLayoutIsRefused() throws {
    for files in [texts(["1.txt": "one"]), texts(["a/1.csv": "text,label"]), [:]] {
      guard case .failure(.isDirectory) = try read(files).outcome else {
        Issue.record("read")
        continue
      }
    }
    guard case .failure(.optionsOfFiles) = try read(texts(["a/1.txt": "one"]), .init(format: .csv)).outcome else {
      Issue.record("read")
      return
    }
  }

  @Test func aFileIsBounded() throws {
    let files = texts(["a/1.txt": String(repeating: "word ", count: 1 << 16), "b/1.txt": "two"])
    guard case .failure(.rowTooLong) = try read(files, .init(maximumRowBytes: 1 << 17)).outcome else {
      Issue.record("read")
      return
    }
    #expect(try read(files).outcome.get().examples[0].text.utf8.count == 5 << 16)
  }

  /// The files' own names can be told apart as ids.
  @Test func theFileIsAColumn() throws {
    let data = try read(texts(["a/1.txt": "one", "b/1.txt": "two"]), .init(carriedColumns: ["file"])).outcome.get()
    #expect(data.examples.map(\.carried) == [[.text("a/1.txt")], [.text("b/1.txt")]])
  }
}
