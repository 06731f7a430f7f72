/// What happens to a text with more tokens than the maximum length.
///
/// `headTail` and `windows` apply to single texts; the two texts of a pair are always cut longest first.
public enum LongTextPolicy: String, Sendable, Codable, CaseIterable {
  /// The end is cut off.
  case truncate
  /// The beginning and the end are kept and the middle is cut out: 128 of every 510 tokens from the beginning, the rest
  /// from the end (Sun et al. 2019, "How to Fine-Tune BERT for Text Classification?", section 5.3.1).
  case headTail = "head-tail"
  /// The text is cut into windows that overlap by a quarter. Each window is a training row with the label of the text;
  /// a prediction uses the mean of the windows' logits.
  case windows
}
