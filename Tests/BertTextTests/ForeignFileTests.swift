import BertStorage
import BertText
import Foundation
import Testing

/// Files that are not what their name says, and JSON that breaks off.
@Suite("What is not a tokenizer")
struct ForeignFileTests {
  private static let pointer = """
    version https://git-lfs.github.com/spec/v1
    oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
    size 90868376

    """

  static let files: [(bytes: [UInt8], kind: ForeignFile)] = [
    ([], .empty), (Array(" \r\n".utf8), .empty), ([0xEF, 0xBB, 0xBF, 0x0A], .empty),
    ([UInt8](repeating: 0, count: 4096), .zeroes), (Array(pointer.utf8), .gitLFSPointer(size: 90_868_376)),
    (Array(pointer.replacing("\n", with: "\r\n").utf8), .gitLFSPointer(size: 90_868_376)),
    (Array("version https://git-lfs.github.com/spec/v1\n".utf8), .gitLFSPointer(size: nil)),
    (Array("\n<!DOCTYPE HTML>\n<p>".utf8), .htmlPage), (Array("<html lang=\"en\">\n<head>".utf8), .htmlPage),
    (Array("<HTML><BODY>no".utf8), .htmlPage), (Array("<?xml version=\"1.0\"?><Error>".utf8), .xmlDocument),
    (Array("Entry not found".utf8), .errorMessage("Entry not found")),
    ([0x50, 0x4B, 0x03, 0x04, 0x14], .zipArchive), ([0x1F, 0x8B, 0x08], .gzip),
    (Array("BZh9".utf8) + [0x31, 0x41, 0x59, 0x26, 0x53, 0x59], .bzip2),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .xz), ([0x28, 0xB5, 0x2F, 0xFD], .zstandard),
    ([0xFF, 0xFE, 0x5B, 0x00], .utf16Text),
  ]

  @Test("a tokenizer's files say so", arguments: ["tokenizer.json", "vocab.txt", "spiece.model"])
  func loading(name: String) {
    for (bytes, kind) in Self.files {
      do {
        try TemporaryDirectory.with([name: Data(bytes)]) { _ = try TokenizerLoader.load(directory: $0) }
        Issue.record("\(kind) was taken")
      } catch TokenizerError.foreignFile(let file, kind) {
        #expect(file.hasSuffix(name))
      } catch {
        Issue.record("\(kind): \(error)")
      }
    }
  }

  private func error(_ text: String, _ name: String = "tokenizer.json") -> TokenizerError? {
    do {
      try TemporaryDirectory.with([name: Data(text.utf8)]) { _ = try TokenizerLoader.load(directory: $0) }
      return nil
    } catch { return error as? TokenizerError }
  }

  @Test("JSON that breaks off at any byte is told from JSON that is wrong")
  func truncation() {
    let whole = #"{"a": [1.5e-3, -2, true, false, null], "b\u00e9\n": {"c": "d"}}"#
    for length in 1..<whole.utf8.count {
      let text = String(whole.prefix(length))
      guard case .truncatedJSON(_, length) = error(text) else {
        Issue.record("\(text): \(String(describing: error(text)))")
        continue
      }
    }
    guard case .invalidJSON(_, 3, _) = error("[1 2]") else { return #expect(Bool(false), "wrong JSON") }
  }

  @Test("NaN and Infinity: refused in tokenizer.json, taken from Python's files")
  func nonFinite() {
    for literal in ["NaN", "Infinity", "-Infinity"] {
      guard case .nonFiniteNumber(_, 3, 9, literal) = error("{\n\n \"a\": \(literal)}") else {
        Issue.record("\(literal): \(String(describing: error("{\n\n \"a\": \(literal)}")))")
        continue
      }
      // Read, and then the vocabulary is missed.
      guard case .noTokenizerFiles = error("{\"model_max_length\": \(literal), \"x\": 1e999}", "tokenizer_config.json")
      else { return #expect(Bool(false), "\(literal)") }
    }
  }
}
