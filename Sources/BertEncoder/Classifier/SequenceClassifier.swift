package import BertCheckpoint
package import BertKernels
import Foundation

/// An encoder with a head for the classification of sequences or of their tokens: Hugging Face's
/// `BertForSequenceClassification` and `BertForTokenClassification`, and those of the other architectures.
///
/// Legend: `B` sequences, `T` tokens in all, `H` hidden, `C` classes, `V` vocabulary. Sequences are packed, `[T, H]` with
/// boundaries; nothing is spent on padding. Not for use by two threads at once.
package final class SequenceClassifier {
  package let encoder: TransformerEncoder
  let head: any Head
  /// What the classes are of.
  package let headKind: HeadKind
  /// C
  package let classes: Int
  /// A head for masked tokens beside the model's own; see ``addMaskedHead(of:seed:)``.
  var addedHead: MaskedLanguageHead?
  /// Parameters of an added head that began anew because the checkpoint had none.
  package internal(set) var freshAddedParameters: [String] = []
  /// All parameters, from the text upwards; without those of an added head.
  package let parameters: [Parameter]
  /// Parameters that began anew because the checkpoint had none.
  package let freshParameters: [String]
  /// Dropout in training; begins with the configuration's.
  package var dropoutRates: DropoutRates
  /// Whether backward runs each layer again instead of keeping its activations; see
  /// ``TransformerEncoder/forward(_:dropout:lowest:recomputes:_:)``.
  package var recomputes = false

  package var configuration: EncoderConfiguration { encoder.configuration }

  /// Reads the weights of a checkpoint.
  ///
  /// - Parameters:
  ///   - configuration: Must have passed ``EncoderConfiguration/validate()``.
  ///   - seed: For what the checkpoint lacks: head and pooler begin normal with `initializer_range`, biases at zero.
  ///   - head: What the classes are of.
  ///   - newClassifier: Whether the classifier begins anew even where the checkpoint has one of the right shape.
  /// - Throws: ``ModelError`` where tensors are missing, have other shapes, or cannot be read.
  package convenience init(
    checkpoint: Checkpoint, configuration: EncoderConfiguration, classes: Int, seed: UInt64,
    head kind: HeadKind = .sequence,
    newClassifier: Bool = false
  ) throws(ModelError) {
    let checkpoint = checkpoint.spelled(for: configuration.architecture)
    // Names and shapes first, before any memory is taken for the weights.
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

  /// A model of its two parts.
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

  /// Gives gradients to the parameters for which `isTrained` holds and takes them from the others. Backward goes no
  /// lower than the lowest of them.
  package func setTrained(_ isTrained: (Parameter) -> Bool) {
    for block in blocks { block.setTrained(isTrained) }
  }

  /// All that may be trained.
  var blocks: [ParameterBlock] {
    encoder.blocks + head.blocks + (addedHead?.blocks ?? []) + lowRankUpdates.flatMap(\.blocks)
  }

  /// Packs all weights once, for many calls of ``logits(_:compute:)``. The next training step forgets them.
  ///
  /// - Parameter precision: The encoder's; the head computes in floats.
  package func prepareForInference(_ compute: Compute, precision: Precision = .fp32) {
    encoder.prepareForInference(compute, precision: precision)
    for linear in head.linears { linear.prepareForInference(compute) }
  }

  /// To be called after parameters were changed from outside.
  package func weightsDidChange() {
    for linear in linears { linear.forgetPacked() }
  }
}
