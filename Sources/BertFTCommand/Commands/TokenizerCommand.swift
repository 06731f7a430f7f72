import ArgumentParser
import BertFT
import BertStorage
import Foundation

/// `bertft tokenizer`: trains a vocabulary, or compares a tokenizer with the ids of another.
struct TokenizerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenizer", abstract: "Trains a vocabulary, or verifies a tokenizer.",
    subcommands: [Train.self, Verify.self])
}

extension TokenizerCommand {
  /// `bertft tokenizer train`
  struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Trains a vocabulary from the texts of a corpus.",
      discussion: """
        Writes tokenizer.json and tokenizer_config.json, and for WordPiece vocab.txt, as Hugging Face's libraries read \
        them. The same corpus and options give the same bytes.
        """)

    @Argument(help: ArgumentHelp("Data files, or - for standard input.", valueName: "corpus"))
    var corpus: [String]

    @Option(name: .long, help: ArgumentHelp("wordpiece or unigram.", valueName: "type"))
    var type = TokenizerTrainer.Kind.wordpiece

    @Option(name: .long, help: ArgumentHelp("How many entries, special tokens included.", valueName: "n"))
    var vocabSize = 8000

    @Option(name: .long, help: ArgumentHelp("The directory to write to.", valueName: "dir"))
    var out: String

    @Flag(name: .long, help: "Make text lower case; WordPiece drops accents too.")
    var lowercase = false

    @Option(name: .long, help: ArgumentHelp("WordPiece: do not merge pairs that occur less often.", valueName: "n"))
    var minFrequency = 2

    @OptionGroup var columns: ColumnOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if vocabSize < 8 { throw ValidationError("--vocab-size is at least 8, not \(vocabSize)") }
      if minFrequency < 1 { throw ValidationError("--min-frequency is at least 1, not \(minFrequency)") }
    }

    func run() throws {
      let console = output.console()
      var trainer = TokenizerTrainer(
        TokenizerTrainer.Options(kind: type, size: vocabSize, lowercase: lowercase, minimumFrequency: minFrequency))
      for argument in corpus {
        try columns.forEachRow(of: argument, console: console) { row in
          trainer.add(row.text)
          if let pair = row.pair { trainer.add(pair) }
        }
      }
      let trained = trainer.train()
      if trained.size < vocabSize {
        console.note(
          "the corpus gives \(Figures.count(trained.size, "entry", "entries")), fewer than the \(vocabSize) wanted")
      }
      try trained.write(to: URL(fileURLWithPath: out))
      try StandardOutput.print(out)
    }
  }

  /// `bertft tokenizer verify`
  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Says for how many texts a tokenizer gives the ids that another one gave.",
      discussion: """
        GOLDEN holds one JSON object a line with a member "ids", as bertft tokenize prints, in the order of the corpus. \
        Ends with 65 unless all texts are identical.
        """)

    @Argument(
      help: ArgumentHelp("The tokenizer: a directory, a name from the catalogue, or a Hub id.", valueName: "model"))
    var model: String

    @Argument(help: ArgumentHelp("A data file, or - for standard input.", valueName: "corpus"))
    var corpus: String

    @Argument(help: ArgumentHelp("A file of JSON lines.", valueName: "golden"))
    var golden: String

    @Option(name: .long, help: ArgumentHelp("Cut texts to n tokens, special tokens included.", valueName: "n"))
    var maxLength: Int?

    @Flag(name: .long, help: "Leave out special tokens such as [CLS].")
    var noSpecialTokens = false

    @Flag(name: .long, help: "Print one JSON object.")
    var json = false

    @OptionGroup var hub: HubOptions
    @OptionGroup var columns: ColumnOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if let maxLength, maxLength < 1 { throw ValidationError("--max-length is at least 1, not \(maxLength)") }
    }

    func run() throws {
      let console = output.console()
      let directory = try ModelLocation.directory(of: model, hub: hub.hub(), console: console)
      let pretrained = try PretrainedModel.tokenizer(at: directory)
      let tokenizer = pretrained.tokenizer
      let expected = try GoldenIDs(path: golden)
      let options = EncodingOptions(
        maxLength: maxLength, addSpecialTokens: !noSpecialTokens, truncationSide: pretrained.truncationSide)
      var texts = 0
      var identical = 0
      var firstDifference: Int?
      try columns.forEachRow(of: corpus, console: console) { row in
        guard texts < expected.count else {
          throw CommandFailure(
            .badData, "\(golden): \(Figures.count(expected.count, "line")), fewer than the texts of \(corpus)",
            remedy: "Make it from the same corpus.")
        }
        let ids = try tokenizer.encodeIDs(row.text, pair: row.pair, options: options).encoded(line: row.line).ids
        if try ids == expected.ids(at: texts) {
          identical += 1
        } else if firstDifference == nil {
          firstDifference = texts
        }
        texts += 1
      }
      guard texts == expected.count else {
        throw CommandFailure(
          .badData,
          "\(golden): \(Figures.count(expected.count, "line")) for the \(Figures.count(texts, "text")) of \(corpus)",
          remedy: "Make it from the same corpus.")
      }
      let share = texts > 0 ? Double(identical) / Double(texts) : 1
      if json {
        let result: JSONValue = [
          "texts": .integer(texts), "identical": .integer(identical), "share": .double(share),
          "first_difference": firstDifference.map { .integer($0 + 1) } ?? .null,
        ]
        try StandardOutput.print(result.line)
      } else {
        let place = firstDifference.map { "; the first that differs is text \($0 + 1)" } ?? ""
        try StandardOutput.print("\(identical) of \(Figures.count(texts, "text")) identical (\(share * 100) %)\(place)")
      }
      // The printed result says everything; only the exit code is missing.
      if identical < texts { throw CommandFailure(.badData, "") }
    }
  }
}
