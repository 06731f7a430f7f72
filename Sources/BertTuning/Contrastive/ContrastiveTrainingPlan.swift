import BertData
public import BertEncoder
import BertReport
import BertStorage

/// The plan of a run that learns vectors from pairs of texts, shown before it starts.
public struct ContrastiveTrainingPlan: Sendable {
  /// The encoder's name.
  public var encoder: String
  /// Its layers.
  public var layers: Int
  /// Its hidden size.
  public var hidden: Int
  /// Its weights.
  public var weights: Int
  /// The form of the rows, which decides the loss.
  public var form: PairTrainingData.Form
  /// How the vectors of tokens are pooled, by the names of sentence-transformers.
  public var pooling: [String]
  /// Whether the encoder's files say how.
  public var saysPooling: Bool
  /// The prompt before queries; empty for none.
  public var queryPrompt: String
  /// The prompt before other texts; empty for none.
  public var prompt: String
  /// The tasks of the checkpoint's other heads, which are not written.
  public var droppedHeads: [String]
  /// Training rows.
  public var trainingPairs: Int
  /// Validation rows.
  public var validationPairs: Int
  /// Texts that are searched in validation; 0 for scored pairs.
  public var searchedTexts: Int
  /// Texts that are truncated.
  public var cutTexts: Int
  /// Tokens of a text at the most.
  public var maxLength: Int
  /// Tokens of an epoch, without those of hard negatives, which are not mined yet.
  public var tokensPerEpoch: Int
  /// The options of the loss.
  public var options: ContrastiveOptions
  /// Rows in a batch.
  public var batchSize: Int
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
      lines.insert("prompts     '\(queryPrompt)' before queries, '\(prompt)' before other texts", at: 2)
    }
    if !droppedHeads.isEmpty {
      lines.insert("left out    the checkpoint's head for \(droppedHeads.joined(separator: ", "))", at: 1)
    }
    return lines
  }

  private var objective: String {
    var words =
      switch form {
      case .scored: "make the cosine of two texts their score"
      case .pairs, .triplets:
        "find each text's partner among all texts of a batch of \(Figures.count(batchSize, "row")), scale "
          + Figures.short(options.scale)
      }
    if form == .triplets { words += ", the data's negatives included" }
    if let count = options.hardNegatives {
      words += ", with \(Figures.count(count, "hard negative")) found for each"
    }
    if let dimensions = options.dimensions {
      words += "; of \(dimensions.map { "\($0)" }.joined(separator: ", ")) dimensions"
    }
    return words
  }
}
