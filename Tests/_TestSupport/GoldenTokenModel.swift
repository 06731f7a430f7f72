import BertCheckpoint
package import BertEncoder
package import BertText
import Foundation

/// The golden file that `Scripts/golden/token_labels.py` writes for one model.
package struct GoldenTokenModel: Decodable {
  package var sequences: [GoldenModel.Sequence]
  /// A class for each token of each sequence; −100 for a token without one.
  package var labels: [[Int]]
  /// `[tokens, C]` of each sequence.
  package var logits: [[Float]]
  package var loss: Double
  package var gradients: [String: GoldenModel.Sample]
  package var config: EncoderConfiguration
  package var classes: Int
  package var shapes: [String: [Int]]
  package var dropouts: [Dropout]
  /// Ten training steps, for some of the models.
  package var training: GoldenModel.Training?

  /// The dropout rate before the classifier that the class of transformers takes from a configuration.
  package struct Dropout: Decodable {
    package var config: EncoderConfiguration
    package var rate: Float
  }

  /// Reads `Tests/BertEncoderTests/Golden/tokens-<name>.json`.
  package static func load(_ name: String) throws -> GoldenTokenModel {
    try Golden.load(GoldenTokenModel.self, "tokens-\(name).json", target: "BertEncoderTests")
  }

  /// All sequences, as one batch.
  package var batch: TokenBatch { batch(Array(sequences.indices)) }

  /// The sequences at some indices, as one batch.
  package func batch(_ indices: [Int]) -> TokenBatch {
    TokenBatch(indices.map { Encoding(ids: sequences[$0].ids, typeIDs: sequences[$0].types) })
  }

  /// The classes of all tokens, `[T]`; nil for a token without one.
  package var targets: [Int?] { targets(Array(sequences.indices)) }

  /// The classes of the tokens of the sequences at some indices.
  package func targets(_ indices: [Int]) -> [Int?] { indices.flatMap { labels[$0] }.map { $0 < 0 ? nil : $0 } }

  /// The model with the script's weights, read from a checkpoint file.
  package func model() throws -> SequenceClassifier {
    let scratch = try Scratch(), url = scratch.url.appendingPathComponent("model.safetensors")
    try SafetensorsWriter.write(
      shapes.sorted { $0.key < $1.key }.map { name, shape in
        TensorSource(name: name, shape: shape, values: GoldenWeights.values(of: name, shape: shape))
      }, metadata: ["format": "pt"], to: url)
    return try SequenceClassifier(
      checkpoint: Checkpoint(at: url), configuration: config, classes: classes, seed: 1, head: .token)
  }
}
