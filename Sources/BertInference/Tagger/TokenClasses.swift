import BertText

/// The logits of a text's tokens, special ones aside, put together from its windows: where windows overlap, those of the
/// window in which the token stands farthest from an edge behind which the text goes on.
struct TokenClasses {
  /// `[N]` each.
  private(set) var tokens: [String] = []
  private(set) var offsets: [Range<Int>] = []
  /// The rows of the tokens in the logits of all windows, `[N]`.
  private(set) var rows: [Int] = []

  /// - Parameter first: The row of the first window's first token.
  init(_ encoded: TextEncoder.Encoded, first: Int) {
    var distances: [Int] = []
    var row = first
    for (index, window) in encoded.windows.enumerated() {
      let content = window.ids.indices.filter { !window.specialTokensMask[$0] }
      for (place, token) in content.enumerated() {
        let left = index == 0 ? Int.max : place
        let right = index == encoded.windows.count - 1 ? Int.max : content.count - 1 - place
        let distance = min(left, right), whole = encoded.starts[index] + place
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
