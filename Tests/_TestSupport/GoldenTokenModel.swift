import BertCheckpoint
package import BertEncoder
package import BertText
import Foundation

/// What `Scripts/golden/token_labels.py` writes for one model.
package struct GoldenTokenModel: Decodable {
  package var sequences: [GoldenModel.Sequence]
  /// A class for each token of each sequence; −100 where it has none.
  package var labels: [[Int]]
  /// `[tokens, C]` of each sequence.
  package var logits: [[Float]]
  package var loss: Double
  package var gradients: [String: GoldenModel.Sample]
  package var config: EncoderConfiguration
  package var classes: Int
  package var shapes: [String: [Int]]
  package var dropouts: [Dropout]
  /// Ten steps, of some of the models.
  package var training: GoldenModel.Training?

  /// The rate before the classifier that transformers' class makes of a configuration.
  package struct Dropout: Decodable {
    package var config: EncoderConfiguration
    package var rate: Float
  }

  /// Reads `Tests/BertEncoderTests/Golden/tokens-<name>.json`.
  package static func load(_ name: String) throws -> GoldenTokenModel {
    try Golden.load(GoldenTokenModel.self, "tokens-\(name).json", target: "BertEncoderTests")
  }

  /// All sequences, end to end.
  package var batch: TokenBatch { batch(Array(sequences.indices)) }

  /// The sequences `indices`, end to end.
  package func batch(_ indices: [Int]) -> TokenBatch {
    TokenBatch(indices.map { Encoding(ids: sequences[$0].ids, typeIDs: sequences[$0].types) })
  }

  /// The classes of all tokens, `[T]`; nil where there is none.
  package var targets: [Int?] { targets(Array(sequences.indices)) }

  /// Those of the sequences `indices`.
  package func targets(_ indices: [Int]) -> [Int?] { indices.flatMap { labels[$0] }.map { $0 < 0 ? nil : $0 } }

  /// The model with the script's weights, through a checkpoint file as any other.
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
