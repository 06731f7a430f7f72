import BertData
import Foundation

/// The parameters of the fastText-style classifier and its training step. Legend: C labels, D dimensions.
struct FastTextModel: Sendable {
  /// [words and buckets, D]
  var input: EmbeddingTable
  /// [C, D]; with a tree [C − 1, D].
  var output: EmbeddingTable
  /// The tree of hierarchical softmax; nil for softmax and one-versus-all.
  let tree: LabelTree?
  let classes: Int
  // Buffers for one text, so that no step allocates.
  private var hidden: [SIMD8<Float>]
  private var gradient: [SIMD8<Float>]
  private var scores: [Float]

  init(input: EmbeddingTable, output: EmbeddingTable, tree: LabelTree?, classes: Int) {
    self.input = input
    self.output = output
    self.tree = tree
    self.classes = classes
    hidden = Array(repeating: .zero, count: input.lanes)
    gradient = hidden
    scores = [Float](repeating: 0, count: classes)
  }

  /// One step of stochastic gradient descent on one text, as fastText's `Model::update`; with several labels as its
  /// `OneVsAllLoss`.
  ///
  /// - Parameters:
  ///   - rows: The text's rows of the input table.
  ///   - target: A label, or several; a number is ignored.
  ///   - rate: The learning rate.
  /// - Returns: The loss before the step.
  mutating func step(rows: [Int32], _ target: Target, rate: Float) -> Float {
    guard !rows.isEmpty else { return 0 }
    input.mean(rows, into: &hidden)
    for lane in gradient.indices { gradient[lane] = .zero }
    let loss: Float
    switch target {
    case .label(let label): loss = tree.map { treeStep($0.paths[label], rate) } ?? softmaxStep(label, rate)
    case .labels(let flags):
      loss = flags.enumerated().reduce(0) { $0 + binaryStep(row: $1.offset, holds: $1.element, rate) }
    case .number: loss = 0
    }
    // Each row gets an equal share of the mean's gradient.
    let share = 1 / Float(rows.count)
    for row in rows { input.add(share, gradient, to: Int(row)) }
    return loss
  }

  private mutating func softmaxStep(_ label: Int, _ rate: Float) -> Float {
    var largest = -Float.infinity
    for index in 0..<classes {
      scores[index] = output.dot(index, hidden)
      largest = max(largest, scores[index])
    }
    var sum: Float = 0
    for index in 0..<classes {
      scores[index] = exp(scores[index] - largest)
      sum += scores[index]
    }
    for index in 0..<classes {
      let alpha = rate * ((index == label ? 1 : 0) - scores[index] / sum)
      output.addRow(index, alpha, to: &gradient)
      output.add(alpha, hidden, to: index)
    }
    return -log(max(scores[label] / sum, 1e-9))
  }

  private mutating func treeStep(_ path: [LabelTree.Step], _ rate: Float) -> Float {
    var loss: Float = 0
    for step in path { loss += binaryStep(row: step.row, holds: step.isRight, rate) }
    return loss
  }

  /// One binary logistic regression.
  private mutating func binaryStep(row: Int, holds: Bool, _ rate: Float) -> Float {
    let score = 1 / (1 + exp(-output.dot(row, hidden)))
    let alpha = rate * ((holds ? 1 : 0) - score)
    output.addRow(row, alpha, to: &gradient)
    output.add(alpha, hidden, to: row)
    return -log(max(holds ? score : 1 - score, 1e-9))
  }

  /// The logits of the labels, [C]; with a tree the logarithms of their probabilities.
  func logits(rows: [Int32]) -> [Double] {
    var hidden = [SIMD8<Float>](repeating: .zero, count: input.lanes)
    input.mean(rows, into: &hidden)
    guard let tree else { return (0..<classes).map { Double(output.dot($0, hidden)) } }
    let decisions = (0..<output.rows).map { Double(output.dot($0, hidden)) }
    return tree.paths.map { path in
      path.reduce(0) { $0 + RatioClassifier.logSigmoid($1.isRight ? decisions[$1.row] : -decisions[$1.row]) }
    }
  }
}
