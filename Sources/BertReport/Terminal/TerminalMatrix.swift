package import BertData

/// A confusion matrix in a terminal, with each cell shaded by its share of the true label's rows.
package struct TerminalMatrix: Sendable {
  private let metrics: ClassificationMetrics

  package init(_ metrics: ClassificationMetrics) { self.metrics = metrics }

  /// The most labels that a terminal has room for.
  package static let mostLabels = 20

  private static let shades = (unicode: Array(" ░▒▓█"), ascii: Array(" .:+#"))

  /// The shade of a share, 0 (none) to 4; a cell with a row has at least 1.
  package static func shade(_ rows: Int, of all: Int) -> Int {
    guard rows > 0, all > 0 else { return 0 }
    return max(1, min(4, Int((Double(rows) / Double(all) * 4).rounded(.up))))
  }

  /// One line for each true label: its name, a cell for each predicted label, and its recall.
  ///
  /// - Parameter isUnicode: whether the terminal shows more than ASCII.
  package func lines(isUnicode: Bool) -> [String] {
    let count = metrics.labels.count
    guard count <= Self.mostLabels, metrics.rows > 0 else { return [] }
    let names = metrics.labels.enumerated().map { number, name in
      "\(number + 1) " + Self.name(name, isUnicode: isUnicode)
    }
    let width = names.map(\.count).max() ?? 0
    let shades = isUnicode ? Self.shades.unicode : Self.shades.ascii
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    var lines = [
      padded("true \\ predicted", width) + "  " + (1...max(1, count)).map { padded("\($0)", 4) }.joined() + "recall"
    ]
    let first = max(width, "true \\ predicted".count)
    for (number, row) in metrics.confusionMatrix.enumerated() {
      let all = row.reduce(0, +)
      let cells = row.map { String(repeating: shades[Self.shade($0, of: all)], count: 3) + " " }.joined()
      lines.append(padded(names[number], first) + "  " + cells + Figures.fixed(metrics.perClass[number].recall, 3))
    }
    return lines
  }

  /// The name of a label, with `?` for characters that the terminal does not show.
  private static func name(_ name: String, isUnicode: Bool) -> String {
    let short = Excerpt.cut(Excerpt.label(name), to: 20)
    return isUnicode ? short : String(short.unicodeScalars.map { $0.isASCII ? Character($0) : "?" })
  }
}
