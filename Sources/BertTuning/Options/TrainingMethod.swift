/// How the knowledge of the encoder is carried over to the labels.
public enum TrainingMethod: String, Sendable, Codable, CaseIterable {
  /// The program chooses by the number of labelled texts; see ``MethodChoice``.
  case auto
  /// All weights (or those not frozen) are trained at a small rate.
  case finetune
  /// The encoder is left as it is; its pooled features feed a logistic regression.
  case features
}
