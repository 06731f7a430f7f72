import BertStorage
import Testing

/// What a file is, told by its beginning.
@Suite struct ForeignFileTests {
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
    (Array("{\"error\":\"Repository not found\"}\n".utf8), .errorMessage("{\"error\":\"Repository not found\"}")),
    ([0x50, 0x4B, 0x03, 0x04, 0x14], .zipArchive), ([0x1F, 0x8B, 0x08], .gzip),
    (Array("BZh9".utf8) + [0x31, 0x41, 0x59, 0x26, 0x53, 0x59], .bzip2),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .xz), ([0x28, 0xB5, 0x2F, 0xFD], .zstandard),
    ([0xFF, 0xFE, 0x5B, 0x00], .utf16Text), (Array("GGUF".utf8) + [3, 0, 0, 0], .gguf), ([0x80, 2, 0x7D], .pickle),
  ]

  @Test(arguments: files)
  func `Each kind is told by its first bytes`(bytes: [UInt8], kind: ForeignFile) {
    #expect(ForeignFile(contents: bytes) == kind)
    #expect(!kind.name.contains("\n") && !kind.remedy.contains("\n"))
  }

  @Test(
    arguments: [
      "{}", "[PAD]\n[UNK]\n", "<html>\n</html>\n<body>\n", "<html>\na\n", "version https\n", "not found\nfound\n",
      "BZhang\n", "<s>\n<pad>\n", "{\"error\": 5}", "<htmlish> <head>",
    ])
  func `Lists of words and documents are none of these`(text: String) {
    #expect(ForeignFile(contents: Array(text.utf8)) == nil)
  }
}
