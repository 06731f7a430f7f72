import Foundation
import Testing

/// Places that take no bytes: exit code 75 for a full disk, 74 for others, a line that says where, and nothing lost that was there before.
struct DiskTests {
  /// A limit on the size of files stands for a full disk: writes end in the middle of the weights.
  @Test func fullDiskLeavesTheOldBundle() throws {
    let folder = try Folder()
    let data = try Fixture.reviews.get()
    let out = folder.path("out")
    let first = try Program.run(try Fixture.training(data, out: out, epochs: 1))
    #expect(first.status == 0, "\(first)")
    let before = try Program.run(["predict", out, "--text", "good"])
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)

    let arguments = try Fixture.training(data, out: out, epochs: 1).map { "'\($0)'" }.joined(separator: " ")
    // Units of 512 bytes; the tiny model's weights have some 100 KB.
    let second = try Program.shell("ulimit -f 40; exec \"$BERTFT\" \(arguments) --seed 7")
    #expect(second.status == 74, "\(second)")
    #expect((1...2).contains(second.errorLines.suffix(2).count))

    let after = try Program.run(["predict", out, "--text", "good"])
    #expect(after.status == 0, "\(after)")
    #expect(after.output == before.output)
    #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder.url.path)).isSuperset(of: names))
  }

  /// Root may write anywhere, so that a folder's permissions prove nothing; a path below a file stops root too.
  @Test func outputBelowAFileCannotBeWritten() throws {
    let folder = try Folder()
    let file = try folder.write("not a directory", as: "file")
    let outcome = try Program.run(try Fixture.training(try Fixture.reviews.get(), out: file + "/out", epochs: 1))
    #expect(outcome.status == 74, "\(outcome)")
    #expect(outcome.errors.contains(file) && outcome.errors.contains("Not a directory"), "\(outcome)")
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "not a directory")
  }

  #if os(Linux)
    @Test func readOnlyFileSystemCannotBeWritten() throws {
      let outcome = try Program.run(
        try Fixture.training(try Fixture.reviews.get(), out: "/proc/bertft-out", epochs: 1))
      #expect(outcome.status == 74, "\(outcome)")
      #expect(outcome.errors.contains("/proc"), "\(outcome)")
    }

    @Test(.enabled(if: getuid() != 0, "root may write into a directory without permission"))
    func directoryWithoutPermissionCannotBeWritten() throws {
      let folder = try Folder()
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.url.path)
      defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path) }
      let outcome = try Program.run(
        try Fixture.training(try Fixture.reviews.get(), out: folder.path("out"), epochs: 1))
      #expect(outcome.status == 74, "\(outcome)")
    }

    @Test(arguments: [
      "predict \"$MODEL\" --text good", "tokenize --model \"$MODEL\" --text good", "inspect \"$MODEL\"", "--help",
      "models list",
    ])
    func fullStandardOutputIsAnError(command: String) throws {
      let outcome = try Program.shell(
        "exec \"$BERTFT\" \(command) > /dev/full", environment: ["MODEL": try Fixture.classifier.get()])
      #expect(outcome.status == 74, "\(outcome)")
      #expect(outcome.errors.contains("standard output"), "\(outcome)")
    }
  #endif

  /// Something that is not a bundle is never replaced by one.
  @Test func otherFilesAreNotReplaced() throws {
    let folder = try Folder()
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("out"), withIntermediateDirectories: true)
    let letter = try folder.write("dear diary", as: "out/letter.txt")
    let outcome = try Program.run(
      try Fixture.training(try Fixture.reviews.get(), out: folder.path("out"), epochs: 1))
    #expect(outcome.status == 64, "\(outcome)")
    #expect(try String(contentsOfFile: letter, encoding: .utf8) == "dear diary")
  }
}
