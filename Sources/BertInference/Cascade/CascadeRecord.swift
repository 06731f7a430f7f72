import BertData

/// From which score on a table of token vectors answers in the place of an encoder, and what that rests on.
public struct CascadeRecord: Sendable, Codable, Equatable {
  /// SHA-256 of the encoder's weights.
  public var encoderSha256: String
  /// The table answers where its highest score is no less; the encoder answers the other texts.
  public var below: Double
  /// Validation rows, which neither learnt from.
  public var rows: Int
  /// The share of these that the encoder answers.
  public var asked: Double
  /// The encoder's accuracy on them.
  public var encoderAccuracy: Double
  /// That of both together.
  public var accuracy: Double

  private enum CodingKeys: String, CodingKey {
    case below, rows, asked, accuracy
    case encoderSha256 = "encoder_sha256"
    case encoderAccuracy = "encoder_accuracy"
  }
}

extension CascadeRecord {
  /// What was chosen, in words.
  package var words: String {
    "the table answers \(Figures.percent(1 - asked)) of \(Figures.count(rows, "validation row")), where its score is at least "
      + "\(Figures.fixed(below, 4)); with the encoder for the others the accuracy is \(Figures.fixed(accuracy, 4)), the "
      + "encoder's own \(Figures.fixed(encoderAccuracy, 4))"
  }

  /// What both together must reach of the encoder's accuracy.
  public static let leastShare = 0.995

  /// The least score from which on both together reach ``leastShare`` of the encoder's accuracy, there and at every higher
  /// score; all texts go to the encoder where there is none.
  ///
  /// - Parameters:
  ///   - confidences: The table's highest score of each row, [rows], one row at least.
  ///   - firstIsRight: Whether its label is the row's.
  ///   - secondIsRight: Whether the encoder's is.
  package init(encoderSha256: String, confidences: [Double], firstIsRight: [Bool], secondIsRight: [Bool]) {
    let order = confidences.indices.sorted { (confidences[$1], $0) < (confidences[$0], $1) }
    let encoder = secondIsRight.count { $0 }, needed = Self.leastShare * Double(encoder)
    var right = encoder
    var best = (below: confidences.reduce(0, max).nextUp, right: encoder, asked: confidences.count)
    for (place, row) in order.enumerated() {
      right += (firstIsRight[row] ? 1 : 0) - (secondIsRight[row] ? 1 : 0)
      // Rows of one score go together.
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
