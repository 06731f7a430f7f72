import BertBaselines

/// A vector for each word of the toy reviews: its group on one of three axes, a little of its own on a fourth.
struct ToyVectors: WordVectors {
  let dimensions = 4

  func add(_ word: String, weight: Float, to sum: inout [Float]) -> Bool {
    if let group = ToyReviews.telling.firstIndex(where: { $0.contains(word) }) {
      sum[group] += weight
    } else if !ToyReviews.filler.contains(word) {
      return false
    }
    sum[3] += weight * (1 + Float(word.utf8.count) / 8)
    return true
  }
}
