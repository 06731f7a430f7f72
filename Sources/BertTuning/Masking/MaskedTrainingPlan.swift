import BertData
public import BertEncoder
import BertReport
import BertStorage

/// The plan of a run that learns to predict masked tokens, shown before it starts.
public struct MaskedTrainingPlan: Sendable {
  /// The encoder's name.
  public var encoder: String
  /// Its layers.
  public var layers: Int
  /// Its hidden size.
  public var hidden: Int
  /// Its weights, those of the head included.
  public var weights: Int
  /// Tensors of the head that the checkpoint lacks; they start from random values.
  public var newTensors: [String]
  /// What other heads of the checkpoint are for; they are not written.
  public var droppedHeads: [String]
  /// Training texts.
  public var trainingTexts: Int
  /// Validation texts.
  public var validationTexts: Int
  /// Texts that were cut into several sequences.
  public var cutTexts: Int
  /// The most tokens in a sequence.
  public var maxLength: Int
  /// Sequences of an epoch.
  public var sequences: Int
  /// Tokens of an epoch.
  public var tokensPerEpoch: Int
  /// What is masked.
  public var masking: MaskingOptions
  /// Epochs.
  public var epochs: Int
  /// Optimizer steps in all.
  public var steps: Int
  /// The peak learning rate.
  public var learningRate: Double
  /// The precision that the encoder computes in; nil for fp32.
  public var precision: Precision?
  /// Expected seconds, from a short measurement on this machine.
  public var expectedSeconds: Double
  /// Expected peak memory in bytes.
  public var expectedBytes: Int
  /// The number of parts that a batch is split into to stay within the memory limit; 1 for no split.
  public var partsPerBatch: Int

  /// The plan as lines for people.
  public var lines: [String] {
    var lines = [
      "encoder     \(encoder): \(Figures.count(layers, "layer")), hidden \(hidden), \(Figures.roughCount(weights)) weights",
      newTensors.isEmpty
        ? "head        from the checkpoint"
        : "head        new: \(newTensors.joined(separator: ", ")); the checkpoint has no head for masked "
          + "tokens, so this run starts from random values",
      "texts       \(Figures.count(trainingTexts)) to learn from, \(Figures.count(validationTexts)) held out",
      "length      \(Figures.count(cutTexts, "text")) over \(Figures.count(maxLength, "token")) cut: "
        + "\(Figures.count(sequences, "sequence")), \(Figures.count(tokensPerEpoch, "token")) in an epoch",
      "masked      \(Figures.percent(masking.share)) of the tokens" + (masking.wholeWords ? ", whole words" : ""),
      "steps       \(Figures.count(steps)) in \(Figures.count(epochs, "epoch")), learning rate \(learningRate)",
      "expected    about \(Figures.roughDuration(expectedSeconds)), \(Figures.roughBytes(expectedBytes)) of memory"
        + (partsPerBatch > 1 ? ", each batch in up to \(partsPerBatch) parts" : ""),
    ]
    if let line = precision?.planLine { lines.insert(line, at: lines.count - 1) }
    if !droppedHeads.isEmpty {
      lines.insert("left out    the checkpoint's head for \(droppedHeads.joined(separator: ", "))", at: 2)
    }
    return lines
  }
}
