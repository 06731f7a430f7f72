import BertData

/// How many texts have which length, as SVG.
package struct LengthHistogram: Sendable {
  /// The lengths of the texts.
  package let lengths: [Int]
  /// The length to which longer texts are cut; nil where none is cut.
  package let limit: Int?
  /// What the lengths count.
  package let unit: String
  /// Length of a bin, at least 1.
  package let binWidth: Int
  /// Texts in each bin, from 0 on; the last one holds all longer texts too.
  package let counts: [Int]

  package init(lengths: [Int], limit: Int?, unit: String) {
    self.lengths = lengths
    self.limit = limit
    self.unit = unit
    let sorted = lengths.sorted()
    // A single text of a million tokens must not squeeze the others into one bar.
    let typical = sorted.isEmpty ? 1 : sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
    let end = max(1, min(sorted.last ?? 1, max(2 * typical, limit.map { $0 + $0 / 8 } ?? 0)))
    let width = max(1, Int(AxisTicks(from: 0, to: Double(end), count: 25).values.dropFirst().first ?? 1))
    binWidth = width
    var counts = [Int](repeating: 0, count: end / width + 1)
    for length in lengths { counts[min(max(0, length) / width, counts.count - 1)] += 1 }
    self.counts = counts
  }

  /// Whether the last bin holds longer texts.
  package var hasOverflow: Bool { (lengths.max() ?? 0) >= counts.count * binWidth }

  static let width = 360.0
  static let height = 200.0
  static let plot = (left: 46.0, right: 346.0, top: 14.0, bottom: 160.0)

  private var x: Scale { Scale((0, Double(counts.count * binWidth)), to: (Self.plot.left, Self.plot.right)) }
  private var yTicks: AxisTicks { AxisTicks(from: 0, to: Double(max(1, counts.max() ?? 1)), count: 4) }

  /// A bar's left edge, width and height in pixels.
  package func bar(_ number: Int) -> (x: Double, width: Double, height: Double) {
    let x = x, plot = Self.plot
    let left = x(Double(number * binWidth)), right = x(Double((number + 1) * binWidth))
    let height = Scale((0, yTicks.high), to: (0, plot.bottom - plot.top))
    return (left + 0.5, max(0.5, right - left - 1), height(Double(counts[number])))
  }

  /// The figure.
  package var markup: Markup {
    let plot = Self.plot, x = x, ticks = yTicks
    let y = Scale((0, ticks.high), to: (plot.bottom, plot.top))
    var pieces: [Markup] = []
    for value in ticks.values where value == value.rounded() {
      pieces.append(
        """
        <path class="grid" d="M\(plot.left) \(y(value))H\(plot.right)"/><text class="tick" x="\(plot.left - 6)" \
        y="\(y(value) + 4)" text-anchor="end">\(Figures.count(Int(value)))</text>
        """)
    }
    for (number, count) in counts.enumerated() where count > 0 {
      let bar = bar(number), first = number * binWidth
      let isLast = number == counts.count - 1 && hasOverflow
      let range = isLast ? "\(first) and more" : binWidth == 1 ? "\(first)" : "\(first) to \(first + binWidth - 1)"
      pieces.append(
        """
        <rect class="f0 soft" x="\(bar.x)" y="\(plot.bottom - bar.height)" width="\(bar.width)" \
        height="\(bar.height)"><title>\(range) \(unit): \(Figures.count(count, "text"))</title></rect>
        """)
    }
    for value in AxisTicks(from: 0, to: Double(counts.count * binWidth), count: 5).values
    where value <= Double(counts.count * binWidth) && value == value.rounded() {
      pieces.append(
        """
        <text class="tick" x="\(x(value))" y="\(plot.bottom + 16)" text-anchor="middle">\(Figures.count(Int(value)))</text>
        """)
    }
    if let limit, limit <= counts.count * binWidth {
      let place = x(Double(limit)), nearRight = place > (plot.left + plot.right) / 2
      pieces.append(
        """
        <path class="mark" d="M\(place) \(plot.top - 6)V\(plot.bottom)"/><text class="tick" \
        x="\(place + (nearRight ? -4 : 4))" y="\(plot.top)" text-anchor="\(nearRight ? "end" : "start")">limit \
        \(limit)</text>
        """)
    }
    pieces.append(
      """
      <text class="axis" x="\((plot.left + plot.right) / 2)" y="\(Self.height - 5)" text-anchor="middle">\(unit) a \
      text\(hasOverflow ? "; the last bar holds all longer ones" : "")</text>
      """)
    return """
      <figure><figcaption>Length of the training texts</figcaption>
      <svg viewBox="0 0 \(Self.width) \(Self.height)" role="img" aria-label="Histogram of the length of the texts">
      \(pieces)
      </svg></figure>
      """
  }
}
