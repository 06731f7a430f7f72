import Foundation

/// Layer-wise learning-rate decay: lower layers hold more general features and have smaller rates (ULMFiT's
/// discriminative rates; ELECTRA's `layerwise_lr_decay`).
public enum LayerDecay {
  /// The factor of the learning rate at a depth: `decay` to the power of the distance from the head.
  ///
  /// ELECTRA counts one step more between the top layer and the head; here the head (and the pooler, which stands at
  /// the same depth) has the factor 1, the top layer `decay`, and the embeddings `decay^(layers + 1)`.
  ///
  /// - Parameters:
  ///   - depth: 0 for the embeddings, i + 1 for layer i, `layers` + 1 for the pooler and the classifier.
  ///   - layers: number of encoder layers.
  ///   - decay: factor per layer, 0 < decay ≤ 1; 1 means no decay.
  public static func multiplier(depth: Int, layers: Int, decay: Double) -> Double {
    pow(decay, Double(max(0, layers + 1 - depth)))
  }
}
