import BertCheckpoint
package import BertEncoder
package import BertKernels

/// The running mean of the weights over the steps (Polyak and Juditsky 1992, with the weights of an exponential mean).
///
/// The mean begins at the initial weights. After each step it moves by 1 − d of the way to the present weights, where d
/// = min(decay, (1 + n)/(10 + n)) after n steps, as TensorFlow's `ExponentialMovingAverage` with `num_updates`. With a
/// constant decay, the initial weights would weigh most in a run of a few hundred steps.
package final class WeightAverage {
  private let decay: Double
  private let means: [(parameter: Parameter, mean: Matrix)]

  /// What precedes the parameter's name in that of its mean in a checkpoint.
  private static let prefix = "average."

  /// - Parameter trained: The trained parameters at the start of the run.
  package init(decay: Double, _ trained: [Parameter]) {
    self.decay = decay
    means = trained.map { parameter in
      let mean = Matrix(rows: parameter.value.rows, columns: parameter.value.columns)
      mean.copy(from: parameter.value)
      return (parameter, mean)
    }
  }

  /// Moves the means after a step.
  ///
  /// - Parameter steps: Steps done, the present one included.
  package func update(steps: Int, _ compute: Compute) {
    let n = Double(steps), decay = min(decay, (1 + n) / (10 + n))
    for (parameter, mean) in means { compute.average(parameter.value, into: mean, share: Float(1 - decay)) }
  }

  /// Exchanges the weights and their means; a second call restores both.
  package func exchange(_ compute: Compute) {
    for (parameter, mean) in means { compute.exchange(parameter.value, mean) }
  }

  /// The means as tensors of a checkpoint.
  var sources: [TensorSource] { means.map { $0.source(named: Self.prefix + $0.name, of: $1) } }

  /// - Throws: `checkpoint`.
  func restore(from checkpoint: Checkpoint) throws(TuningError) {
    for (parameter, mean) in means {
      try ParameterFile.read(parameter, Self.prefix + parameter.name, of: checkpoint, into: mean)
    }
  }
}
