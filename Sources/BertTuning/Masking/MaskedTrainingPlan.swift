import BertData
public import BertEncoder
import BertReport
import BertStorage

/// What a run that learns to predict masked tokens will do, said before it starts.
public struct MaskedTrainingPlan: Sendable {
  /// The encoder's name.
  public var encoder: String
  /// Its layers.
  public var layers: Int
  /// Its hidden size.
  public var hidden: Int
  /// Its weights, those of the head included.
  public var weights: Int
  /// Tensors of the head that the checkpoint lacks, so that they are drawn and learnt.
  public var newTensors: [String]
  /// What other heads of the checkpoint are for; they are not written.
  public var droppedHeads: [String]
  /// Texts that are learnt from.
  public var trainingTexts: Int
  /// Texts that judge.
  public var validationTexts: Int
  /// Texts that were cut into several sequences.
  public var cutTexts: Int
  /// Tokens of a sequence at the most.
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
  /// What the encoder computes in; nil for fp32.
  public var precision: Precision?
  /// Expected seconds, from a short measurement on this machine.
  public var expectedSeconds: Double
  /// Expected bytes of memory at the peak.
  public var expectedBytes: Int
  /// Parts that a batch is computed in to stay within the limit of memory; 1 where it is computed at once.
  public var partsPerBatch: Int

  /// The plan as lines for people.
  public var lines: [String] {
    var lines = [
      "encoder     \(encoder): \(Figures.count(layers, "layer")), hidden \(hidden), \(Figures.roughCount(weights)) weights",
      newTensors.isEmpty
        ? "head        from the checkpoint"
        : "head        new: \(newTensors.joined(separator: ", ")); the checkpoint predicts no masked tokens, and what it learns "
          + "of them begins with this run",
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
