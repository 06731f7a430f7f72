import BertStorage
import Foundation
import Testing
import _TestSupport

@Suite struct FileSystemTests {
  /// FIPS 180-4's examples, as NIST publishes them.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `Digests are those of the standard`(text: String, digest: String) throws {
    let file = try Scratch().file("a", Data(text.utf8))
    #expect(FileDigest.sha256(of: Data(text.utf8)) == digest)
    let scratch = try Scratch()
    let kept = try scratch.file("a", Data(text.utf8))
    #expect(try FileDigest.sha256(of: kept) == digest)
    #expect(throws: FileError(.notARegularFile, scratch.url.path)) { try FileDigest.sha256(of: scratch.url) }
    #expect(throws: FileError(.notFound, file.path)) { try FileDigest.sha256(of: file) }
  }

  /// Nobody writes to it, so that opening it to read would never end.
  @Test(.timeLimit(.minutes(1))) func `A named pipe has no digest`() throws {
    let scratch = try Scratch()
    let pipe = scratch.url.appendingPathComponent("pipe")
    #expect(mkfifo(pipe.path, 0o600) == 0)
    #expect(throws: FileError(.notARegularFile, pipe.path)) { try FileDigest.sha256(of: pipe) }
  }

  @Test func `Directories are made with those above them`() throws {
    let scratch = try Scratch()
    let deep = scratch.url.appendingPathComponent("a/b/c")
    try FileSystem.makeDirectory(deep)
    try FileSystem.makeDirectory(deep)
    #expect(FileSystem.isDirectory(deep) && FileSystem.size(of: deep) == nil)
    let file = try scratch.file("f", Data("1234".utf8))
    #expect(FileSystem.size(of: file) == 4)
    #expect(throws: FileError.self) { try FileSystem.makeDirectory(file.appendingPathComponent("x")) }
    #expect(throws: FileError(.io(operation: "create the directory", code: ENOTDIR), file.path)) {
      try FileSystem.makeDirectory(file)
    }
  }

  @Test func `A growing file keeps what it is told to keep`() throws {
    let scratch = try Scratch()
    let path = scratch.url.appendingPathComponent("g").path
    let file = try GrowingFile(at: path, keeping: 0, name: "OUT")
    try file.append(Array("0123456789".utf8))
    try file.cut(to: 6)
    try file.append(Array("ab".utf8))
    try file.overwriteStart(Array("xy".utf8))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "xy2345ab" && file.size == 8)
    #expect(try GrowingFile(at: path, keeping: nil, name: "OUT").size == 8)
    #expect(throws: FileError(.shrunkSinceOpened(wanted: 9, found: 8), path)) {
      _ = try GrowingFile(at: path, keeping: 9, name: "OUT")
    }
  }

  @Test func `A copied directory replaces the one of its name, and one that cannot be read replaces nothing`() throws {
    let scratch = try Scratch()
    let from = scratch.url.appendingPathComponent("from"), to = scratch.url.appendingPathComponent("to")
    try FileSystem.makeDirectory(from.appendingPathComponent("inner"))
    try FileSystem.makeDirectory(to)
    try Data("1".utf8).write(to: from.appendingPathComponent("inner/a"))
    try Data("2".utf8).write(to: to.appendingPathComponent("old"))
    let gone = scratch.url.appendingPathComponent("gone")
    #expect(throws: FileError(.notFound, gone.path)) { try FileSystem.copyDirectory(gone, to: to) }
    #expect(try FileSystem.read(to.appendingPathComponent("old")) == Data("2".utf8))
    try FileSystem.copyDirectory(from, to: to)
    #expect(try FileManager.default.subpathsOfDirectory(atPath: to.path).sorted() == ["inner", "inner/a"])
    #expect(try FileSystem.read(to.appendingPathComponent("inner/a")) == Data("1".utf8))
    #expect(try scratch.names == ["from", "to"])
  }
}
