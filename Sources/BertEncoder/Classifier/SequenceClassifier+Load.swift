import BertCheckpoint
import BertKernels
import Foundation

extension SequenceClassifier {
  /// Fills the parameters from a checkpoint, and initializes those that the checkpoint lacks.
  func load(_ checkpoint: Checkpoint, _ names: CheckpointNames, seed: UInt64) throws(ModelError) {
    try names.load(parameters, of: checkpoint)
    encoder.joinQuantized()
    let fresh = Set(names.fresh)
    for (index, parameter) in parameters.enumerated() where fresh.contains(parameter.name) {
      initialize(parameter, seed: seed, stream: UInt32(truncatingIfNeeded: index))
    }
  }

  /// Initializes a parameter. Weights are normal with mean 0 and the configuration's standard deviation, as in
  /// transformers' `_init_weights`, truncated where the configuration says so; biases are 0.
  package func initialize(_ parameter: Parameter, seed: UInt64, stream: UInt32) {
    guard parameter.decays else {
      // LayerNorm's γ is the only vector that is initialized to 1.
      parameter.value.fill(parameter.name.hasSuffix(".weight") ? 1 : 0)
      return
    }
    let deviation = parameter.deviation ?? configuration.initializerRange
    let end = Double(configuration.initializerCutoff ?? .infinity)
    for row in 0..<parameter.value.rows {
      for column in 0..<parameter.value.columns {
        // Values beyond the cutoff are drawn again, from a counter that nothing else uses.
        var normal = Double.infinity, attempt: UInt32 = 0
        while abs(normal) > end || attempt == 0 {
          let counter = SIMD4(
            UInt32(truncatingIfNeeded: column), UInt32(truncatingIfNeeded: row), stream, .max - attempt)
          normal = Self.normal(Philox.random(counter: counter, key: seed))
          attempt += 1
        }
        parameter.value[row, column] = Float(normal) * deviation
      }
    }
    weightsDidChange()
  }

  /// Box and Muller (1958): a normal value from two uniform ones, the first never 0.
  private static func normal(_ random: SIMD4<UInt32>) -> Double {
    let radius = (-2 * log((Double(random[0]) + 1) / 4_294_967_296)).squareRoot()
    return radius * cos(2 * Double.pi * Double(random[1]) / 4_294_967_296)
  }
}
