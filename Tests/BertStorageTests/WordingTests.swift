import BertStorage
import Testing

/// Messages in two wordings: options by their names for users of the library, as flags on the command line.
@Suite struct WordingTests {
  private func expect(_ wording: Wording, _ plain: String, _ commandLine: String) {
    #expect(wording.plain == plain)
    #expect(wording.commandLine == commandLine)
  }

  @Test func `An option has its dashes on the command line alone`() {
    expect("\(name: "epochs") \(0): must be above 0", "epochs 0: must be above 0", "--epochs 0: must be above 0")
    expect("name it with \(option: "labels")", "name it with the option labels", "name it with --labels")
    expect(
      "give \(option: "encoding", "latin1")", "give the option encoding (latin1)", "give --encoding latin1")
  }

  @Test func `Several options are listed`() {
    expect("\(options: ["a"], "and") is", "the options a is", "--a is")
    expect("\(options: ["a", "b"], "or")", "the options a or b", "--a or --b")
    expect("\(options: ["a", "b", "c"], "and")", "the options a, b and c", "--a, --b and --c")
  }

  @Test func `Each may be told in words of its own`() {
    expect(
      "choose another \(library: "place", command: "\(option: "out")")", "choose another place", "choose another --out")
    expect("train first\(command: ": bertft train")", "train first", "train first: bertft train")
  }

  @Test func `A message within a message keeps both wordings`() {
    let inner: Wording = "see \(option: "model")"
    expect("file: \(inner)\nline \(2)", "file: see the option model\nline 2", "file: see --model\nline 2")
    expect(
      [inner, "b", inner].joined(separator: ", "), "see the option model, b, see the option model",
      "see --model, b, see --model")
    expect([Wording]().joined(separator: ", "), "", "")
  }

  @Test func `A text of a person is left as it is`() {
    expect(Wording("'--x'"), "'--x'", "'--x'")
    expect("the file \("--x.csv")", "the file --x.csv", "the file --x.csv")
  }
}
