import BertData
import BertKernels

/// Tunes a table of token vectors so that the mean of a text's rows has the direction of the encoder's vector of the
/// text.
///
/// The loss of a text is 1 − cos(mean of its rows, the encoder's vector), and that of a batch the mean over its texts.
/// Adam updates only rows that texts have used. (Tulkens and van Dongen, "Tokenlearn", train in the same way on the
/// squared distance.) Sums run in the order of the texts, so that the result does not depend on the number of threads.
/// Legend: `B` texts, `T` tokens, `V` rows, `D` dimensions.
struct StaticTraining {
  /// Texts as ids of the table, with their target directions, `[texts, D]`, rows of length 1.
  struct Texts {
    var sequences: [[Int32]]
    var targets: Matrix
  }

  /// The outcome of training.
  struct Result {
    /// Mean cosine on the held-out texts before training.
    var before: Double
    /// Mean cosine on the held-out texts with the best table.
    var after: Double
    /// The epoch of the best table, from 1; 0 where no epoch improved it.
    var epoch: Int
    /// Epochs trained.
    var epochs: Int
  }

  static let batchSize = 64
  /// Epochs without improvement after which training stops.
  static let patience = 2
  /// The learning rate of Adam as a share of the table's root mean square.
  static let relativeRate = 0.02

  let compute: Compute
  let epochs: Int
  let seed: UInt64

  /// Trains, and overwrites `table`, `[V, D]`, with the best version.
  ///
  /// - Parameter progress: The current epoch, from 1, the share of it that is done, and the mean cosine on the held-out
  ///   texts before it.
  /// - Throws: `interrupted`; `diverged` where the cosine is not finite.
  func run(
    _ table: Matrix, learning texts: Texts, held: Texts, isCancelled: () -> Bool,
    progress: (_ epoch: Int, _ share: Double, _ cosine: Double) -> Void
  ) throws(TuningError) -> Result {
    let best = Matrix(rows: table.rows, columns: table.columns)
    best.copy(from: table)
    let before = cosine(table, held)
    var result = Result(before: before, after: before, epoch: 0, epochs: 0)
    var state = State(table)
    let rate = Self.relativeRate * Self.rootMeanSquare(table)
    var order = Array(texts.sequences.indices)
    var generator = SeededGenerator(seed: seed)
    var last = before
    while result.epochs < epochs, result.epochs - result.epoch < Self.patience {
      generator.shuffle(&order)
      for start in stride(from: 0, to: order.count, by: Self.batchSize) {
        if isCancelled() { throw .interrupted(checkpoint: nil) }
        step(table, texts, order[start..<min(order.count, start + Self.batchSize)], rate, &state)
        progress(result.epochs + 1, Double(start) / Double(order.count), last)
      }
      result.epochs += 1
      last = cosine(table, held)
      guard last.isFinite else { throw .diverged(step: state.steps, learningRate: rate) }
      if last > result.after {
        (result.after, result.epoch) = (last, result.epochs)
        best.copy(from: table)
      }
    }
    table.copy(from: best)
    return result
  }

  /// The mean cosine between the means of texts and their targets; a text whose mean is zero counts as 0.
  func cosine(_ table: Matrix, _ texts: Texts) -> Double {
    var sum = 0.0
    for start in stride(from: 0, to: texts.sequences.count, by: 1024) {
      let range = start..<min(texts.sequences.count, start + 1024)
      let means = means(table, texts.sequences[range])
      compute.normalizeRows(means)
      for (place, text) in range.enumerated() {
        let mean = means.row(place), target = texts.targets.row(text)
        var product: Float = 0
        for column in 0..<table.columns { product += mean[column] * target[column] }
        sum += Double(product)
      }
    }
    return sum / Double(max(1, texts.sequences.count))
  }

  /// The state of Adam: its moments, and the rows that have been updated.
  private struct State {
    let gradient: Matrix
    let first: Matrix
    let second: Matrix
    var isActive: [Bool]
    var steps = 0
    /// β₁ and β₂ to the power of `steps`.
    var powers: (first: Float, second: Float) = (1, 1)

