/// What of the nearest labelled texts is appended to a text before the classifier sees it.
public enum NearestForm: String, Sendable, Codable, CaseIterable {
  /// Its label and how far away it is.
  case label
  /// Its label, how far away it is, and the text itself.
  case text
  /// The same of the nearest text of each label, the nearest first.
  case both

  /// Whether texts themselves are appended, which a bundle then holds.
  package var hasTexts: Bool { self != .label }
}
