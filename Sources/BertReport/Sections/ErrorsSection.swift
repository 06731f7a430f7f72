import BertData

/// The wrong predictions with the highest confidence, and the words that contributed to them.
package struct ErrorsSection: ReportSection {
  /// A piece of a text.
  package struct Piece: Sendable, Equatable {
    package var text: String
    /// Its contribution to the predicted label, in any unit; nil for a piece that the classifier does not see.
    package var weight: Double?

    package init(_ text: String, weight: Double? = nil) {
      self.text = text
      self.weight = weight
    }
  }

  /// One wrong prediction.
  package struct Mistake: Sendable {
    /// The text from its beginning, in pieces.
    package var pieces: [Piece]
    package var truth: String
    package var predicted: String
    /// Probability of the predicted label and of the true one.
    package var confidence: Double
    package var truthConfidence: Double
    /// The line in the data file.
    package var line: Int?

    package init(
      pieces: [Piece], truth: String, predicted: String, confidence: Double, truthConfidence: Double, line: Int?
    ) {
      self.pieces = pieces
      self.truth = truth
      self.predicted = predicted
      self.confidence = confidence
      self.truthConfidence = truthConfidence
      self.line = line
    }
  }

  package let anchor = "errors"
  package let title = "Errors most worth reading"
  /// The highest confidence first.
  package var mistakes: [Mistake]
  /// How many wrong predictions there are in all.
  package var total: Int
  /// How the contributions of words were computed, such as `gradient × input`; nil where they were not.
  package var method: String?

  package init(mistakes: [Mistake], total: Int, method: String?) {
    self.mistakes = mistakes
    self.total = total
    self.method = method
  }

  /// The most scalars of a text that are shown.
  static let longestText = 700

  package var body: Markup {
    guard !mistakes.isEmpty else { return "<p>There are none: every row was predicted right.</p>" }
    let legend: Markup =
      method.map {
        """
        <p class="legend"><span><mark class="p3">word</mark> speaks for the predicted label</span>\
        <span><mark class="n3">word</mark> speaks against it</span><span>(\($0))</span></p>
        """
      } ?? ""
    return """
      <p class="note">\(Figures.count(total, "wrong prediction")); here are the \(mistakes.count) that the classifier was \
      surest of. Many of these are wrong labels in the data, or texts that two people would label differently.</p>
      \(legend)
      <ol class="texts">
      \(mistakes.map(Self.item))
      </ol>
      """
  }

  private static func item(_ mistake: Mistake) -> Markup {
    let largest = mistake.pieces.compactMap(\.weight).filter(\.isFinite).map(abs).max() ?? 0
    return """
      <li><p class="verdict"><span>predicted <b><bdi>\(Excerpt.label(mistake.predicted))</bdi></b> \
      \(Figures.percent(mistake.confidence))</span><span>true <b><bdi>\(Excerpt.label(mistake.truth))</bdi></b> \
      \(Figures.percent(mistake.truthConfidence))</span>\
      \(mistake.line.map { "<span>line \(Figures.count($0))</span>" as Markup } ?? "")</p>
      <p class="text" dir="auto">\(Markup(joining: shown(mistake.pieces).map { markup($0, largest) }, separator: ""))</p>\
      </li>
      """
  }

  /// The first ``longestText`` scalars of a text, and an ellipsis where the text is longer.
  package static func shown(_ pieces: [Piece]) -> [Piece] {
    var room = longestText, shown: [Piece] = []
    for piece in pieces where !piece.text.isEmpty {
      if room == 0 { return shown + [Piece("…")] }
      let count = piece.text.unicodeScalars.count
      shown.append(Piece(Excerpt.cut(piece.text, to: room), weight: piece.weight))
      if count > room { return shown }
      room -= count
    }
    return shown
  }

  /// The strength of a word relative to the strongest word of its text, -3 ... 3; 0 for weak ones.
  package static func level(_ weight: Double, largest: Double) -> Int {
    guard weight.isFinite, largest > 0 else { return 0 }
    let share = abs(weight) / largest
    let level = share >= 0.66 ? 3 : share >= 0.33 ? 2 : share >= 0.15 ? 1 : 0
    return weight < 0 ? -level : level
  }

  private static func markup(_ piece: Piece, _ largest: Double) -> Markup {
    let level = piece.weight.map { Self.level($0, largest: largest) } ?? 0
    guard level != 0, let weight = piece.weight else { return "\(piece.text)" }
    let name = level > 0 ? "p\(level)" : "n\(-level)"
    return "<mark class=\"\(name)\" title=\"\(weight > 0 ? "+" : "")\(Figures.short(weight))\">\(piece.text)</mark>"
  }
}