    init(_ table: Matrix) {
      func zeros() -> Matrix { Matrix(rows: table.rows, columns: table.columns) }
      (gradient, first, second) = (zeros(), zeros(), zeros())
      isActive = Array(repeating: false, count: table.rows)
    }
  }

  private func step(
    _ table: Matrix, _ texts: Texts, _ batch: ArraySlice<Int>, _ rate: Double, _ state: inout State
  ) {
    let sequences = batch.map { texts.sequences[$0] }
    let means = means(table, sequences[...])  // [B, D]
    for (place, text) in batch.enumerated() {
      Self.replaceByGradient(
        means.rows(place..<place + 1), target: texts.targets.rows(text..<text + 1),
        scale: 1 / Float(batch.count * sequences[place].count))
    }
    // The gradient of a token's row is that of the text's mean, divided by the number of tokens.
    let ids = sequences.flatMap { $0 }
    let owners = sequences.enumerated().flatMap { Array(repeating: Int32($0.offset), count: $0.element.count) }
    let rows = Matrix(rows: ids.count, columns: table.columns)  // [T, D]
    compute.gather([(means, owners)], into: rows)
    compute.scatterAdd(rows, ids, to: state.gradient)
    for id in ids { state.isActive[Int(id)] = true }
    let (beta1, beta2) = (Float(0.9), Float(0.999))
    state.steps += 1
    state.powers = (state.powers.first * beta1, state.powers.second * beta2)
    let adam = AdamWStep(
      beta1: beta1, beta2: beta2, epsilon: 1e-8, stepSize: Float(rate) / (1 - state.powers.first),
      secondCorrection: (1 - state.powers.second).squareRoot(), decay: 1, gradientScale: 1)
    compute.adamW(
      adam, value: table, gradient: state.gradient, first: state.first, second: state.second, isActive: state.isActive)
    for id in ids { state.gradient.rows(Int(id)..<Int(id) + 1).fill(0) }
  }

  /// Replaces x by scale · d(1 − cos(x, y)) / dx = −scale · (y − cos · x / ‖x‖) / ‖x‖, for y of length 1; by 0 where x
  /// is zero.
  ///
  /// - Parameters:
  ///   - mean: x, `[1, D]`, overwritten.
  ///   - target: y, `[1, D]`.
  ///   - scale: Factor of the gradient.
  static func replaceByGradient(_ mean: Matrix, target: Matrix, scale: Float) {
    let x = mean.row(0), y = target.row(0), count = mean.columns
    var squares: Float = 0, product: Float = 0
    for column in 0..<count {
      squares += x[column] * x[column]
      product += x[column] * y[column]
    }
    let length = squares.squareRoot()
    guard length > 1e-12 else { return mean.fill(0) }
    let cosine = product / length
    for column in 0..<count { x[column] = -scale * (y[column] - cosine * x[column] / length) / length }
  }

  /// The means of the rows of sequences, `[sequences, D]`.
  private func means(_ table: Matrix, _ sequences: ArraySlice<[Int32]>) -> Matrix {
    var boundaries = [0]
    for sequence in sequences { boundaries.append((boundaries.last ?? 0) + sequence.count) }
    let ids = sequences.flatMap { $0 }
    let rows = Matrix(rows: ids.count, columns: table.columns)
    compute.gather([(table, ids)], into: rows)
    let means = Matrix(rows: sequences.count, columns: table.columns)
    compute.pool(.mean, rows, boundaries: boundaries, into: means)
    return means
  }

  private static func rootMeanSquare(_ table: Matrix) -> Double {
    var sum = 0.0
    for row in 0..<table.rows {
      let values = table.row(row)
      for column in 0..<table.columns { sum += Double(values[column] * values[column]) }
    }
    return (sum / Double(max(1, table.count))).squareRoot()
  }
}
