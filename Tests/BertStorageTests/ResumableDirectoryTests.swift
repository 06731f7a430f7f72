import BertStorage
import Foundation
import Testing
import _TestSupport

/// Directories of work under way, their locks and journals.
@Suite(.serialized) struct ResumableDirectoryTests {
  private struct State: Codable, Equatable { var step: Int }

  private func open(_ url: URL) throws -> ResumableDirectory<State>? { try ResumableDirectory(url, name: "OUT") }

  @Test func `One holds it at a time, and the next finds what was written`() throws {
    let scratch = try Scratch()
    let url = scratch.url.appendingPathComponent("out.partial")
    var first = try open(url)
    #expect(first != nil)
    #expect(try open(url) == nil)
    guard case .missing = try first?.read() else { return #expect(Bool(false), "a journal from nowhere") }
    try first?.write(State(step: 3), keeping: "3 steps are")
    first = nil
    let second = try #require(try open(url))
    guard case .state(State(step: 3)) = try second.read() else { return #expect(Bool(false), "not what was written") }
    try Data("{\"step\":".utf8).write(to: second.journal)
    guard case .damaged = try second.read() else { return #expect(Bool(false), "half a journal was taken") }
    second.remove()
    #expect(try scratch.names == [])
  }

  @Test func `A signal removes what nothing can go on from, and nothing else`() throws {
    let scratch = try Scratch()
    func url(_ name: String) -> URL { scratch.url.appendingPathComponent(name) }
    let found = try #require(try open(url("found"))), begun = try #require(try open(url("begun")))
    let kept = try #require(try open(url("kept")))
    try Data("x".utf8).write(to: found.url.appendingPathComponent("rows"))
    begun.note(keeping: nil)
    try kept.write(State(step: 1), keeping: "1 step is")
    let lines = WorkUnderWay.leave().filter { $0.plain.contains(scratch.url.path) }
    let place = "interrupted; 1 step is kept in \(kept.url.path);"
    #expect(lines.map(\.plain) == [place + " resume to continue from there"])
    #expect(lines.map(\.commandLine) == [place + " the same command with --resume continues from there"])
    #expect(try scratch.names == ["found", "kept"])
  }

  @Test(arguments: [false, true]) func `A directory of somebody else's is left alone`(isLinked: Bool) throws {
    let scratch = try Scratch()
    let place = scratch.url.appendingPathComponent("out.partial")
    let theirs = isLinked ? scratch.url.appendingPathComponent("theirs") : place
    try FileManager.default.createDirectory(at: theirs, withIntermediateDirectories: true)
    if isLinked { try FileManager.default.createSymbolicLink(at: place, withDestinationURL: theirs) }
    let file = theirs.appendingPathComponent(isLinked ? WorkMark.name : "state.json")
    try Data("[1]".utf8).write(to: file)
    #expect(throws: FileError(.notOurs, place.path)) { _ = try open(place) }
    #expect(try String(contentsOf: file, encoding: .utf8) == "[1]")
  }

  @Test func `An empty one is taken, and so is one with a journal of before there were marks`() throws {
    let scratch = try Scratch()
    for (name, journal) in [("empty", nil), ("earlier", #"{"step":2}"#)] {
      let place = scratch.url.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      if let journal { try Data(journal.utf8).write(to: place.appendingPathComponent("state.json")) }
      let taken = try #require(try open(place))
      #expect(WorkMark.lies(in: place.path))
      taken.empty()
      #expect(try FileManager.default.contentsOfDirectory(atPath: place.path) == [WorkMark.name])
      taken.remove()
    }
    #expect(try scratch.names == [])
  }

  @Test func `A directory that went away cannot be held`() throws {
    let scratch = try Scratch()
    let place = scratch.url.appendingPathComponent("d").path
    #expect(throws: FileError(.directoryMissing, "OUT")) { _ = try FileLock(directory: place, name: "OUT") }
  }
}
