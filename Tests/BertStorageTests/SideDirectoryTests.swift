import BertStorage
import Foundation
import Testing
import _TestSupport

/// What is made beside a place, exchanged with what is there, and cleared away after runs that were killed.
@Suite struct SideDirectoryTests {
  /// No process: the kernel's numbers end below.
  private static let dead = 4_194_304

  private func make(_ url: URL, _ text: String) throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url.appendingPathComponent("file"))
  }

  private func text(_ url: URL) throws -> String {
    try String(contentsOf: url.appendingPathComponent("file"), encoding: .utf8)
  }

  /// Without a call that exchanges names, as some file systems are.
  private static let plain = FileOperations(exchange: { _, _ in
    errno = EINVAL
    return -1
  })

  @Test(arguments: [FileOperations.system, plain]) func `What was there comes back`(operations: FileOperations) throws {
    let scratch = try Scratch()
    let place = scratch.url.appendingPathComponent("out")
    try make(place, "old")
    do {
      let side = try SideDirectory(beside: place)
      try make(side.made, "new")
      let replacement = try side.replace(operations: operations)
      #expect(try text(place) == "new")
      try side.undo(replacement, operations: operations)
      #expect(try text(place) == "old")
      _ = try side.replace(operations: operations)
    }
    #expect(try text(place) == "new")
    #expect(try scratch.names == ["out"])
  }

  @Test func `The directories above are made`() throws {
    let scratch = try Scratch()
    let place = scratch.url.appendingPathComponent("a/b/out")
    let side = try SideDirectory(beside: place)
    try make(side.made, "new")
    #expect(try side.replace() == .moved)
    #expect(try text(place) == "new")
  }

  @Test func `At no moment is the place empty`() throws {
    let scratch = try Scratch()
    let place = scratch.url.appendingPathComponent("out")
    try make(place, "old")
    let side = try SideDirectory(beside: place)
    try make(side.made, "new")
    // A rename, which leaves such a moment, fails here.
    let operations = FileOperations(rename: { _, _ in
      errno = EIO
      return -1
    })
    #expect(try side.replace(operations: operations) == .exchanged)
    #expect(try text(place) == "new" && text(side.made) == "old")
  }

  @Test func `What the killed left is cleared, and the only one put back`() throws {
    let scratch = try Scratch()
    let place = scratch.url.appendingPathComponent("out"), other = scratch.url.appendingPathComponent("other")
    let left = scratch.url.appendingPathComponent("out.tmp-\(Self.dead)-1")
    try make(left.appendingPathComponent("replaced"), "old")
    try Data().write(to: left.appendingPathComponent(WorkMark.name))
    let stale = scratch.url.appendingPathComponent("other.tmp-\(Self.dead)-7")
    try Data("half".utf8).write(to: stale)
    Leftovers.clear(beside: place.path)
    #expect(try text(place) == "old")
    try AtomicFile.write(Data("whole".utf8), to: other)
    #expect(try scratch.names == ["other", "out"])
  }

  @Test func `What is not left over stays`() throws {
    let scratch = try Scratch()
    let place = scratch.url.appendingPathComponent("out")
    // Somebody's directory without the mark, a running process, and names of another form.
    try make(scratch.url.appendingPathComponent("out.tmp-\(Self.dead)"), "mine")
    for name in ["out.tmp-1-1", "out.tmp-\(getpid())-0", "out.tmp-x", "out.tmp-\(Self.dead)-1-2", "out.tmp-"] {
      try Data().write(to: scratch.url.appendingPathComponent(name))
    }
    let held = scratch.url.appendingPathComponent("out.tmp-\(Self.dead)-3")
    let lock = try FileLock(held.path, name: "held")
    let before = try scratch.names
    withExtendedLifetime(lock) { Leftovers.clear(beside: place.path) }
    #expect(try scratch.names == before)
  }
}
