import CKernels

/// The training steps of one thread: predicts words from the mean of input rows, and updates all rows involved.
///
/// With `h` `[D]` the mean of the input rows, `o` an output row and `y` its label, 1 or 0: g = rate · (y − σ(h · o)),
/// o += g · h, and each input row += Σ g · o, with o before its update.
///
/// Sources: Mikolov, Sutskever, Chen, Corrado and Dean, "Distributed Representations of Words and Phrases and their
/// Compositionality" (NIPS 2013); tmikolov/word2vec.
package struct WordVectorStep {
  let weights: WordVectorWeights
  private let logistic = LogisticTable()
  /// `[2, D]`: the mean, and the sum of the updates of the input rows.
  private let scratch: Storage

  package init(_ weights: WordVectorWeights) {
    self.weights = weights
    scratch = Storage(count: 2 * weights.inputs.columns)
  }

  /// Trains on one prediction.
  ///
  /// - Parameters:
  ///   - inputs: The input rows whose mean predicts; at least one.
  ///   - outputs: The output rows.
  ///   - isPositive: The label of each output row.
  ///   - rate: The learning rate.
  package func train(_ inputs: [Int32], _ outputs: [Int32], isPositive: [Bool], rate: Float) {
    precondition(!inputs.isEmpty && outputs.count == isPositive.count)
    for row in inputs { precondition(row >= 0 && row < weights.inputs.rows) }
    for row in outputs { precondition(row >= 0 && row < weights.outputs.rows) }
    inputs.withUnsafeBufferPointer { inputs in
      guard let first = inputs.baseAddress else { return }
      begin(first, inputs.count)
      for (row, positive) in zip(outputs, isPositive) { compare(row, positive ? 1 : 0, rate) }
      end(first, inputs.count)
    }
  }

  private var width: Int { weights.inputs.columns }
  private var mean: UnsafeMutablePointer<Float> { scratch.base }
  private var back: UnsafeMutablePointer<Float> { scratch.base + width }

  /// Computes the mean of input rows.
  @inline(__always)
  func begin(_ inputs: UnsafePointer<Int32>, _ count: Int) {
    let share = splat(1 / Float(count))
    let first = weights.inputs.row(Int(inputs[0]))
    for place in stride(from: 0, to: width, by: 8) {
      store(load(first, place), mean, place)
      store(F8(), back, place)
    }
    guard count > 1 else { return }
    for index in 1..<count {
      let row = weights.inputs.row(Int(inputs[index]))
      for place in stride(from: 0, to: width, by: 8) { store(load(mean, place) + load(row, place), mean, place) }
    }
    for place in stride(from: 0, to: width, by: 8) { store(load(mean, place) * share, mean, place) }
  }

  /// Compares the mean with an output row, and updates the row.
  @inline(__always)
  func compare(_ output: Int32, _ label: Float, _ rate: Float) {
    let row = weights.outputs.row(Int(output))
    let width = width, mean = mean, back = back
    var a = F8(), b = F8()
    var place = 0
    while place + 16 <= width {
      a = fma(load(mean, place), load(row, place), a)
      b = fma(load(mean, place + 8), load(row, place + 8), b)
      place += 16
    }
    if place < width { a = fma(load(mean, place), load(row, place), a) }
    let g = splat(rate * (label - logistic(sum(a + b))))
    place = 0
    while place < width {
      let o = load(row, place)
      store(fma(g, o, load(back, place)), back, place)
      store(fma(g, load(mean, place), o), row, place)
      place += 8
    }
  }

  /// Updates the input rows.
  @inline(__always)
  func end(_ inputs: UnsafePointer<Int32>, _ count: Int) {
    for index in 0..<count {
      let row = weights.inputs.row(Int(inputs[index]))
      for place in stride(from: 0, to: width, by: 8) { store(load(row, place) + load(back, place), row, place) }
    }
  }
}
