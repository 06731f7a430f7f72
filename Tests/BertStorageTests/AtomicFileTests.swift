import BertStorage
import Foundation
import Testing
import _TestSupport

/// What comes between a file and its place.
@Suite struct AtomicFileTests {
  /// System calls of which one fails with the given error number.
  static func failing(_ call: String, _ code: Int32) -> FileOperations {
    var operations = FileOperations()
    switch call {
    case "write":
      // Part of the bytes arrive before the disk is full.
      operations.write = { descriptor, bytes, count in
        if count > 2 { return write(descriptor, bytes, 2) }
        errno = code
        return -1
      }
    case "fsync":
      operations.synchronize = { _ in
        errno = code; return -1
      }
    default:
      operations.rename = { _, _ in
        errno = code; return -1
      }
    }
    return operations
  }

  @Test(arguments: [
    ("write", ENOSPC, FileError.Fault.diskFull),
    ("write", EDQUOT, .diskFull),
    ("write", EIO, .io(operation: "write", code: EIO)),
    ("fsync", ENOSPC, .diskFull),
    ("fsync", EIO, .io(operation: "fsync", code: EIO)),
    ("rename", EROFS, .notWritable),
    ("rename", EXDEV, .io(operation: "rename", code: EXDEV)),
  ])
  func `A failing call leaves the old file and nothing beside it`(
    call: String, code: Int32, fault: FileError.Fault
  ) throws {
    let scratch = try Scratch()
    let url = try scratch.file("a", Data("old".utf8))
    #expect(throws: FileError(fault, url.path)) {
      try AtomicFile.write(Data("newer".utf8), to: url, operations: Self.failing(call, code))
    }
    #expect(try scratch.names == ["a"])
    #expect(try String(contentsOf: url, encoding: .utf8) == "old")
  }

  @Test func `Short writes and interruptions are carried on`() throws {
    let scratch = try Scratch()
    let url = scratch.url.appendingPathComponent("a")
    var operations = FileOperations()
    operations.write = { descriptor, bytes, count in
      if Bool.random() {
        errno = EINTR
        return -1
      }
      return write(descriptor, bytes, min(count, 3))
    }
    try AtomicFile.write(Data("0123456789".utf8), to: url, operations: operations)
    #expect(try String(contentsOf: url, encoding: .utf8) == "0123456789")
  }

  @Test func `A missing directory and a directory as target are errors`() throws {
    let scratch = try Scratch()
    let lost = scratch.url.appendingPathComponent("no/a")
    #expect(throws: FileError(.directoryMissing, lost.path)) { try AtomicFile.write(Data(), to: lost) }
    let directory = scratch.url.appendingPathComponent("d")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
    #expect(throws: FileError(.io(operation: "rename", code: EISDIR), directory.path)) {
      try AtomicFile.write(Data(), to: directory)
    }
    #expect(try scratch.names == ["d"])
  }

  // Rights do not bind the superuser; there the injected EROFS above stands for this.
  @Test(.enabled(if: getuid() != 0))
  func `A read-only directory is an error`() throws {
    let scratch = try Scratch()
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: scratch.url.path)
    let url = scratch.url.appendingPathComponent("a")
    #expect(throws: FileError(.notWritable, url.path)) { try AtomicFile.write(Data(), to: url) }
  }

  @Test func `Many writers of one file leave one whole version`() async throws {
    let scratch = try Scratch()
    let url = scratch.url.appendingPathComponent("a")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask {
          for _ in 0..<10 { try AtomicFile.write(Data(repeating: UInt8(number), count: 10_000), to: url) }
        }
      }
      try await group.waitForAll()
    }
    let content = try Data(contentsOf: url)
    #expect(content.count == 10_000)
    #expect(Set(content).count == 1)
    #expect(try scratch.names == ["a"])
  }
}
