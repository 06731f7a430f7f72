public import BertEncoder
public import BertInference

/// The plan of a run, shown before it starts.
public struct TrainingPlan: Sendable, Codable {
  /// The encoder's name.
  public var encoder: String
  /// Its number of layers.
  public var layers: Int
  /// Its hidden size.
  public var hidden: Int
  /// All weights of the model.
  public var weights: Int
  /// Weights that training changes.
  public var trainedWeights: Int
  /// What the encoder's checkpoint was trained for, in words.
  public var purpose: String
  /// Tensors of the head that the checkpoint lacks; they start from random values.
  public var newTensors: [String]
  /// Tensors of the checkpoint that the model does not use, in groups.
  public var unusedTensors: [String]
  /// The method and why.
  public var choice: MethodChoice
  /// Training rows.
  public var trainingRows: Int
  /// Label and training rows, in the order of the labels; none where the task is a number.
  public var rowsPerLabel: [LabelCount]
  /// Where labels of tokens are learnt, the number of entities in the training rows for each label.
  public var entitiesPerLabel: [LabelCount]?
  /// Rows that choose the best epoch.
  public var validationRows: Int
  /// Parts that the training rows are cross-validated in; nil where they are not.
  public var folds: Int?
  /// Rows that are judged at the end.
  public var testRows: Int
  /// The adaptations to another domain, as names joined by commas; nil for one domain.
  public var adaptation: String?
  /// Texts of the other domain that training uses.
  public var targetRows = 0
  /// Descriptions of labels that training may use; nil where there are none, or the method uses none.
  public var descriptions: Int?
  /// The texts of another domain whose masked tokens are learnt from; nil where none are.
  public var masked: MaskedTexts?
  /// The texts whose masked tokens keep the encoder near its pretrained weights; nil without such texts.
  public var anchor: AnchorTexts?
  /// Texts without labels that training uses beside the labelled ones, if that helps.
  public var unlabelledRows = 0
  /// How the training rows are augmented, a line for each way; nil for no augmentation.
  public var augmentation: [String]?
  /// The most tokens of a text.
  public var maxLength: Int
  /// What happens to longer texts.
  public var longText: LongTextPolicy
  /// Share of the training texts that are longer, 0 ... 1.
  public var longShare: Double
  /// Tokens of an epoch.
  public var tokensPerEpoch: Int
  /// Epochs; 1 for the method `features`.
  public var epochs: Int
  /// Optimizer steps in all; 0 for the method `features`.
  public var steps: Int
  /// The peak learning rate; nil for the method `features`.
  public var learningRate: Double?
  /// The precision that the encoder computes in; nil for fp32.
  public var precision: Precision?
  /// Parts of a batch whose gradients are computed apart and added up in a fixed order; nil for one.
  public var parts: Int?
  /// Expected seconds, from a short measurement on this machine.
  public var expectedSeconds: Double
  /// Expected peak memory in bytes.
  public var expectedBytes: Int
  /// The number of parts that a batch is split into to stay within the memory limit; 1 for no split.
  public var partsPerBatch: Int

  /// Texts of another domain whose masked tokens are learnt from beside the task.
  public struct MaskedTexts: Sendable, Codable, Equatable {
    /// Epochs over these texts alone, before the task is learnt.
    public var passes: Int
    /// Whether the encoder's directory says that it has already learnt from masked tokens.
    public var isAdapted: Bool
    /// Training texts.
    public var texts: Int
    /// Held-out texts.
    public var heldTexts: Int
    /// The most epochs in which a new head is trained alone, before all other training; 0 for the checkpoint's head.
    public var headPasses: Int
    /// Tensors of the head for masked tokens that the checkpoint lacks.
    public var newTensors: [String]
    /// The weight of the task in the loss, 0 ... 1; masked tokens have the rest.
    public var taskShare: Double
  }

  /// Texts whose masked tokens are learnt beside the task, so that the encoder stays near its pretrained weights.
  public struct AnchorTexts: Sendable, Codable, Equatable {
    /// The number of texts.
    public var texts: Int
    /// The weight of their masked tokens beside the task.
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
