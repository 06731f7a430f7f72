import BertData
public import BertEncoder
import BertReport
import BertStorage

/// What a run that learns vectors from pairs of texts will do, said before it starts.
public struct ContrastiveTrainingPlan: Sendable {
  /// The encoder's name.
  public var encoder: String
  /// Its layers.
  public var layers: Int
  /// Its hidden size.
  public var hidden: Int
  /// Its weights.
  public var weights: Int
  /// What rows say, which decides the loss.
  public var form: PairTrainingData.Form
  /// How the vectors of tokens become one, by the names of sentence-transformers.
  public var pooling: [String]
  /// Whether the encoder's files say so.
  public var saysPooling: Bool
  /// What stands before what is asked, and before other texts; empty for nothing.
  public var queryPrompt: String
  /// See ``queryPrompt``.
  public var prompt: String
  /// What other heads of the checkpoint are for; they are not written.
  public var droppedHeads: [String]
  /// Rows that are learnt from.
  public var trainingPairs: Int
  /// Rows that judge.
  public var validationPairs: Int
  /// Texts that are searched to judge; 0 for scored pairs.
  public var searchedTexts: Int
  /// Texts that are cut.
  public var cutTexts: Int
  /// Tokens of a text at the most.
  public var maxLength: Int
  /// Tokens of an epoch, without those of negatives that are still to be found.
  public var tokensPerEpoch: Int
  /// How is learnt.
  public var options: ContrastiveOptions
  /// Rows in a batch.
  public var batchSize: Int
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

  /// The plan as lines for people.
  public var lines: [String] {
    var lines = [
      "encoder     \(encoder): \(Figures.count(layers, "layer")), hidden \(hidden), \(Figures.roughCount(weights)) weights",
      "vectors     \(pooling.joined(separator: " + "))"
        + (saysPooling ? "" : ", since the encoder's files do not say how tokens become a vector"),
      "pairs       \(Figures.count(trainingPairs)) to learn from, \(Figures.count(validationPairs)) held out"
        + (searchedTexts > 0 ? ", among \(Figures.count(searchedTexts, "text"))" : ""),
      "objective   \(objective)",
      "length      \(Figures.count(cutTexts, "text")) over \(Figures.count(maxLength, "token")) cut: "
        + "\(Figures.count(tokensPerEpoch, "token")) in an epoch",
      "steps       \(Figures.count(steps)) in \(Figures.count(epochs, "epoch")), learning rate \(learningRate)",
      "expected    about \(Figures.roughDuration(expectedSeconds)), \(Figures.roughBytes(expectedBytes)) of memory",
    ]
    if let line = precision?.planLine { lines.insert(line, at: lines.count - 1) }
    if !prompt.isEmpty || !queryPrompt.isEmpty {
      lines.insert("prompts     '\(queryPrompt)' before what is asked, '\(prompt)' before other texts", at: 2)
    }
    if !droppedHeads.isEmpty {
      lines.insert("left out    the checkpoint's head for \(droppedHeads.joined(separator: ", "))", at: 1)
    }
    return lines
  }

  private var objective: String {
    var words =
      switch form {
      case .scored: "the cosine of two texts as their score"
      case .pairs, .triplets:
        "what belongs to a text among all texts of a batch of \(Figures.count(batchSize, "row")), scale \(Figures.short(options.scale))"
      }
    if form == .triplets { words += ", the data's negatives among them" }
    if let count = options.hardNegatives {
      words += ", with \(Figures.count(count, "hard negative")) found for each"
    }
    if let dimensions = options.dimensions {
      words += "; of \(dimensions.map { "\($0)" }.joined(separator: ", ")) dimensions"
    }
    return words
  }
}
