import Foundation
import Testing
import _TestSupport

/// Streams that are full, closed or without a reader: the exit code is that of the error, or of the work.
struct StandardStreamTests {
  @Test(arguments: [
    ("2> /dev/full", 66), ("2>&-", 66), ("2> gone", 66), ("> /dev/full 2>&1", 66),
  ]) func anErrorThatCannotBeWrittenEndsInItsCode(streams: String, code: Int32) throws {
    let folder = try Folder()
    // A pipe whose reader is gone; without a writer its reader would wait for ever.
    let pipe = streams.contains("gone") ? "mkfifo gone; (exec 3< gone; exec 3<&-) & " : ""
    let script = pipe + "\"$BERTFT\" evaluate ./nothing-here data.csv \(streams)"
    let outcome = try Program.shell(script, directory: folder.url)
    #expect(outcome.status == code, "\(outcome)")
  }

  @Test(arguments: ["> /dev/full", ">&-"]) func resultsThatCannotBeWrittenAreAnError(streams: String) throws {
    let outcome = try Program.shell("\"$BERTFT\" models list \(streams)")
    #expect(outcome.status == 74, "\(outcome)")
  }

  /// The other side of the stream, a program that shares it, has made it non-blocking.
  @Test(.enabled(if: Oracle.isAvailable)) func aNonBlockingOutputIsWaitedFor() throws {
    let folder = try Folder()
    let text = String(repeating: "word ", count: 2000)
    let lines = (0..<300).map { _ in "{\"text\":\"\(text)\"}\n" }.joined()
    try Data(lines.utf8).write(to: folder.url.appendingPathComponent("data.jsonl"))
    let script = """
      import fcntl, os, subprocess, sys, time
      read, write = os.pipe()
      fcntl.fcntl(write, fcntl.F_SETFL, fcntl.fcntl(write, fcntl.F_GETFL) | os.O_NONBLOCK)
      child = subprocess.Popen([os.environ["BERTFT"], "predict", os.environ["MODEL"], "data.jsonl", "--quiet"], stdout=write)
      os.close(write)
      time.sleep(2)
      count = 0
      while piece := os.read(read, 65536): count += piece.count(b"\\n")
      sys.exit(0 if child.wait() == 0 and count == 300 else 1)
      """
    let outcome = try Program.start(
      ["-c", script], executable: try #require(Oracle.python),
      environment: ["BERTFT": Program.url.path, "MODEL": try Fixture.classifier.get()], directory: folder.url
    ).wait()
    #expect(outcome.status == 0, "\(outcome)")
  }

  /// What a file holds does not reach the terminal as commands to it.
  @Test func controlCharactersOfFilesAreSpeltOut() throws {
    let folder = try Folder()
    let data = "text,label\na,b\u{1B}]0;owned\u{7}\n"
    try Data(data.utf8).write(to: folder.url.appendingPathComponent("data.csv"))
    let outcome = try Program.shell("\"$BERTFT\" train data.csv --method tfidf", directory: folder.url)
    #expect(outcome.status == 65)
    #expect(!outcome.errors.unicodeScalars.contains("\u{1B}") && !outcome.errors.unicodeScalars.contains("\u{7}"))
    #expect(outcome.errors.contains("\\u{1b}]0;owned\\u{7}"), "\(outcome)")
  }

  /// In tables and notes too: the plan of a run names its labels and its files.
  @Test func nothingOfFilesIsWrittenAsItIs() throws {
    let folder = try Folder()
    let rows = (0..<40).map {
      "text \($0 % 7) \($0 % 2 == 0 ? "up" : "down"),\($0 % 2 == 0 ? "x\u{1B}[31m" : "y\u{9B}1m")\n"
    }
    try Data(("text,label\n" + rows.joined()).utf8).write(to: folder.url.appendingPathComponent("data.csv"))
    let outcome = try Program.shell(
      "\"$BERTFT\" train data.csv --method tfidf --out out && \"$BERTFT\" evaluate out data.csv", directory: folder.url)
    #expect(outcome.status == 0, "\(outcome)")
    for text in [outcome.errors, outcome.output] {
      #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{9B}" }, "\(outcome)")
    }
  }
}
