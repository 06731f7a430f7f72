import ArgumentParser
import BertFT

/// The settings that only `--method fasttext` has. The library's defaults stand for those that are not given.
struct FastTextFlags: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Learn also subwords of so many letters, such as 3-6, so that unknown and misspelt words count. (default: none)",
      valueName: "from-to"))
  var charNgrams: LetterLengths?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The most words in an n-gram; 1 learns single words only. (default: \(FastTextOptions().wordNgrams))",
      valueName: "n"))
  var wordNgrams: Int?

  @Option(
    name: .long,
    help: ArgumentHelp("Dimensions of an embedding. (default: \(FastTextOptions().dimensions))", valueName: "n"))
  var dimensions: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Hash buckets that n-grams and subwords share. (default: \(FastTextOptions().buckets))", valueName: "n"))
  var buckets: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Leave out words that occur less often. (default: \(FastTextOptions().minimumCount))", valueName: "n"))
  var minCount: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "softmax over all labels, or hs along a Huffman tree of them; ova for several labels a text. (default: softmax; hs for more than 64 labels; ova for several a text)",
      valueName: "loss"))
  var loss: FastTextOptions.Loss?

  /// The given flags, each with the option that it sets.
  private var given: [(name: String, apply: (inout FastTextOptions) -> Void)] {
    var given: [(name: String, apply: (inout FastTextOptions) -> Void)] = []
    if let charNgrams { given.append(("--char-ngrams", { $0.characterNgrams = charNgrams.range })) }
    if let wordNgrams { given.append(("--word-ngrams", { $0.wordNgrams = wordNgrams })) }
    if let dimensions { given.append(("--dimensions", { $0.dimensions = dimensions })) }
    if let buckets { given.append(("--buckets", { $0.buckets = buckets })) }
    if let minCount { given.append(("--min-count", { $0.minimumCount = minCount })) }
    if let loss { given.append(("--loss", { $0.loss = loss })) }
    return given
  }

  /// The first given flag; nil where there is none.
  var firstGiven: String? { given.first?.name }

  /// Sets the options that are given.
  func apply(to options: inout FastTextOptions) {
    for flag in given { flag.apply(&options) }
  }

  func validate() throws {
    if let charNgrams, charNgrams.range == nil {
      throw ValidationError(
        "--char-ngrams goes from the shorter to the longer, such as \(charNgrams.to)-\(charNgrams.from)")
    }
    for flag in given {
      var options = FastTextOptions()
      flag.apply(&options)
      if case .option(_, let rule)? = options.fault { throw ValidationError("\(flag.name) must be \(rule)") }
    }
  }
}
