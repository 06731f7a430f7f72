import Foundation
import Testing

/// Mistakes in the command line: exit code 64, a line that says what is wrong and one that says where to read on.
struct UsageTests {
  @Test(arguments: [
    ["--bogus"], ["nonsense"], ["train"], ["train", "x.csv", "--bogus"], ["train", "x.csv", "--epochs", "many"],
    ["train", "x.csv", "--method", "magic"], ["train", "x.csv", "--threads", "0"],
    ["train", "x.csv", "--schedule", "zigzag"], ["train", "x.csv", "--weighting", "sif"],
    ["evaluate", "bundle"], ["predict", "bundle"],
    ["predict", "bundle", "--text", "x", "--top", "0"], ["predict", "bundle", "--text", "x", "--abstain-below", "2"],
    ["predict", "bundle", "--text", "x", "--format", "xml"], ["tokenize"],
    ["tokenize", "--text", "x", "--max-length", "0"], ["inspect"], ["models", "path"], ["corpora", "pull"],
  ])
  func mistakesAreUsageErrors(arguments: [String]) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 64, "\(outcome)")
    #expect(outcome.output.isEmpty)
    #expect((1...2).contains(outcome.errorLines.count), "\(outcome)")
    #expect(outcome.errors.hasPrefix("bertft: "))
  }

  /// What is suggested is meant: another program's name, a word more, a slip of the finger; never what is spelt alike alone.
  @Test(arguments: [
    ("train", "--lr", "--learning-rate"), ("train", "--batch_size", "--batch-size"),
    ("train", "--batch", "--batch-size"),
    ("train", "--learning-rat", "--learning-rate"), ("compare", "--output-dir", "--out"), ("compare", "--bogus", nil),
    ("predict", "--lr", nil), ("embed", "--max-seq-length", "--max-length"), ("tune", "--xy", nil),
  ])
  func anUnknownOptionIsToldWhatWasMeant(command: String, option: String, meant: String?) throws {
    let more = ["predict": ["--text", "x"], "embed": ["--out", "x.npy"]][command] ?? []
    let outcome = try Program.run([command, "x.csv", "\(option)=1"] + more)
    #expect(outcome.status == 64 && outcome.errors.contains("Unknown option '\(option)'"), "\(outcome)")
    #expect(outcome.errors.contains("Did you mean") == (meant != nil), "\(outcome)")
    if let meant { #expect(outcome.errors.contains("Did you mean '\(meant)'?"), "\(outcome)") }
  }

  /// A place in a directory that is there is no id of the Hub: nothing is asked of the network.
  @Test func aPathIsNoQuestionToTheNetwork() throws {
    let folder = try Folder()
    try FileManager.default.createDirectory(atPath: folder.path("models"), withIntermediateDirectories: true)
    for (name, status) in [("models/none", Int32(66)), ("./none", 66), ("none", 64)] {
      let outcome = try Program.run(
        ["predict", name, "--text", "x"], environment: ["HF_ENDPOINT": "http://127.0.0.1:9"], directory: folder.url)
      #expect(outcome.status == status && outcome.errors.contains("\(name): no such directory"), "\(outcome)")
    }
  }

  @Test(arguments: [
    ["train", "DATA", "--labels", "pos,,neg"], ["train", "DATA", "--labels", "pos,pos"],
    ["train", "DATA", "--labels", "pos"], ["train", "DATA", "--epochs", "0"], ["train", "DATA", "--batch-size", "0"],
    ["train", "DATA", "--epochs", "9223372036854775807"], ["train", "DATA", "--batch-size", "9223372036854775807"],
    ["train", "DATA", "--learning-rate", "-1"], ["train", "DATA", "--learning-rate", "nan"],
    ["train", "DATA", "--dropout", "1"], ["train", "DATA", "--max-length", "1000"],
    ["train", "DATA", "--validation", "1.5"], ["train", "DATA", "--freeze", "some"],
    ["train", "DATA", "--class-weights", "a,b"], ["train", "DATA", "--class-weights", "1,2"],
    ["train", "DATA", "--layer-decay", "0"], ["train", "DATA", "--weight-decay", "-1"],
    ["train", "DATA", "--method", "lora", "--lora-rank", "0"],
    ["train", "DATA", "--method", "lora", "--lora-rank", "100000"],
    ["train", "DATA", "--method", "lora", "--lora-alpha", "-1"],
    ["train", "DATA", "--method", "lora", "--lora-targets", "query"],
    ["train", "DATA", "--method", "lora", "--freeze", "1"],
    ["train", "DATA", "--method", "bitfit", "--reinit-top", "1"],
    ["train", "DATA", "--warmup", "-1"], ["train", "DATA", "--text-column", "nosuch"],
  ])
  func valuesOutOfRangeAreUsageErrors(arguments: [String]) throws {
    let folder = try Folder()
    let data = try Fixture.reviews.get()
    let outcome = try Program.run(
      arguments.map { $0 == "DATA" ? data : $0 }
        + ["--model", try Fixture.encoder.get(), "--offline", "--out", folder.path("out")])
    #expect(outcome.status == 64, "\(outcome)")
    #expect((1...2).contains(outcome.errorLines.count), "\(outcome)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
  }

  @Test(arguments: [
    (["tone", "x.csv"], "'tone'"), (["nonsense"], "'nonsense'"), (["models", "push", "x"], "'models push'"),
  ])
  func aCommandThatIsNoneIsNamed(arguments: [String], name: String) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.errorLines.first == "bertft: there is no command \(name)")
  }

  @Test(arguments: [
    (["--method", "tfidf", "--char-ngrams", "3-6"], "--char-ngrams is for --method fasttext"),
    (
      ["--method", "fasttext", "--char-ngrams", "6-3"], "--char-ngrams goes from the shorter to the longer, such as 3-6"
    ),
    (
      ["--method", "fasttext", "--char-ngrams", "0-3"],
      "--char-ngrams must be two numbers from 1 to 20, the first not above"
    ),
    (["--method", "fasttext", "--buckets", "0"], "--buckets must be from 1 to 16777216"),
    (["--method", "fasttext", "--word-ngrams", "11"], "--word-ngrams must be from 1 to 10"),
    (["--method", "fasttext", "--dimensions", "0"], "--dimensions must be from 1 to 4096"),
    (["--method", "fasttext", "--min-count", "0"], "--min-count must be at least 1"),
  ])
  func fastTextsSettingsAreChecked(flags: [String], message: String) throws {
    // Before the data are looked for.
    let outcome = try Program.run(["train", "nowhere.csv"] + flags)
    #expect(outcome.status == 64)
    #expect(outcome.errorLines.first == "bertft: \(message)")
  }

  @Test(
    arguments: ["--lora-rank", "--lora-alpha", "--lora-targets", "--adapter-out"], ["finetune", "bitfit", "tfidf"])
  func aFlagOfLoRAIsForLoRA(flag: String, method: String) throws {
    let outcome = try Program.run(["train", "nowhere.csv", "--method", method, flag, "1"])
    #expect(outcome.status == 64)
    #expect(outcome.errorLines.first == "bertft: \(flag) is for --method lora")
  }

  @Test(arguments: [
    (["tfidf", "--freeze", "1"], "--freeze has no effect: it is for the method auto, finetune or setfit, not tfidf"),
    (
      ["tfidf", "--dropout", "0.3"],
      "--dropout has no effect: it is for the method auto, finetune, lora, bitfit or setfit, not tfidf"
    ),
    (
      ["features", "--batch-size", "32"],
      "--batch-size has no effect: it is for the method auto, finetune, lora, bitfit or setfit, not features"
    ),
    (
      ["features", "--recompute"],
      "--recompute has no effect: it is for the method auto, finetune, lora, bitfit or setfit, not features"
    ),
    (
      ["features", "--moments", "bf16"],
      "--moments has no effect: it is for the method auto, finetune, lora, bitfit or setfit, not features"
    ),
    (
      ["nbsvm", "--epochs", "5"],
      "--epochs has no effect: it is for the method auto, finetune, lora, bitfit, setfit or fasttext, not nbsvm"
    ),
    (
      ["word2vec", "--long-text", "windows"],
      "--long-text has no effect: it is for the method auto, finetune, lora, bitfit, features, setfit, prototypes or knn, not word2vec"
    ),
    (
      ["glove", "--model", "all-MiniLM-L6-v2"],
      "--model has no effect: it is for the method auto, finetune, lora, bitfit, features, setfit, prototypes, knn or static, not glove"
    ),
    (
      ["fasttext", "--class-weights", "balanced"],
      "--class-weights has no effect: it is for the method auto, finetune, lora, bitfit, features, setfit, tfidf, glove, word2vec or static, not fasttext"
    ),
  ])
  func aFlagThatTheMethodDoesNotUseIsTold(arguments: [String], message: String) throws {
    // Before the data are looked for; the default's own value counts as given too.
    let outcome = try Program.run(["train", "nowhere.csv", "--method"] + arguments)
    #expect(outcome.status == 66, "\(outcome)")
    #expect(outcome.errorLines.first == "warning: \(message)")
  }

  @Test func aFlagThatNoMethodOfAComparisonUsesIsTold() throws {
    let outcome = try Program.run(["compare", "nowhere.csv", "--methods", "tfidf,features", "--batch-size", "8"])
    #expect(outcome.status == 66, "\(outcome)")
    #expect(
      outcome.errorLines.first
        == "warning: --batch-size has no effect: it is for the method finetune, setfit, lora or bitfit, which is not among those compared"
    )
    // What one of them uses is taken; the data are missing.
    let used = try Program.run(["compare", "nowhere.csv", "--methods", "tfidf,features", "--max-length", "8"])
    #expect(used.status == 66 && !used.errors.contains("no effect"), "\(used)")
  }

  @Test func versionAndHelpAreResults() throws {
    let version = try Program.run(["--version"])
    #expect(version.status == 0)
    // The release, and the commit where the one who built it named it.
    #expect(try /\d+\.\d+\.\d+( \([\w.+-]+\))?\n/.wholeMatch(in: version.output) != nil, "\(version)")
    let bare = try Program.run([])
    #expect(bare.status == 0)
    #expect(bare.output.contains("SUBCOMMANDS"))
  }
}
