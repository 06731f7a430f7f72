import BertKernels
import BertStorage

/// Trains word vectors on a corpus.
///
/// Without `lockFree` the result depends only on the corpus, the options and the seed. Skip-gram, cbow and fasttext
/// then train sequentially on one thread; GloVe distributes its steps so that no two threads change the same row
/// (``CooccurrenceBlocks``).
package struct WordVectorTraining {
  let corpus: WordCorpus
  let options: WordVectorOptions
  let threads: Int

  /// The progress of training.
  package struct Progress: Sendable {
    /// From 0 to 1.
    package let fraction: Double
    /// The number of words trained on in all epochs; for GloVe of pairs.
    package let trained: Int
  }

  package init(_ corpus: WordCorpus, options: WordVectorOptions, threads: Int) {
    precondition(options.complaint == nil)
    self.corpus = corpus
    self.options = options
    self.threads = max(1, threads)
  }

  /// Trains the vectors.
  ///
  /// - Parameter progress: Called regularly on the calling thread; false cancels the training.
  /// - Returns: nil if `progress` returned false.
  package func run(progress: (Progress) -> Bool = { _ in true }) -> TrainedWordVectors? {
    if options.algorithm == .glove { return fitCooccurrences(progress) }
    let vocabulary = corpus.vocabulary
    let subwords =
      options.algorithm == .fasttext
      ? Subwords(minimum: options.shortestPart, maximum: options.longestPart, buckets: options.buckets) : nil
    let tree = options.hierarchicalSoftmax ? HuffmanTree(counts: corpus.counts) : nil
    let outputs = (tree == nil ? 0 : vocabulary - 1) + (options.negatives > 0 ? vocabulary : 0)
    let inputs = vocabulary + (subwords?.buckets ?? 0)
    let weights = WordVectorWeights(inputs: inputs, outputs: max(1, outputs), dimensions: options.dimensions)
    weights.randomize(seed: options.seed)
    let task = task(tree: tree, subwords: subwords)
    guard trainSentences(weights, task, progress) else { return nil }
    var rows: [Float] = []
    rows.reserveCapacity(inputs * options.dimensions)
    for row in 0..<inputs { rows += weights.input(row) }
    return TrainedWordVectors(
      dimensions: options.dimensions, subwords: subwords, index: corpus.index, rows: rows, origin: origin)
  }

  /// What the vectors come from, for people.
  package var origin: String { "\(options.algorithm.rawValue), \(Counted(corpus.count, "word"))" }

  private func task(tree: HuffmanTree?, subwords: Subwords?) -> WordVectorTask {
    var partStarts: [Int32] = [], parts: [Int32] = []
    if let subwords {
      partStarts.append(0)
      for number in 0..<corpus.vocabulary {
        parts.append(Int32(number))
        parts += subwords.rows(of: corpus.index.word(number)).map { Int32(corpus.vocabulary + $0) }
        partStarts.append(Int32(parts.count))
      }
    }
    return WordVectorTask(
      shape: options.algorithm == .cbow ? .bagOfWords : .skipGram, window: options.effectiveWindow,
      negatives: options.negatives,
      noise: NoiseTable(weights: corpus.counts.map { Self.threeQuarters(Double($0)) }),
      treeStarts: tree?.starts ?? [], treeRows: tree?.rows ?? [], treeLabels: tree?.labels ?? [],
      partStarts: partStarts, parts: parts)
  }

  /// x^0.75: the noise distribution of negative sampling has this exponent.
  private static func threeQuarters(_ x: Double) -> Double {
    let root = x.squareRoot()
    return root * root.squareRoot()
  }
}
