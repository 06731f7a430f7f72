import CKernels

/// What a sentence's training needs to know besides the weights, the same for all sentences.
package struct WordVectorTask: Sendable {
  /// What predicts what.
  package enum Shape: Sendable {
    /// Each word around predicts the one in the middle, by the one row that a word has; where words have parts, those of
    /// the word in the middle predict each word around.
    ///
    /// The pairs are the same either way; only their order differs. word2vec and gensim take the former, fastText the
    /// latter. With the former the rows of words that stand around the same word move one after the other against the
    /// same output row, each time moved by the one before, which brings them nearer to each other.
    case skipGram
    /// The mean of the words around predicts the one in the middle.
    case bagOfWords
  }

  package let shape: Shape
  /// Words on each side at the most; how many is drawn for each word.
  package let window: Int
  /// Words drawn as counter-examples for each prediction; 0 where the tree alone is used.
  package let negatives: Int
  package let noise: NoiseTable
  /// Hierarchical softmax: where the way of each word begins in `treeRows`, one more entry than words; empty without.
  package let treeStarts: [Int32]
  /// The output rows on the ways, and whether each step is the one that counts as 1.
  package let treeRows: [Int32]
  package let treeLabels: [Bool]
  /// Input rows of each word's parts, the word's own first, one word behind the other; empty where each word is one row.
  package let partStarts: [Int32]
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
  /// Negative sampling and the tree may both be on; then both push the same rows, as in word2vec.
  ///
  /// - Parameters:
  ///   - words: The sentence's words, each a valid row of the task's tables.
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

  /// The tree's rows lie before those of the words.
  @inline(__always)
  private func treeRowCount(_ task: WordVectorTask) -> Int { task.treeStarts.isEmpty ? 0 : task.treeStarts.count - 2 }
}
