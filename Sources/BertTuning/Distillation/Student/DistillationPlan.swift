import BertData
public import BertEncoder
import BertReport
import BertStorage

/// The plan of distilling a student, shown before it starts.
public struct DistillationPlan: Sendable {
  /// The teacher's name.
  public var teacher: String
  /// The teacher's layers.
  public var teacherLayers: Int
  /// The teacher's layers that initialize the student, from 0; all of them where nothing is trained.
  public var layers: [Int]
  /// Weights of the teacher.
  public var teacherWeights: Int
  /// Weights of the student before tokens are dropped.
  public var weights: Int
  /// Tokens of the vocabulary.
  public var vocabulary: Int
  /// Tokens of it that are kept.
  public var keptTokens: Int
  /// Training texts.
  public var trainingTexts: Int
  /// Validation texts.
  public var validationTexts: Int
  /// Sequences of an epoch.
  public var sequences: Int
  /// Tokens of an epoch.
  public var tokensPerEpoch: Int
  /// Epochs; 0 where nothing is trained.
  public var epochs: Int
  /// Optimizer steps in all.
  public var steps: Int
  /// The peak learning rate; nil where nothing is trained.
  public var learningRate: Double?
  /// The precision that both models compute in; nil for fp32.
  public var precision: Precision?
  /// Expected seconds, from a short measurement on this machine.
  public var expectedSeconds: Double
  /// Expected bytes of memory at the peak.
  public var expectedBytes: Int
  /// The number of parts in which a batch is computed to stay within the limit of memory; 1 without a split.
  public var partsPerBatch: Int

  /// The plan as lines for people.
  public var lines: [String] {
    var lines = [
      "teacher     \(teacher): \(Figures.count(teacherLayers, "layer")), \(Figures.roughCount(teacherWeights)) weights",
      epochs > 0
        ? "student     \(Figures.count(layers.count, "layer")), \(Figures.roughCount(weights)) weights; begins with the "
          + "teacher's layers \(layers.map { "\($0 + 1)" }.joined(separator: ", "))"
        : "student     all layers as they are; nothing is learnt",
    ]
    if keptTokens < vocabulary {
      lines.append(
        "vocabulary  \(Figures.count(keptTokens)) of \(Figures.count(vocabulary, "token")) kept, those of the texts and all "
          + "single characters")
    }
    lines.append(
      "texts       \(Figures.count(trainingTexts)) to learn from, \(Figures.count(validationTexts)) held out")
    if let learningRate {
      lines += [
        "length      \(Figures.count(sequences, "sequence")), \(Figures.count(tokensPerEpoch, "token")) in an epoch",
        "steps       \(Figures.count(steps)) in \(Figures.count(epochs, "epoch")), learning rate \(learningRate)",
        "expected    about \(Figures.roughDuration(expectedSeconds)), \(Figures.roughBytes(expectedBytes)) of memory"
          + (partsPerBatch > 1 ? ", each batch in up to \(partsPerBatch) parts" : ""),
      ]
    }
    if let line = precision?.planLine { lines.append(line) }
    return lines
  }
}
