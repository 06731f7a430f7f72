import BertData

/// The score from which a table of token vectors predicts in place of an encoder, and the figures that it was chosen
/// by.
public struct CascadeRecord: Sendable, Codable, Equatable {
  /// SHA-256 of the encoder's weights.
  public var encoderSha256: String
  /// The encoder predicts the texts where the table's highest score is below this; the table predicts the others.
  public var below: Double
  /// How many validation rows; neither model was trained on them.
  public var rows: Int
  /// The share of these rows that the encoder predicts.
  public var asked: Double
  /// The encoder's accuracy on all of these rows.
  public var encoderAccuracy: Double
  /// The accuracy of both models together.
  public var accuracy: Double

  private enum CodingKeys: String, CodingKey {
    case below, rows, asked, accuracy
    case encoderSha256 = "encoder_sha256"
    case encoderAccuracy = "encoder_accuracy"
  }
}

extension CascadeRecord {
  /// The choice and its figures as a note for people.
  package var words: String {
    "the table answers \(Figures.percent(1 - asked)) of \(Figures.count(rows, "validation row")), where its score is at least "
      + "\(Figures.fixed(below, 4)); with the encoder for the others the accuracy is \(Figures.fixed(accuracy, 4)), the "
      + "encoder's own \(Figures.fixed(encoderAccuracy, 4))"
  }

  /// The share of the encoder's accuracy that both models together must reach.
  public static let leastShare = 0.995

  /// Chooses the lowest score such that both models together reach ``leastShare`` of the encoder's accuracy, at this
  /// score and at every higher one. All texts go to the encoder where there is no such score.
  ///
  /// - Parameters:
  ///   - encoderSha256: SHA-256 of the encoder's weights.
  ///   - confidences: The table's highest score for each row, `[rows]`, at least one row.
  ///   - firstIsRight: Whether the table predicts the row's label, `[rows]`.
  ///   - secondIsRight: Whether the encoder predicts the row's label, `[rows]`.
  package init(encoderSha256: String, confidences: [Double], firstIsRight: [Bool], secondIsRight: [Bool]) {
    let order = confidences.indices.sorted { (confidences[$1], $0) < (confidences[$0], $1) }
    let encoder = secondIsRight.count { $0 }, needed = Self.leastShare * Double(encoder)
    var right = encoder
    var best = (below: confidences.reduce(0, max).nextUp, right: encoder, asked: confidences.count)
    for (place, row) in order.enumerated() {
      right += (firstIsRight[row] ? 1 : 0) - (secondIsRight[row] ? 1 : 0)
      // Rows with the same score are predicted by the same model.
      let isLast = place + 1 == order.count || confidences[order[place + 1]] < confidences[row]
      guard isLast else { continue }
      guard Double(right) >= needed else { break }
      best = (confidences[row], right, order.count - place - 1)
    }
    let rows = Double(confidences.count)
    self.encoderSha256 = encoderSha256
    below = best.below
    self.rows = confidences.count
    asked = Double(best.asked) / rows
    encoderAccuracy = Double(encoder) / rows
    accuracy = Double(best.right) / rows
  }
}
