import ArgumentParser
import BertBaselines
import BertExport
import BertFT
import BertKernels
import BertStorage
import Foundation

extension VectorsCommand {
  /// `bertft vectors train`
  struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Trains word vectors on the texts of a corpus.",
      discussion: """
        Words are what white space separates, as in word2vec's and fastText's own tools; --normalize is for texts that \
        are not split into words yet. The same corpus, options and seed give the same bytes at any number of threads: \
        GloVe divides its work so that no two threads touch the same row; the others run their steps in one fixed order. \
        With --lock-free all threads change the rows at once, which is faster and gives another result each time.
        """)

    @Argument(help: ArgumentHelp("Data files, or - for standard input.", valueName: "corpus"))
    var corpus: [String]

    @Option(name: .long, help: ArgumentHelp("The file to write.", valueName: "file"))
    var out: String

    @Option(name: .long, help: ArgumentHelp("skipgram, cbow, glove or fasttext.", valueName: "name"))
    var algorithm = WordVectorOptions.Algorithm.skipgram

    @Flag(
      name: .long,
      help: "Lower case, and punctuation marks as words of their own: as bertft train looks words up.")
    var normalize = false

    @Option(name: .long, help: ArgumentHelp("Dimensions of a vector.", valueName: "n"))
    var dimensions = 100

    @Option(
      name: .long, help: ArgumentHelp("The most words on each side. (default: 5, glove 10)", valueName: "n"))
    var window: Int?

    @Option(name: .long, help: ArgumentHelp("Negative samples for each prediction. (default: 5)", valueName: "n"))
    var negative: Int?

    @Flag(
      name: .long, help: "Predict along a Huffman tree, without negative samples unless --negative asks for them.")
    var hierarchicalSoftmax = false

    @Option(name: .long, help: ArgumentHelp("Leave out words that occur less often.", valueName: "n"))
    var minCount = 5

    @Option(
      name: .long,
      help: ArgumentHelp("Leave out words more frequent than this share at random; 0: none.", valueName: "share"))
    var subsample = 1e-3

    @Option(name: .long, help: ArgumentHelp("Epochs, each over the corpus. (default: 5, glove 25)", valueName: "n"))
    var epochs: Int?

    @Option(
      name: .long, help: ArgumentHelp("The first learning rate. (default: 0.05, skipgram 0.025)", valueName: "rate"))
    var learningRate: Double?

    @Option(name: .long, help: ArgumentHelp("fasttext: the shortest subword, in letters.", valueName: "n"))
    var minPart = 3

    @Option(name: .long, help: ArgumentHelp("fasttext: the longest subword, in letters.", valueName: "n"))
    var maxPart = 6

    @Option(name: .long, help: ArgumentHelp("fasttext: how many hash buckets the subwords share.", valueName: "n"))
    var buckets = 200_000

    @Option(name: .long, help: ArgumentHelp("glove: the count from which pairs weigh the same.", valueName: "x"))
    var xMax = 100.0

    @Flag(name: .long, help: "Let all threads change the rows at once.")
    var lockFree = false

    @Flag(name: .long, help: "Print one JSON object.")
    var json = false

    @OptionGroup var replacement: ReplacementOptions
    @OptionGroup var columns: ColumnOptions
    @OptionGroup var compute: ComputeOptions
    @OptionGroup var seed: SeedOptions
    @OptionGroup var output: OutputOptions

    private var options: WordVectorOptions {
      var options = WordVectorOptions()
      options.algorithm = algorithm
      options.dimensions = dimensions
      options.window = window
      options.negatives = negative ?? (hierarchicalSoftmax ? 0 : 5)
      options.hierarchicalSoftmax = hierarchicalSoftmax
      options.minimumCount = minCount
      options.subsample = subsample
      options.epochs = epochs
      options.learningRate = learningRate
      options.shortestPart = minPart
      options.longestPart = maxPart
      options.buckets = buckets
      options.ceiling = xMax
      options.lockFree = lockFree
      options.seed = seed.seed
      return options
    }

    func validate() throws {
      if let complaint = options.complaint { throw ValidationError(complaint) }
    }

    func run() throws {
      try Processor.requireSupported()
      let console = output.console()
      defer { console.endProgress() }
      let place = URL(fileURLWithPath: out)
      for argument in corpus { try OutputPlace.check(place, source: DataSource(argument: argument)) }
      let read = try texts(console)
      let clock = ContinuousClock()
      let begin = clock.now
      let unit = algorithm == .glove ? "pairs" : "words"
      let training = WordVectorTraining(read, options: options, threads: compute.threadCount)
      if !replacement.force { try ReplacedVectors.check(place, origin: training.origin, corpus: read) }
      let trained = Interruption.handling {
        training.run { progress in
          let seconds = max(1e-3, (clock.now - begin) / .seconds(1))
          let rate = Int(Double(progress.trained) / seconds)
          let left = seconds * (1 - progress.fraction) / max(1e-6, progress.fraction)
          console.progress(progress.fraction, "\(Figures.count(rate)) \(unit)/s, \(Figures.duration(left)) left")
          return !Interruption.isRequested
        }
      }
      guard let trained else { throw CommandFailure(.interrupted, "interrupted; nothing was written") }
      guard trained.isFinite else {
        throw CommandFailure(
          .badData, "training diverged: the vectors have values that are no numbers; try a lower --learning-rate")
      }
      let seconds = (clock.now - begin) / .seconds(1)
      console.endProgress()
      try trained.write(to: place)
      if json {
        let result: JSONValue = [
          "file": .string(out), "algorithm": .string(algorithm.rawValue), "vocabulary": .integer(trained.count),
          "words": .integer(read.count), "dimensions": .integer(dimensions), "seconds": .double(seconds),
        ]
        try StandardOutput.print(result.line)
      } else {
        console.note("trained in \(Figures.duration(seconds))")
        try StandardOutput.print(out)
      }
    }

    /// Reads the corpus.
    private func texts(_ console: Console) throws -> WordCorpus {
      var builder = WordCorpusBuilder()
      let splitter = WordSplitter(isNormalizing: normalize)
      for argument in corpus {
        try columns.forEachRow(of: argument, console: console) { row in
          builder.add(splitter.words(row.text))
          if let pair = row.pair { builder.add(splitter.words(pair)) }
        }
      }
      let all = builder.count
      guard let corpus = builder.finish(minimumCount: minCount) else {
        throw CommandFailure(
          .badData, "\(self.corpus.joined(separator: ", ")): no word occurs \(minCount) times or more",
          remedy: "Give more text, or a lower --min-count.")
      }
      console.note(
        "\(Figures.count(all, "word")), \(Figures.count(corpus.vocabulary)) different ones that occur \(minCount) times or "
          + "more")
      return corpus
    }
  }
}
