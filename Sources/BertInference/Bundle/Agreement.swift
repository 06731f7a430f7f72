/// How close a quantised model stays to the same model in fp32, measured on texts.
public struct Agreement: Sendable, Codable, Equatable {
  /// How close the predictions of one of several tasks stay.
  public struct Task: Sendable, Codable, Equatable {
    /// The task's name.
    public var name: String
    /// As ``Agreement/sameLabel``.
    public var sameLabel: Double?
    /// As ``Agreement/correlation``.
    public var correlation: Double?
    /// The largest absolute difference of a logit of this task.
    public var largestLogitDifference: Double

    /// Figures from their parts.
    package init(name: String, sameLabel: Double?, correlation: Double?, largestLogitDifference: Double) {
      self.name = name
      self.sameLabel = sameLabel
      self.correlation = correlation
      self.largestLogitDifference = largestLogitDifference
    }

    private enum CodingKeys: String, CodingKey {
      case name, correlation
      case sameLabel = "same_label"
      case largestLogitDifference = "largest_logit_difference"
    }
  }

  /// How close a token classifier stays.
  public struct Tokens: Sendable, Codable, Equatable {
    /// Words compared.
    public var words: Int
    /// Share of words with the same class.
    public var sameClass: Double
    /// F1 of the int8 model's entities against those of fp32; nil where neither finds any.
    public var entityF1: Double?
    /// F1 of the fp32 model's entities against those of the data; nil where the data has none.
    public var exactF1: Double?
    /// F1 of the int8 model's entities against those of the data; nil where the data has none.
    public var quantizedF1: Double?

    /// Figures from their parts.
    package init(words: Int, sameClass: Double, entityF1: Double?, exactF1: Double?, quantizedF1: Double?) {
      self.words = words
      self.sameClass = sameClass
      self.entityF1 = entityF1
      self.exactF1 = exactF1
      self.quantizedF1 = quantizedF1
    }

    private enum CodingKeys: String, CodingKey {
      case words
      case sameClass = "same_class"
      case entityF1 = "entity_f1"
      case exactF1 = "f1_fp32"
      case quantizedF1 = "f1_int8"
    }
  }

  /// Texts compared.
  public var rows: Int
  /// Share of texts with the same label; for multi-label classifiers, share of (text, label) pairs with the same
  /// decision. Nil without a classifier, for several tasks and for regression.
  public var sameLabel: Double?
  /// Pearson's correlation of the predicted numbers; nil for labels, and where the numbers do not vary.
  public var correlation: Double?
  /// The figures of each of several tasks, in their order; nil for one task.
  public var tasks: [Task]?
  /// The figures of a token classifier; nil for other models.
  public var tokens: Tokens?
  /// The largest absolute difference of a logit; nil without a classifier.
  public var largestLogitDifference: Double?
  /// The lowest cosine between the two models' sentence vectors, which are the means of the tokens' hidden states.
  public var worstCosine: Double
  /// The mean of these cosines.
  public var meanCosine: Double

  /// The figure that a threshold applies to: the lowest of those that compare predictions, or ``worstCosine`` where
  /// there are none.
  public var decisive: Double {
    let tasks = (tasks ?? []).flatMap { [$0.sameLabel, $0.correlation] }
    return ([sameLabel, correlation, tokens?.sameClass, tokens?.entityF1] + tasks).compactMap { $0 }.min()
      ?? worstCosine
  }

  /// Figures of the vectors; the caller adds those of the predictions.
  package init(rows: Int, worstCosine: Double, meanCosine: Double) {
    self.rows = rows
    self.worstCosine = worstCosine
    self.meanCosine = meanCosine
  }

  private enum CodingKeys: String, CodingKey {
    case rows, correlation, tasks, tokens
    case sameLabel = "same_label"
    case largestLogitDifference = "largest_logit_difference"
    case worstCosine = "worst_cosine"
    case meanCosine = "mean_cosine"
  }
}
