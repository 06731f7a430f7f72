package import BertKernels
import BertStorage
import BertText

extension TransformerEncoder {
  /// How fast the machine computes encoders: multiply-adds per second in the fastest pass of a BERT encoder with one
  /// layer of 384 over four texts of 100 tokens. The weights are zeros, which does not affect the time. A pass takes
  /// milliseconds, so that some passes are not disturbed by other programs.
  ///
  /// - Parameters:
  ///   - compute: The threads, and the number format of the factors.
  ///   - seconds: How long to measure, after a first pass that does not count.
  package static func multiplyAddsPerSecond(_ compute: Compute, seconds: Double = 0.4) -> Double {
    let tokens = 100, texts = 4
    let configuration = EncoderConfiguration(
      vocabularySize: 1000, hiddenSize: 384, layerCount: 1, headCount: 12, intermediateSize: 1536)
    let encoder = TransformerEncoder(configuration, activation: .gelu)
    encoder.prepareForInference(compute)
    let text = Encoding(ids: (0..<Int32(tokens)).map { $0 }, typeIDs: Array(repeating: 0, count: tokens))
    let batch = TokenBatch(Array(repeating: text, count: texts))
    let cost = configuration.cost
    let clock = ContinuousClock()
    func pass() -> Double {
      let begin = clock.now
      encoder.withHiddenStates(batch, compute: compute) { _ in }
      return (clock.now - begin).inSeconds
    }
    _ = pass()
    var quickest = Double.infinity, taken = 0.0
    repeat {
      let time = pass()
      quickest = min(quickest, time)
      taken += time
    } while taken < seconds
    return Double(texts * tokens * (cost.perToken + tokens * cost.perSeenToken)) / quickest
  }
}
