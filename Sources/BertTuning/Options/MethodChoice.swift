public import BertData

/// The method of a run and why.
public struct MethodChoice: Sendable, Codable, Equatable {
  /// `finetune` or `features`, never `auto`.
  public let method: TrainingMethod
  /// The reason, as a phrase for people.
  public let reason: String

  /// Labelled texts per class below which `auto` leaves the encoder as it is. On few texts a logistic head on frozen
  /// features equals contrastive few-shot training (SetFit's results on Enron spam at 8 texts a class: 90.4 against
  /// 90.1) and fine-tuning is unstable.
  public static let rowsPerClass = 32

  /// Chooses for a request and the rows of a run.
  public init(requested: TrainingMethod, _ data: TrainingData) {
    guard requested == .auto, data.problem != .singleLabel else {
      self.init(requested: requested, counts: data.counts)
      return
    }
    self.init(
      method: .finetune,
      reason: data.problem == nil
        ? "several questions are learnt by fine-tuning"
        : data.problem == .regression
          ? "a number is learnt by fine-tuning" : "several labels are learnt by fine-tuning")
  }

  /// Chooses for a request of labels of tokens, which steps alone learn.
  init(ofTokens requested: TrainingMethod) {
    self.init(
      method: requested == .auto ? .finetune : requested,
      reason: requested == .auto ? "labels of tokens are learnt by fine-tuning" : "as asked")
  }

  private init(method: TrainingMethod, reason: String) {
    self.method = method
    self.reason = reason
  }

  /// Chooses for a request.
  ///
  /// - Parameters:
  ///   - requested: what the person asked for.
  ///   - counts: training rows per label.
  public init(requested: TrainingMethod, counts: [Int]) {
    guard requested == .auto else {
      method = requested
      reason = "as asked"
      return
    }
    let present = counts.count { $0 > 0 }
    let mean = counts.reduce(0, +) / max(1, present)
    if mean < Self.rowsPerClass {
      method = .features
      reason =
        "\(Figures.count(mean, "text")) per label on average, fewer than \(Self.rowsPerClass): "
        + "too few to fine-tune; the encoder is not changed, and a logistic regression learns the labels"
    } else {
      method = .finetune
      reason =
        "\(Figures.count(mean, "text")) per label on average, \(Self.rowsPerClass) or more: enough to fine-tune the encoder"
    }
  }
}
