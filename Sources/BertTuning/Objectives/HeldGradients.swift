package import BertEncoder
package import BertKernels

/// The gradients of an encoder from a task, kept while a second loss adds its gradients to the same buffers.
package final class HeldGradients {
  private let model: SequenceClassifier
  /// By the index among the trained parameters; allocated when first needed, as large as the encoder.
  private var copies: [Int: Matrix] = [:]
  /// The rows of embedding tables that have kept gradients.
  private var touched: [Int: [Int32]] = [:]

  package init(of model: SequenceClassifier) { self.model = model }

  /// The trained parameters of the encoder with their indices, without a pooler, which belongs to the task.
  private var trained: [(place: Int, parameter: Parameter, gradient: Matrix)] {
    model.trainable.enumerated().compactMap { place, parameter in
      switch parameter.part {
      case .embeddings, .layer: parameter.gradient.map { (place, parameter, $0) }
      case .pooler, .classifier: nil
      }
    }
  }

  /// Keeps the encoder's gradients and sets them to zero.
  ///
  /// - Returns: The Euclidean norm of all of them together.
  package func hold(_ compute: Compute) -> Double {
    var squares = 0.0
    for (place, parameter, gradient) in trained {
      squares += compute.sumOfSquares(gradient, rows: parameter.touchedRows?.rows)
      let copy = copies[place] ?? Matrix(rows: gradient.rows, columns: gradient.columns)
      copies[place] = copy
      compute.forRanges(gradient.rows, width: gradient.columns) { range in
        for row in range { copy.row(row).update(from: gradient.row(row), count: gradient.columns) }
      }
      touched[place] = parameter.touchedRows?.rows.map(Int32.init)
      parameter.zeroGradient(compute)
    }
    return squares.squareRoot()
  }

  /// Adds the kept gradients to those of the second loss. If the norm of the latter in the encoder exceeds that of the
  /// kept ones, they are first scaled down to it, together with those of the head that was added to the model.
  ///
  /// - Parameter length: The norm of the kept gradients.
  /// - Returns: The scale of the second loss's gradients, 0 ... 1.
  @discardableResult
  package func rejoin(length: Double, _ compute: Compute) -> Double {
    let all = trained
    let other = all.reduce(0) { $0 + compute.sumOfSquares($1.gradient, rows: $1.parameter.touchedRows?.rows) }
      .squareRoot()
    let factor = other > length ? length / other : 1, scale = Float(factor)
    for parameter in model.addedParameters {
      guard let gradient = parameter.gradient else { continue }
      compute.forRanges(gradient.rows, width: gradient.columns) { range in
        for row in range {
          let values = gradient.row(row)
          for column in 0..<gradient.columns { values[column] *= scale }
        }
      }
    }
    for (place, parameter, gradient) in all {
      guard let copy = copies[place] else { continue }
      parameter.touchedRows?.insert(touched[place] ?? [])
      compute.forRanges(gradient.rows, width: gradient.columns) { range in
        for row in range {
          let values = gradient.row(row), kept = copy.row(row)
          for column in 0..<gradient.columns { values[column] = scale * values[column] + kept[column] }
        }
      }
    }
    return factor
  }
}
