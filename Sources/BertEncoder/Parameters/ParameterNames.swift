/// The names and shapes of BERT's tensors in a checkpoint of `BertForSequenceClassification`.
///
/// Source: transformers, `models/bert/modeling_bert.py`. Checkpoints of the encoder alone lack the prefix `bert.`; old
/// ones say `gamma` and `beta`. See ``CheckpointNames``.
struct BertNames {
  typealias Pair = (weight: ParameterSpecification, bias: ParameterSpecification)

  private let configuration: EncoderConfiguration

  init(_ configuration: EncoderConfiguration) { self.configuration = configuration }

  private var hidden: Int { configuration.hiddenSize }

  var wordEmbeddings: ParameterSpecification { table("word_embeddings", configuration.vocabularySize) }
  var positionEmbeddings: ParameterSpecification { table("position_embeddings", configuration.maximumPositions) }
  var typeEmbeddings: ParameterSpecification { table("token_type_embeddings", configuration.typeVocabularySize) }
  var embeddingNorm: Pair { norm("bert.embeddings.LayerNorm", .embeddings) }
  /// A checkpoint of masked-language modelling has no pooler; then it begins anew.
  var pooler: Pair { linear("bert.pooler.dense", hidden, hidden, .pooler, isFreshAllowed: true) }

  func classifier(classes: Int) -> Pair { linear("classifier", classes, hidden, .classifier, isFreshAllowed: true) }

  /// The tensors of one layer.
  struct Layer {
    let query, key, value, attentionOutput, attentionNorm, intermediate, output, outputNorm: Pair
  }

  func layer(_ index: Int) -> Layer {
    let prefix = "bert.encoder.layer.\(index)", part = ModelPart.layer(index), inner = configuration.intermediateSize
    return Layer(
      query: linear("\(prefix).attention.self.query", hidden, hidden, part),
      key: linear("\(prefix).attention.self.key", hidden, hidden, part),
      value: linear("\(prefix).attention.self.value", hidden, hidden, part),
      attentionOutput: linear("\(prefix).attention.output.dense", hidden, hidden, part),
      attentionNorm: norm("\(prefix).attention.output.LayerNorm", part),
      intermediate: linear("\(prefix).intermediate.dense", inner, hidden, part),
      output: linear("\(prefix).output.dense", hidden, inner, part),
      outputNorm: norm("\(prefix).output.LayerNorm", part))
  }

  private func table(_ name: String, _ rows: Int) -> ParameterSpecification {
    ParameterSpecification(
      name: "bert.embeddings.\(name).weight", shape: [rows, hidden], part: .embeddings, decays: true)
  }

  private func norm(_ name: String, _ part: ModelPart) -> Pair {
    (
      ParameterSpecification(name: name + ".weight", shape: [hidden], part: part, decays: false),
      ParameterSpecification(name: name + ".bias", shape: [hidden], part: part, decays: false)
    )
  }

  private func linear(
    _ name: String, _ outputs: Int, _ inputs: Int, _ part: ModelPart, isFreshAllowed: Bool = false
  ) -> Pair {
    (
      ParameterSpecification(
        name: name + ".weight", shape: [outputs, inputs], part: part, decays: true,
        fresh: isFreshAllowed ? .normal : nil),
      ParameterSpecification(
        name: name + ".bias", shape: [outputs], part: part, decays: false, fresh: isFreshAllowed ? .zeros : nil)
    )
  }
}

extension BertNames.Layer {
  var all: [ParameterSpecification] {
    [query, key, value, attentionOutput, attentionNorm, intermediate, output, outputNorm].flatMap {
      [$0.weight, $0.bias]
    }
  }
}
