package import BertCheckpoint
package import BertKernels
import Foundation

/// An encoder with a head that classifies sequences or their tokens, as Hugging Face's `BertForSequenceClassification`
/// and `BertForTokenClassification` and those of the other architectures.
///
/// Legend: `B` sequences, `T` tokens in all, `H` hidden, `C` classes, `V` vocabulary. Sequences are packed, `[T, H]`
/// with boundaries, without padding. Not for use by two threads at once.
package final class SequenceClassifier {
  package let encoder: TransformerEncoder
  let head: any Head
  /// The kind of the head: of what the classes are.
  package let headKind: HeadKind
  /// C
  package let classes: Int
  /// A head for masked tokens beside the model's own; see ``addMaskedHead(of:seed:)``.
  var addedHead: MaskedLanguageHead?
  /// Names of the parameters of the added head that were initialized because the checkpoint lacks them.
  package internal(set) var freshAddedParameters: [String] = []
  /// All parameters, from the embeddings upwards, without those of an added head.
  package let parameters: [Parameter]
  /// Names of the parameters that were initialized because the checkpoint lacks them.
  package let freshParameters: [String]
  /// Dropout rates in training; at first the configuration's.
  package var dropoutRates: DropoutRates
  /// Whether backward runs each layer again instead of keeping its activations; see
  /// ``TransformerEncoder/forward(_:dropout:lowest:recomputes:_:)``.
  package var recomputes = false

  package var configuration: EncoderConfiguration { encoder.configuration }

  /// Reads the weights of a checkpoint.
  ///
  /// - Parameters:
  ///   - configuration: Must have passed ``EncoderConfiguration/validate()``.
  ///   - seed: For what the checkpoint lacks: weights of head and pooler are normal with `initializer_range`, biases
  ///     zero.
  ///   - head: The kind of the head.
  ///   - newClassifier: Whether the classifier is initialized even where the checkpoint has one of the right shape.
  /// - Throws: ``ModelError`` where tensors are missing, have other shapes, or cannot be read.
  package convenience init(
    checkpoint: Checkpoint, configuration: EncoderConfiguration, classes: Int, seed: UInt64,
    head kind: HeadKind = .sequence,
    newClassifier: Bool = false
  ) throws(ModelError) {
    let checkpoint = checkpoint.spelled(for: configuration.architecture)
    // Names and shapes are checked before memory for the weights is allocated.
    var names = try CheckpointNames(checkpoint, configuration: configuration, classes: classes, head: kind)
    if newClassifier { names = names.withNewClassifier() }
    try names.requireEncoder(of: checkpoint)
    let activation = try configuration.knownActivation()
    let encoder = TransformerEncoder(configuration, activation: activation)
    self.init(
      encoder, kind.head(configuration, on: encoder, classes: classes), kind, classes: classes,
      freshParameters: names.fresh)
    try load(checkpoint, names, seed: seed)
  }

  /// A model from its encoder and head.
  init(
    _ encoder: TransformerEncoder, _ head: any Head, _ kind: HeadKind = .sequence, classes: Int,
    freshParameters: [String]
  ) {
    self.encoder = encoder
    self.head = head
    headKind = kind
    self.classes = classes
    self.freshParameters = freshParameters
    dropoutRates = DropoutRates(encoder.configuration, head: kind)
    parameters = (encoder.blocks + head.blocks).flatMap(\.parameters)
  }

  /// The head of a model that classifies sequences.
  var sequenceHead: ClassificationHead {
    guard let head = head as? ClassificationHead else { preconditionFailure("the classes are of tokens") }
    return head
  }

  private var linears: [Linear] { encoder.linears + head.linears + (addedHead?.linears ?? []) }

  /// Allocates gradients for the parameters for which `isTrained` holds and releases those of the others. Backward
  /// stops below the lowest trained parameter.
  package func setTrained(_ isTrained: (Parameter) -> Bool) {
    for block in blocks { block.setTrained(isTrained) }
  }

  /// All parameter blocks that may be trained.
  var blocks: [ParameterBlock] {
    encoder.blocks + head.blocks + (addedHead?.blocks ?? []) + lowRankUpdates.flatMap(\.blocks)
  }

  /// Packs all weights once, for many calls of ``logits(_:compute:)``. The next training step discards the packed
  /// weights.
  ///
  /// - Parameter precision: Of the encoder; the head computes in floats.
  package func prepareForInference(_ compute: Compute, precision: Precision = .fp32) {
    encoder.prepareForInference(compute, precision: precision)
    for linear in head.linears { linear.prepareForInference(compute) }
  }

  /// Call this after parameters were changed from outside.
  package func weightsDidChange() {
    for linear in linears { linear.forgetPacked() }
  }
}
