import BertKernels
import Synchronization

extension WordVectorTraining {
  /// Skip-gram and continuous bag of words: trains sentence by sentence, with a learning rate that falls linearly.
  ///
  /// - Returns: false if `progress` returned false.
  func trainSentences(
    _ weights: WordVectorWeights, _ task: WordVectorTask, _ progress: (Progress) -> Bool
  ) -> Bool {
    let keep = keepChances()
    let epochs = options.effectiveEpochs
    let total = max(1, corpus.count * epochs)
    let workers = options.lockFree ? threads : 1
    // Pieces of some thousand words are distributed in order; the random numbers do not depend on the thread.
    let pieces = pieces(words: 20_000)
    let steps = (0..<workers).map { _ in WordVectorStep(weights) }
    let pool = ThreadPool(threads: workers)
    let next = Atomic<Int>(0)
    let isStopped = Atomic<Bool>(false)
    let passed = Atomic<Int>(0)
    withoutActuallyEscaping(progress) { progress in
      pool.run { worker in
        var sentence: [Int32] = []
        while !isStopped.load(ordering: .relaxed) {
          let turn = next.add(1, ordering: .relaxed).oldValue
          let (epoch, piece) = (turn / pieces.count, turn % pieces.count)
          guard epoch < epochs else { return }
          for number in pieces[piece] {
            let words = corpus.sentence(number)
            let before = epoch * corpus.count + words.startIndex
            // As in word2vec: never below a ten-thousandth of the initial rate.
            let rate = Float(options.effectiveRate * max(1e-4, 1 - Double(before) / Double(total)))
            var random = WordVectorRandom(
              seed: options.seed &+ 0x5EED, stream: UInt64(epoch) << 40 | UInt64(number))
            sentence.removeAll(keepingCapacity: true)
            for word in words where keep.isEmpty || random.unit() < keep[Int(word)] { sentence.append(word) }
            steps[worker].train(sentence, task: task, rate: rate, random: &random)
          }
          let words = corpus.words(of: pieces[piece])
          let done = passed.add(words, ordering: .relaxed).newValue
          if worker == 0, !progress(Progress(fraction: Double(done) / Double(total), trained: done)) {
            isStopped.store(true, ordering: .relaxed)
          }
        }
      }
    }
    return !isStopped.load(ordering: .relaxed)
  }

  /// The probability that each word is kept, as in word2vec: (√(f / t) + 1) · t / f; empty where all are kept.
  private func keepChances() -> [Float] {
    guard options.subsample > 0 else { return [] }
    let threshold = options.subsample * Double(corpus.count)
    return corpus.counts.map { Float(((Double($0) / threshold).squareRoot() + 1) * threshold / Double($0)) }
  }

  /// Ranges of sentences with at least so many words each; the last may have fewer.
  private func pieces(words: Int) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var first = 0
    var begin = 0
    for (number, end) in corpus.ends.enumerated() where end - begin >= words || number == corpus.ends.count - 1 {
      pieces.append(first..<number + 1)
      (first, begin) = (number + 1, end)
    }
    return pieces
  }
}

extension WordCorpus {
  /// The number of words in a range of sentences.
  func words(of sentences: Range<Int>) -> Int {
    guard !sentences.isEmpty else { return 0 }
    return ends[sentences.upperBound - 1] - (sentences.lowerBound == 0 ? 0 : ends[sentences.lowerBound - 1])
  }
}
