package import BertData

/// The accuracy of predictions by their confidence, as SVG. Where bars end on the diagonal, nine of ten predictions
/// with confidence 0.9 are right.
package struct ReliabilityDiagram: Sendable {
  /// The bins, over 0 ... 1.
  package let bins: [CalibrationBins.Bin]

  package init(_ bins: CalibrationBins) { self.bins = bins.bins }

  static let width = 360.0
  static let height = 312.0
  static let plot = (left: 46.0, right: 346.0, top: 10.0, bottom: 220.0)
  static let counts = (top: 232.0, bottom: 272.0)

  /// The bar of a bin: its left edge, width and top in pixels; nil where it has no rows.
  package func bar(_ number: Int) -> (x: Double, width: Double, top: Double)? {
    let bin = bins[number]
    guard bin.rows > 0 else { return nil }
    let x = Self.x, y = Self.y
    let low = Double(number) / Double(bins.count), high = Double(number + 1) / Double(bins.count)
    return (x(low) + 1, x(high) - x(low) - 2, y(bin.accuracy))
  }

  private static var x: Scale { Scale((0, 1), to: (plot.left, plot.right)) }
  private static var y: Scale { Scale((0, 1), to: (plot.bottom, plot.top)) }

  /// The figure.
  package var markup: Markup {
    let plot = Self.plot, x = Self.x, y = Self.y
    let most = Double(max(1, bins.map(\.rows).max() ?? 1))
    let height = Scale((0, most), to: (0, Self.counts.bottom - Self.counts.top))
    var pieces: [Markup] = [0, 0.2, 0.4, 0.6, 0.8, 1].map { value in
      """
      <path class="grid" d="M\(plot.left) \(y(value))H\(plot.right)"/><text class="tick" x="\(plot.left - 6)" \
      y="\(y(value) + 4)" text-anchor="end">\(Figures.fixed(value, 1))</text><text class="tick" x="\(x(value))" \
      y="\(Self.counts.bottom + 15)" text-anchor="middle">\(Figures.fixed(value, 1))</text>
      """
    }
    for (number, bin) in bins.enumerated() {
      guard let bar = bar(number) else { continue }
      let tall = max(1, height(Double(bin.rows)))
      pieces.append(
        """
        <g><rect class="f0 soft" x="\(bar.x)" y="\(bar.top)" width="\(bar.width)" height="\(plot.bottom - bar.top)"/>\
        <rect class="f6 soft" x="\(bar.x)" y="\(Self.counts.bottom - tall)" width="\(bar.width)" height="\(tall)"/>\
        <circle class="dot f1" cx="\(x(bin.confidence))" cy="\(y(bin.accuracy))" r="3.5"/>\
        <title>\(Figures.count(bin.rows, "row")), mean confidence \(Figures.fixed(bin.confidence, 3)), right \
        \(Figures.fixed(bin.accuracy, 3))</title></g>
        """)
    }
    pieces.append(
      """
      <path class="mark" d="M\(plot.left) \(plot.bottom)L\(plot.right) \(plot.top)"/>\
      <path class="grid" d="M\(plot.left) \(Self.counts.bottom)H\(plot.right)"/>\
      <text class="tick" x="\(plot.left - 6)" y="\((Self.counts.top + Self.counts.bottom) / 2 + 4)" \
      text-anchor="end">rows</text>\
      <text class="axis" x="\((plot.left + plot.right) / 2)" y="\(Self.height - 6)" text-anchor="middle">confidence</text>
      """)
    return """
      <figure><figcaption>Share that is right, by confidence</figcaption>
      <svg viewBox="0 0 \(Self.width) \(Self.height)" role="img" \
      aria-label="Reliability diagram: the share of right predictions in \(bins.count) bins of confidence">
      \(pieces)
      </svg></figure>
      """
  }
}
