import BertData
import BertInference
import BertText

/// The rows that a run learns labels of tokens from, as windows with a class for some of the tokens.
struct LearntTokens {
  /// The sequences of each row, without the spelling of their tokens.
  private(set) var encoded: [TextEncoder.Encoded] = []
  /// All windows, in the rows' order.
  private(set) var windows: [LabelledTokens.Item] = []
  /// Warnings about tags of the rows that are changed for learning, or not learnt.
  private(set) var warnings: [TrainingWarning] = []

  /// - Throws: `inference` for a row that the tokenizer or the model cannot read.
  init(_ data: TokenTrainingData, _ tagging: WordTagging) throws(TuningError) {
    var moved = RowTally(), lost = RowTally(), empty = RowTally(), cut = RowTally()
    let rows = try TuningError.translating { () throws(InferenceError) in try tagging.encode(data.training) }
    for (row, var text) in zip(data.training, rows) {
      let targets = tagging.targets(row, text, scheme: data.scheme)
      if targets.movedSpans > 0 { moved.add(line: row.line) }
      if targets.lostSpans > 0 { lost.add(line: row.line) }
      if targets.emptyWords > 0 { empty.add(line: row.line) }
      if targets.isCut { cut.add(line: row.line) }
      for window in text.windows.indices {
        // Only the alignment needs tokens and offsets, and they take more memory than the ids.
        text.windows[window].tokens = []
        text.windows[window].offsets = []
        windows.append(LabelledTokens.Item(encoding: text.windows[window], targets: targets.windows[window]))
      }
      encoded.append(text)
    }
    if moved.count > 0 { warnings.append(.spansOffWords(moved)) }
    if lost.count > 0 { warnings.append(.spansWithoutWord(lost)) }
    if empty.count > 0 { warnings.append(.wordsWithoutToken(empty)) }
    if cut.count > 0 { warnings.append(.tagsCutOff(cut)) }
  }
}
