import BertData

extension DataSection.Shared {
  /// How many rows of the part are nearly the same as a training text, and what was compared.
  package var note: Markup {
    let found = duplicates
    let all = "\(Figures.count(found.held)) \(name) \(found.held == 1 ? "text" : "texts")"
    let result: Markup
    if found.rows == 0 {
      result = "No near-duplicate of a training text was found among \(all)."
    } else {
      result = """
        <b>\(found.isComplete ? "" : "At least ")\(Figures.count(found.rows))</b> of \(all) \
        \(found.rows == 1 ? "is" : "are") nearly the same as a training text, \(Figures.count(found.identical)) of them \
        word for word. The classifier can answer them from memory, so the figures are too good.
        """
    }
    return "<p>\(result) \(scope)</p>"
  }

  /// How many held-out and training texts were compared.
  package var scope: String {
    let found = duplicates
    let isWholeTraining = found.trainingCompared == found.training
    let training =
      isWholeTraining
      ? "all \(Figures.count(found.training, "training text"))"
      : "the first \(Figures.count(found.trainingCompared)) of \(Figures.count(found.training, "training text"))"
    var text: String
    if found.heldCompared == found.held {
      text = "All of them were compared with \(training)."
    } else {
      let rest = Figures.count(found.held - found.heldCompared)
      text =
        "The first \(Figures.count(found.heldCompared)) of them were compared with \(training); the other \(rest) "
        + "only with training texts of the same words in the same order."
    }
    if found.cut > 0 {
      text +=
        " Of \(Figures.count(found.cut)) \(found.cut == 1 ? "text" : "texts") with more than "
        + "\(Figures.count(Shingles.longestText)) words only the beginning was compared."
    }
    return text
  }
}
