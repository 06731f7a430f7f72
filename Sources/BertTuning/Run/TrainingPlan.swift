public import BertEncoder
public import BertInference

/// What a run will do, said before it starts.
public struct TrainingPlan: Sendable, Codable {
  /// The encoder's name.
  public var encoder: String
  /// Its layers, hidden size and number of weights.
  public var layers: Int
  /// Hidden size.
  public var hidden: Int
  /// Weights in all and weights that training changes.
  public var weights: Int
  /// Weights that training changes.
  public var trainedWeights: Int
  /// What the encoder's checkpoint was made for, in words.
  public var purpose: String
  /// Tensors of the head that the checkpoint lacks, so that they are drawn and learnt.
  public var newTensors: [String]
  /// Tensors of the checkpoint that have no part in the model, in groups.
  public var unusedTensors: [String]
  /// The method and why.
  public var choice: MethodChoice
  /// Rows that are learnt from.
  public var trainingRows: Int
  /// Label and training rows, in the order of the labels; none where the task is a number.
  public var rowsPerLabel: [LabelCount]
  /// Where labels of tokens are learnt, each label with the entities that the training rows have of it.
  public var entitiesPerLabel: [LabelCount]?
  /// Rows that choose the best epoch.
  public var validationRows: Int
  /// Parts that the training rows are cross-validated in; nil where they are not.
  public var folds: Int?
  /// Rows that are judged at the end.
  public var testRows: Int
  /// How another domain is served, as names joined by commas; nil for one domain.
  public var adaptation: String?
  /// Texts of the other domain that are learnt from.
  public var targetRows = 0
  /// Descriptions of labels that may be learnt from; nil where there are none, and for a method that does not.
  public var descriptions: Int?
  /// The texts of another domain whose masked tokens are learnt from; nil where none are.
  public var masked: MaskedTexts?
  /// The texts whose masked tokens keep the encoder near what it was; nil without such.
  public var anchor: AnchorTexts?
  /// Texts without labels that are learnt from beside the labelled ones, if that helps.
  public var unlabelledRows = 0
  /// What is made of the training rows beside learning each as it is, a line for each thing; nil for nothing.
  public var augmentation: [String]?
  /// Tokens at the most, and what happens to longer texts.
  public var maxLength: Int
  /// What happens to longer texts.
  public var longText: LongTextPolicy
  /// Share of the training texts that are longer, 0 ... 1.
  public var longShare: Double
  /// Tokens of one pass over the training rows.
  public var tokensPerEpoch: Int
  /// Passes; 1 for the method `features`.
  public var epochs: Int
  /// Optimizer steps in all; 0 for the method `features`.
  public var steps: Int
  /// The peak learning rate; nil for the method `features`.
  public var learningRate: Double?
  /// What the encoder computes in; nil for fp32.
  public var precision: Precision?
  /// Parts of a batch whose gradients are made apart and added up in a fixed order; nil for one.
  public var parts: Int?
  /// Expected seconds, from a short measurement on this machine.
  public var expectedSeconds: Double
  /// Expected bytes of memory at the peak.
  public var expectedBytes: Int
  /// Parts that a batch is computed in to stay within the limit of memory; 1 where it is computed at once.
  public var partsPerBatch: Int

  /// Texts of another domain whose masked tokens are learnt from beside the task.
  public struct MaskedTexts: Sendable, Codable, Equatable {
    /// Passes over them alone, before the task is learnt.
    public var passes: Int
    /// Whether the encoder's directory says that it learnt from masked tokens already.
    public var isAdapted: Bool
    /// Texts that are learnt from.
    public var texts: Int
    /// Texts that judge.
    public var heldTexts: Int
    /// Passes at the most by which a head that begins anew learns alone, before all others; 0 for the checkpoint's.
    public var headPasses: Int
    /// Tensors of the head for masked tokens that the checkpoint lacks.
    public var newTensors: [String]
    /// What the task counts in the loss, 0 ... 1; masked tokens count the rest.
    public var taskShare: Double
  }

  /// Texts whose masked tokens are learnt beside the task, so that the encoder stays one.
  public struct AnchorTexts: Sendable, Codable, Equatable {
    /// Texts.
    public var texts: Int
    /// What their masked tokens count beside the task.
    public var weight: Double
    /// Tensors of the head for masked tokens that the checkpoint lacks.
    public var newTensors: [String]
  }

  /// A label and how many rows have it.
  public struct LabelCount: Sendable, Codable, Equatable {
    /// The label.
    public var label: String
    /// Its training rows, or its entities there.
    public var rows: Int
  }
}
