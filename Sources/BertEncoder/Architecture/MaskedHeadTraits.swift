import BertKernels

/// An architecture's head for masked tokens: its tensor names and its form. A token's state passes through a dense
/// layer, an activation and LayerNorm to the vocabulary. The output matrix is that of the word embeddings, unless
/// ``EncoderConfiguration/hasOwnWordMatrix`` says otherwise.
struct MaskedHeadTraits: Sendable {
  /// From the width of the layers to that of the embeddings; nil where the vocabulary is computed from the state
  /// itself.
  var transform: (dense: String, norm: String)?
  /// The tensor with one bias for each word.
  let bias: String
  /// Where transformers' class stores a second copy of the biases.
  var otherBias: String?
  /// Where it stores the output matrix: a second copy of the word embeddings, or a matrix of its own. nil where it
  /// stores none.
  let decoder: String?
  /// The names of the same tensors in another of transformers' forms of the head.
  var other: (dense: String, norm: String, bias: String)?
  /// The activation of the dense layer; nil: that of the feed-forward layers.
  var activation: Activation?
  /// The ε of LayerNorm; nil: that of the layers.
  var epsilon: Float?
  /// Whether the dense layer, its activation and LayerNorm are the same as in the head for texts.
  var isOfTexts = false

  /// RoBERTa's head, whose names MPNet's head has too.
  static let roberta = MaskedHeadTraits(
    transform: ("lm_head.dense", "lm_head.layer_norm"), bias: "lm_head.bias", otherBias: "lm_head.decoder.bias",
    decoder: "lm_head.decoder.weight", activation: .gelu)

  /// DeBERTa's head as transformers' class has it unless `legacy` is false. The published files of version 3 have the
  /// names of the other form, though their `config.json` does not say so.
  static let deberta = MaskedHeadTraits(
    transform: ("cls.predictions.transform.dense", "cls.predictions.transform.LayerNorm"), bias: "cls.predictions.bias",
    otherBias: "cls.predictions.decoder.bias", decoder: "cls.predictions.decoder.weight",
    other: ("lm_predictions.lm_head.dense", "lm_predictions.lm_head.LayerNorm", "lm_predictions.lm_head.bias"))

  /// The same head under the other form's names.
  fileprivate var inOtherForm: MaskedHeadTraits {
    guard let other, let transform else { return self }
    return MaskedHeadTraits(
      transform: (other.dense, other.norm), bias: other.bias, decoder: nil,
      other: (transform.dense, transform.norm, bias), activation: activation, epsilon: epsilon)
  }
}

extension EncoderConfiguration {
  /// The head for masked tokens; nil where the architecture is not pre-trained with masked tokens.
  var maskedHead: MaskedHeadTraits? {
    let head = architecture.maskedHead
    return hasOlderMaskedHead ? head : head?.inOtherForm
  }
}

extension Architecture {
  /// The head for masked tokens; nil where the architecture is not pre-trained with masked tokens.
  ///
  /// Sources: transformers' classes `…ForMaskedLM`.
  var maskedHead: MaskedHeadTraits? {
    switch self {
    case .bert:
      MaskedHeadTraits(
        transform: ("cls.predictions.transform.dense", "cls.predictions.transform.LayerNorm"),
        bias: "cls.predictions.bias", otherBias: "cls.predictions.decoder.bias",
        decoder: "cls.predictions.decoder.weight")
    case .distilBERT:
      MaskedHeadTraits(
        transform: ("vocab_transform", "vocab_layer_norm"), bias: "vocab_projector.bias",
        decoder: "vocab_projector.weight", epsilon: 1e-12)
    case .roberta, .camembert, .xlmRoberta, .mpnet: .roberta
    case .albert:
      MaskedHeadTraits(
        transform: ("predictions.dense", "predictions.LayerNorm"), bias: "predictions.bias",
        otherBias: "predictions.decoder.bias", decoder: "predictions.decoder.weight")
    case .electra:
      MaskedHeadTraits(
        transform: ("generator_predictions.dense", "generator_predictions.LayerNorm"), bias: "generator_lm_head.bias",
        decoder: "generator_lm_head.weight", activation: .gelu)
    case .modernBERT:
      MaskedHeadTraits(
        transform: ("head.dense", "head.norm"), bias: "decoder.bias", decoder: "decoder.weight", isOfTexts: true)
    case .debertaV2: .deberta
    case .gte:
      MaskedHeadTraits(
        transform: ("lm_head.dense", "lm_head.layer_norm"), bias: "lm_head.decoder.bias",
        decoder: "lm_head.decoder.weight", activation: .gelu)
    case .nomicBERT:
      MaskedHeadTraits(
        transform: ("cls.predictions.transform.dense", "cls.predictions.transform.layer_norm"),
        bias: "cls.predictions.bias", otherBias: "cls.predictions.decoder.bias",
        decoder: "cls.predictions.decoder.weight")
    case .euroBERT: MaskedHeadTraits(bias: "lm_head.bias", decoder: "lm_head.weight")
    case .gpt2, .xlnet: nil
    }
  }

  /// transformers' class of the model with a head for masked tokens; nil where the architecture has none.
  package var maskedLanguageClassName: String? {
    maskedHead.map { _ in
      traits.className.replacing("ForSequenceClassification", with: "ForMaskedLM", maxReplacements: 1)
    }
  }
}
