/// Which parts of the nearest labelled text are appended to a text before the classifier sees it.
public enum NearestForm: String, Sendable, Codable, CaseIterable {
  /// The label and the distance.
  case label
  /// The label, the distance and the text itself.
  case text
  /// Label, distance and text for the nearest text of each label, the nearest first.
  case both

  /// Whether texts themselves are appended; the bundle then has them.
  package var hasTexts: Bool { self != .label }
}
