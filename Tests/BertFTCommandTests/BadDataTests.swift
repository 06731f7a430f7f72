import Foundation
import Testing

/// Data that cannot be used: a line or two that name the file, the documented exit code, no bundle, and never a trap.
struct BadDataTests {
  /// One input and what is to come of it.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let file: String
    let bytes: [UInt8]
    let arguments: [String]
    let status: Int32
    /// What the message has to say, besides the file's name.
    let says: [String]
    var testDescription: String { name }

    init(
      _ name: String, file: String = "data.csv", _ text: String, _ arguments: [String] = [], status: Int32 = 65,
      says: String...
    ) {
      self.init(name, file: file, bytes: Array(text.utf8), arguments, status: status, says: says)
    }

    init(
      _ name: String, file: String = "data.csv", bytes: [UInt8], _ arguments: [String] = [], status: Int32 = 65,
      says: [String]
    ) {
      (self.name, self.file, self.bytes, self.arguments) = (name, file, bytes, arguments)
      (self.status, self.says) = (status, says)
    }
  }

  static let cases: [Case] = [
    Case("empty file", "", says: "empty"),
    Case("blank lines only", "\n\n\n", says: "empty"),
    Case("header only", "text,label\n", says: "header"),
    Case("one label only", "text,label\ngood,pos\nbad,pos\nfine,pos\n", says: "pos", "two labels"),
    Case(
      "unknown label", "text,label\ngood,pos\nbad,neg\nodd,meh\nodder,meh\n", ["--labels", "pos,neg"],
      says: ":4", "meh", "2 such rows"),
    Case("ragged row", "text,label\ngood,pos\nbad\nfine,pos,more\n", says: ":3", "2 of 3 rows"),
    Case(
      "invalid UTF-8", bytes: Array("text,label\ngood,pos\n".utf8) + [0x62, 0xFF, 0xFE] + Array(",neg\n".utf8),
      says: ["UTF-8"]),
    Case("empty text", "text,label\ngood,pos\n,neg\n", says: ":3"),
    Case("unclosed quote", "text,label\ngood,pos\n\"bad,neg\n", says: ":3", "quote"),
    Case("no column for the text", "a,b\nx,y\n", status: 64, says: "--text-column"),
    Case("two columns for the text", "review,comment,label\nx,y,z\n", status: 64, says: "--text-column"),
    Case("one name for two columns", "text,text,label\nx,y,z\n", status: 64, says: "several columns", "Rename"),
    Case(
      "one column for text and label", "text,label\ngood,pos\nbad,neg\n", ["--text-column", "label"], status: 64,
      says: "label"),
    Case("a NUL byte", "text,label\ngood,pos\nb\0d,neg\n", says: ":3", "NUL"),
    Case(
      "UTF-16 without its mark",
      bytes: Array("text,label\ngood,pos\nbad,neg\n".utf16).flatMap { [UInt8($0 & 0xFF), 0] }, says: ["UTF-16"]),
    Case("a zip archive", bytes: [0x50, 0x4B, 0x03, 0x04] + [UInt8](repeating: 0, count: 64), says: ["text"]),
    Case("zero bytes", bytes: [UInt8](repeating: 0, count: 4096), says: ["text"]),
    Case("JSON array", file: "data.jsonl", "[{\"text\": \"good\", \"label\": \"pos\"}]\n", says: "array"),
    Case(
      "broken JSON", file: "data.jsonl", "{\"text\": \"good\", \"label\": \"pos\"}\n{\"text\": \n", says: ":2"),
    Case("unknown ending", file: "data.xlsx", "text,label\nx,y\n", status: 64, says: "--input-format"),
  ]

  @Test(arguments: cases)
  func trainingRefuses(_ input: Case) throws {
    let folder = try Folder()
    let data = try folder.write(Data(input.bytes), as: input.file)
    let outcome = try Program.run(try Fixture.training(data, out: folder.path("out")) + input.arguments)
    #expect(outcome.status == input.status, "\(outcome)")
    #expect((1...2).contains(outcome.errorLines.count), "\(outcome)")
    #expect(outcome.errors.contains(input.file), "\(outcome)")
    for part in input.says { #expect(outcome.errors.contains(part), "\(outcome)") }
    #expect(outcome.output.isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [input.file])
  }

  @Test(arguments: ["train", "evaluate", "predict", "tokenize", "inspect"])
  func missingInputIs66(command: String) throws {
    let classifier = try Fixture.classifier.get()
    let arguments: [String] =
      switch command {
      case "train": ["train", "nosuch.csv", "--model", classifier]
      case "evaluate": ["evaluate", classifier, "nosuch.csv"]
      case "predict": ["predict", classifier, "nosuch.csv"]
      case "tokenize": ["tokenize", "nosuch.csv", "--model", classifier]
      default: ["inspect", "nosuch.safetensors"]
      }
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 66, "\(outcome)")
    #expect(outcome.errors.contains("nosuch"), "\(outcome)")
  }

  @Test func directoryIs66() throws {
    let folder = try Folder()
    let outcome = try Program.run(try Fixture.training(folder.url.path, out: folder.path("out")))
    #expect(outcome.status == 66, "\(outcome)")
    #expect(outcome.errors.contains("directory"), "\(outcome)")
  }

  @Test func skippedRowsAreCountedAndTheRestIsUsed() throws {
    let folder = try Folder()
    let data = try folder.write(Reviews.csv(rows: 30) + "ragged\nodd,meh\n", as: "data.csv")
    let outcome = try Program.run(
      try Fixture.training(data, out: folder.path("out"), epochs: 1)
        + ["--labels", "pos,neg,neu", "--bad-rows", "skip", "--unknown-labels", "skip"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.contains("left out 2 of 32 rows"), "\(outcome)")
  }

  /// One row a label leaves nothing to hold out: it learns, and says that nothing tells how well.
  @Test func oneRowALabelIsLearntFromAndWarnedOf() throws {
    let folder = try Folder()
    let data = try folder.write("text,label\ngood thing,pos\nbad thing,neg\n", as: "data.csv")
    let outcome = try Program.run(["train", data, "--method", "tfidf", "--out", folder.path("out")])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.contains("warning: no rows are held out"), "\(outcome)")
  }

  @Test(arguments: ["train", "compare"])
  func aTestThatTakesNoRowIsRefused(command: String) throws {
    let folder = try Folder()
    let data = try folder.write("text,label\ngood thing,pos\nbad thing,neg\n", as: "data.csv")
    let method = command == "train" ? ["--method", "tfidf"] : ["--methods", "majority"]
    let outcome = try Program.run([command, data, "--test", "0.2", "--out", folder.path("out")] + method)
    #expect(outcome.status == 65 && outcome.errors.contains("takes no row"), "\(outcome)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
  }

  @Test func textsThatAreAllEqualAreLearntFrom() throws {
    let folder = try Folder()
    let rows = (0..<40).map { "the same,\($0 % 2)\n" }.joined()
    let data = try folder.write("text,label\n" + rows, as: "data.csv")
    for method in ["tfidf", "nbsvm", "fasttext", "word2vec"] {
      let outcome = try Program.run(["train", data, "--method", method, "--out", folder.path(method)])
      #expect(outcome.status == 0 && outcome.output.contains("accuracy 0.5000"), "\(outcome)")
    }
  }

  @Test func manyLabelsDoNotFillThePlan() throws {
    let folder = try Folder()
    let rows = (0..<300).map { "text \($0),label\($0 / 2)\n" }.joined()
    let data = try folder.write("text,label\n" + rows, as: "data.csv")
    let outcome = try Program.run(
      ["train", data, "--method", "fasttext", "--epochs", "1", "--out", folder.path("out")])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.contains("and 138 labels more"), "\(outcome.errors)")
    #expect(outcome.errorLines.allSatisfy { $0.count < 300 })
  }

  @Test func tenMegabyteTextIsCutNotRefused() throws {
    let folder = try Folder()
    let long = String(repeating: "good battery ", count: 10 * 1024 * 1024 / 13)
    let data = try folder.write("text,label\n\(long),pos\n", as: "long.csv")
    let outcome = try Program.run(["predict", try Fixture.classifier.get(), data, "--format", "csv"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.outputLines.count == 2)
  }
}
