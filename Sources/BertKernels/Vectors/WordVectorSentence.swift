import CKernels

/// The settings of word-vector training that all sentences share, besides the weights.
package struct WordVectorTask: Sendable {
  /// Which words predict which.
  package enum Shape: Sendable {
    /// Skip-gram. Where a word is one input row, each context word predicts the center word; where words have subwords,
    /// those of the center word predict each context word.
    ///
    /// The pairs are the same either way; only their order differs. word2vec and gensim use the former, fastText the
    /// latter. With the former, the rows of the context words of a word are updated one after the other against the
    /// same output row, which each of them changes for the next, and this brings them nearer to each other.
    case skipGram
    /// CBOW: the mean of the context words predicts the center word.
    case bagOfWords
  }

  package let shape: Shape
  /// The greatest number of context words on each side; the number is drawn for each center word.
  package let window: Int
  /// Negative samples for each prediction; 0 for hierarchical softmax alone.
  package let negatives: Int
  /// The distribution of negative samples.
  package let noise: NoiseTable
  /// Hierarchical softmax: where the path of each word begins in `treeRows`, `[V + 1]`; empty without it.
  package let treeStarts: [Int32]
  /// The output rows on the paths of all words, one path after the other.
  package let treeRows: [Int32]
  /// The label of each row on a path.
  package let treeLabels: [Bool]
  /// Where the subwords of each word begin in `parts`, `[V + 1]`; empty where each word is one row.
  package let partStarts: [Int32]
  /// The input rows of the subwords of all words, each word's own row first.
  package let parts: [Int32]

  package init(
    shape: Shape, window: Int, negatives: Int, noise: NoiseTable, treeStarts: [Int32] = [], treeRows: [Int32] = [],
    treeLabels: [Bool] = [], partStarts: [Int32] = [], parts: [Int32] = []
  ) {
    self.shape = shape
    self.window = window
    self.negatives = negatives
    self.noise = noise
    self.treeStarts = treeStarts
    self.treeRows = treeRows
    self.treeLabels = treeLabels
    self.partStarts = partStarts
    self.parts = parts
  }
}

extension WordVectorStep {
  /// Trains on one sentence.
  ///
  /// Negative sampling and hierarchical softmax may be combined; then both update the same input rows, as in word2vec.
  ///
  /// - Parameters:
  ///   - words: The words of the sentence, each a valid row of the task's tables.
  ///   - task: The settings.
  ///   - rate: The learning rate.
  ///   - random: The random numbers of the sentence.
  package func train(_ words: [Int32], task: WordVectorTask, rate: Float, random: inout WordVectorRandom) {
    var around: [Int32] = []
    for place in words.indices {
      let reach = random.below(task.window) + 1
      let range = max(0, place - reach)..<min(words.count, place + reach + 1)
      guard range.count > 1 else { continue }
      switch task.shape {
      case .skipGram:
        if task.parts.isEmpty {
          for other in range where other != place {
            withUnsafePointer(to: words[other]) { predict($0, 1, words[place], task, rate, &random) }
          }
        } else {
          let word = Int(words[place])
          let rows = Int(task.partStarts[word])..<Int(task.partStarts[word + 1])
          task.parts.withUnsafeBufferPointer { parts in
            guard let first = parts.baseAddress else { return }
            for other in range where other != place {
              predict(first + rows.lowerBound, rows.count, words[other], task, rate, &random)
            }
          }
        }
      case .bagOfWords:
        around.removeAll(keepingCapacity: true)
        for other in range where other != place {
          let word = Int(words[other])
          if task.parts.isEmpty {
            around.append(words[other])
          } else {
            around += task.parts[Int(task.partStarts[word])..<Int(task.partStarts[word + 1])]
          }
        }
        around.withUnsafeBufferPointer { rows in
          if let first = rows.baseAddress { predict(first, rows.count, words[place], task, rate, &random) }
        }
      }
    }
  }

  /// Predicts one word from the mean of input rows.
  @inline(__always)
  private func predict(
    _ inputs: UnsafePointer<Int32>, _ count: Int, _ word: Int32, _ task: WordVectorTask, _ rate: Float,
    _ random: inout WordVectorRandom
  ) {
    begin(inputs, count)
    if !task.treeStarts.isEmpty {
      for step in Int(task.treeStarts[Int(word)])..<Int(task.treeStarts[Int(word) + 1]) {
        compare(task.treeRows[step], task.treeLabels[step] ? 1 : 0, rate)
      }
    }
    if task.negatives > 0 {
      let base = Int32(treeRowCount(task))
      compare(base + word, 1, rate)
      for _ in 0..<task.negatives {
        let other = Int32(truncatingIfNeeded: task.noise.word(random.next()))
        if other != word { compare(base + other, 0, rate) }
      }
    }
    end(inputs, count)
  }

  /// The number of output rows of the tree, which precede those of the words.
  @inline(__always)
  private func treeRowCount(_ task: WordVectorTask) -> Int { task.treeStarts.isEmpty ? 0 : task.treeStarts.count - 2 }
}
