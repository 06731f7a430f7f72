import BertBaselines
import BertKernels
import Foundation
import Testing
import _TestSupport

/// Single steps of training against autograd, and the tables they stand on (`Scripts/golden/word_vector_steps.py`).
struct TrainingStepTests {
  struct Reference: Decodable {
    struct Step: Decodable {
      let dimensions: Int
      let inputs, outputs: [Int32]
      let labels: [Int]
      let rate: Float
      let before, after: [[Float]]
    }
    struct GloVe: Decodable {
      let words, dimensions: Int
      let rate: Float
      /// w, v and their biases.
      let before, after: [[Float]]
      let entries: [[Float]]
    }
    struct Tree: Decodable {
      let counts: [Int]
      let cost: Int
    }
    let steps: [Step]
    let glove: GloVe
    let trees: [Tree]
    let text: [String]
    let window: Int
    let pairs: [String: Float]
  }

  private func reference() throws -> Reference {
    try Golden.load(Reference.self, "word_vector_steps.json", target: "BertBaselinesTests")
  }

  private func fill(_ matrix: Matrix, _ values: [Float], columns: Int) {
    for (place, value) in values.enumerated() { matrix[place / columns, place % columns] = value }
  }

  /// The logistic table is off by less than 1e-5, which a rate of 0.1 and values below 4 bring to 4e-6.
  @Test func aStepIsAutograds() throws {
    for step in try reference().steps {
      let weights = WordVectorWeights(inputs: 4, outputs: 5, dimensions: step.dimensions)
      fill(weights.inputs, step.before[0], columns: step.dimensions)
      fill(weights.outputs, step.before[1], columns: step.dimensions)
      WordVectorStep(weights).train(
        step.inputs, step.outputs, isPositive: step.labels.map { $0 == 1 }, rate: step.rate)
      for (matrix, expected) in zip([weights.inputs, weights.outputs], step.after) {
        for (place, value) in expected.enumerated() {
          #expect(abs(matrix[place / step.dimensions, place % step.dimensions] - value) < 5e-6)
        }
      }
    }
  }

  @Test func aStepOfGloVeIsAutogradsUnderItsAdaGrad() throws {
    let glove = try reference().glove
    let step = GlobalVectorStep(
      words: glove.words, dimensions: glove.dimensions, ceiling: 100, power: 0.75, rate: glove.rate, seed: 1)
    let bias = (glove.dimensions + 7) / 8 * 8
    for (matrix, table) in zip([step.rows, step.columns], 0...1) {
      fill(matrix, glove.before[table], columns: glove.dimensions)
      for word in 0..<glove.words { matrix[word, bias] = glove.before[2 + table][word] }
    }
    _ = step.train(
      glove.entries.map { Cooccurrence(row: Int32($0[0]), column: Int32($0[1]), count: $0[2]) }[...])
    for (matrix, table) in zip([step.rows, step.columns], 0...1) {
      for (place, value) in glove.after[table].enumerated() {
        #expect(abs(matrix[place / glove.dimensions, place % glove.dimensions] - value) < 2e-6)
      }
      for word in 0..<glove.words { #expect(abs(matrix[word, bias] - glove.after[2 + table][word]) < 2e-6) }
    }
  }

  /// 400,000 draws: the share of a word lies within 5 standard deviations of its weight.
  @Test func noiseIsDrawnByItsWeights() {
    let weights = (1...500).map { 1000 / Double($0) }
    let table = NoiseTable(weights: weights)
    var random = WordVectorRandom(seed: 42, stream: 7)
    var counts = [Int](repeating: 0, count: weights.count)
    let draws = 400_000
    for _ in 0..<draws { counts[table.word(random.next())] += 1 }
    let total = weights.reduce(0, +)
    for (count, weight) in zip(counts, weights) {
      let expected = weight / total * Double(draws)
      #expect(abs(Double(count) - expected) < 5 * expected.squareRoot() + 1)
    }
    var reached = Set<Int>()
    for _ in 0..<1000 { reached.insert(random.below(5)) }
    #expect(reached == [0, 1, 2, 3, 4])
  }

  @Test func treesCostWhatHuffmansDo() throws {
    for tree in try reference().trees {
      let ways = HuffmanTree(counts: tree.counts)
      let lengths = zip(ways.starts, ways.starts.dropFirst()).map { Int($1 - $0) }
      #expect(zip(lengths, tree.counts).reduce(0) { $0 + $1.0 * $1.1 } == tree.cost)
      #expect(ways.rows.allSatisfy { (0..<max(1, Int32(tree.counts.count) - 1)).contains($0) })
      // No two words have the same way.
      let all = lengths.indices.map { word in
        (Int(ways.starts[word])..<Int(ways.starts[word + 1])).map { "\(ways.rows[$0])\(ways.labels[$0])" }.joined()
      }
      #expect(Set(all).count == tree.counts.count)
    }
  }

  @Test(arguments: [1, 3]) func cooccurrencesAreThoseCountedNaively(threads: Int) throws {
    let reference = try reference()
    var builder = WordCorpusBuilder()
    for line in reference.text { builder.add(WordSplitter(isNormalizing: false).words(line)) }
    let corpus = try #require(builder.finish(minimumCount: 1))
    let blocks = CooccurrenceBlocks(corpus, window: reference.window, pool: ThreadPool(threads: threads))
    var found: [String: Float] = [:]
    for (number, block) in blocks.blocks.enumerated() {
      for pair in block {
        let groups = CooccurrenceBlocks.groups
        #expect(number == Int(pair.row) % groups * groups + Int(pair.column) % groups)
        let key = [pair.row, pair.column].map { corpus.word(Int($0)) }.joined(separator: " ")
        #expect(found[key] == nil)
        found[key] = pair.count
      }
    }
    #expect(Set(found.keys) == Set(reference.pairs.keys))
    for (key, value) in reference.pairs { #expect(abs((found[key] ?? 0) - value) < 1e-5, "\(key)") }
  }
}
