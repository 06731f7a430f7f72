import BertText

/// A text's tokens without special tokens, merged from its windows, and the row of each token in the logits. Where
/// windows overlap, the row is that of the window in which the token has the most context: an edge of a window counts
/// only where the text continues beyond it.
struct TokenClasses {
  /// The tokens and their offsets, `[N]` each.
  private(set) var tokens: [String] = []
  private(set) var offsets: [Range<Int>] = []
  /// The rows of the tokens in the logits of all windows, `[N]`.
  private(set) var rows: [Int] = []

  /// - Parameters:
  ///   - encoded: The text's windows.
  ///   - first: The row of the first window's first token in the logits.
  init(_ encoded: TextEncoder.Encoded, first: Int) {
    var distances: [Int] = []
    var row = first
    for (index, window) in encoded.windows.enumerated() {
      let content = window.ids.indices.filter { !window.specialTokensMask[$0] }
      for (place, token) in content.enumerated() {
        let left = index == 0 ? Int.max : place
        let right = index == encoded.windows.count - 1 ? Int.max : content.count - 1 - place
        let distance = min(left, right)
        // The token's index in the whole text.
        let whole = encoded.starts[index] + place
        if whole == rows.count {
          tokens.append(window.tokens[token])
          offsets.append(window.offsets[token])
          rows.append(row + token)
          distances.append(distance)
        } else if distance > distances[whole] {
          rows[whole] = row + token
          distances[whole] = distance
        }
      }
      row += window.ids.count
    }
  }
}
