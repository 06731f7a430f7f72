/// What of the nearest labelled text is appended to a text before the classifier sees it.
public enum NearestForm: String, Sendable, Codable, CaseIterable {
  /// Its label and how far away it is.
  case label
  /// Its label, how far away it is, and the text itself.
  case text
}
