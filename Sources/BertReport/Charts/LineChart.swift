import BertData

/// Curves over a common axis, as SVG.
package struct LineChart: Sendable {
  /// One curve.
  package struct Series: Sendable {
    /// What it shows.
    package var name: String
    /// Ascending in x.
    package var points: [(x: Double, y: Double)]

    package init(_ name: String, _ points: [(x: Double, y: Double)]) {
      self.name = name
      self.points = points.filter { $0.x.isFinite && $0.y.isFinite }
    }
  }

  /// What the chart shows.
  package var title: String
  /// What the horizontal axis counts.
  package var axis: String
  /// The curves; those without points are left out.
  package var series: [Series]
  /// A value of x that is marked with a line, and its name.
  package var mark: (x: Double, name: String)?
  /// Whether the scale of x is logarithmic.
  package var isLogarithmic = false
  /// Whether neighbouring points are joined; false where the points of a curve differ in more than x.
  package var joinsPoints = true
  /// How a value of x is written.
  package var written: @Sendable (Double) -> String = { Figures.count(Int($0)) }

  package init(title: String, axis: String, series: [Series]) {
    self.title = title
    self.axis = axis
    self.series = series.filter { !$0.points.isEmpty }
  }

  static let width = 360.0
  static let height = 230.0
  /// Room for the name of a value of x.
  private static let nameWidth = 48.0
  static let plot = (left: 46.0, right: 346.0, top: 12.0, bottom: 190.0)

  /// The ticks of the vertical axis.
  package var yTicks: AxisTicks {
    let values = series.flatMap { $0.points.map(\.y) }
    return AxisTicks(from: values.min() ?? 0, to: values.max() ?? 1)
  }

  /// The values of x that are written below the axis: all where there are few, else every n-th.
  package var xTicks: [Double] {
    let all = Set(series.flatMap { $0.points.map(\.x) }).sorted()
    guard joinsPoints else {
      // The points are not evenly spaced: keep those whose names do not touch.
      let x = x
      return all.reversed().reduce(into: [Double]()) { kept, value in
        if kept.last.map({ x($0) - x(value) >= Self.nameWidth }) ?? true { kept.append(value) }
      }.reversed()
    }
    let stride = (all.count + 7) / 8
    // From the end, so that the last epoch is always named.
    return all.enumerated().filter { (all.count - 1 - $0.offset).isMultiple(of: max(1, stride)) }.map(\.element)
  }

  private var x: Scale {
    let all = series.flatMap { $0.points.map(\.x) }
    return Scale(
      (all.min() ?? 0, all.max() ?? 1), to: (Self.plot.left + 10, Self.plot.right - 10), isLogarithmic: isLogarithmic)
  }

  private var y: Scale { Scale((yTicks.low, yTicks.high), to: (Self.plot.bottom, Self.plot.top)) }

  /// The places of a curve's points, in the drawing's pixels.
  package func places(of series: Series) -> [(x: Double, y: Double)] {
    let x = x, y = y
    return series.points.map { (x($0.x), y($0.y)) }
  }

  /// The figure with its legend.
  package var markup: Markup {
    """
    <figure><figcaption>\(title)</figcaption>
    \(legend)
    <svg viewBox="0 0 \(Self.width) \(Self.height)" role="img" aria-label="\(description)">
    \(grid)
    \(series.enumerated().map { curve($0.element, $0.offset) })
    </svg></figure>
    """
  }

  private var legend: Markup {
    guard series.count > 1 else { return "" }
    let entries = series.enumerated().map { number, series -> Markup in
      """
      <span class="key"><svg viewBox="0 0 26 12" aria-hidden="true"><path class="line s\(number % 8)" d="M1 6H25"/>\
      \(Self.marker(number, 13, 6))</svg>\(series.name)</span>
      """
    }
    return "<p class=\"legend\">\(entries)</p>"
  }

  private var description: String {
    title + ". "
      + series.map { series in
        let values = series.points.map { Figures.fixed($0.y, max(yTicks.decimals, 3)) }
        return "\(series.name): \(values.prefix(20).joined(separator: ", "))"
      }.joined(separator: "; ")
  }

  private var grid: Markup {
    let plot = Self.plot, x = x, y = y, ticks = yTicks
    var pieces = ticks.values.map { value -> Markup in
      """
      <path class="grid" d="M\(plot.left) \(y(value))H\(plot.right)"/><text class="tick" x="\(plot.left - 6)" \
      y="\(y(value) + 4)" text-anchor="end">\(ticks.text(value))</text>
      """
    }
    pieces += xTicks.map { value in
      """
      <text class="tick" x="\(x(value))" y="\(plot.bottom + 17)" text-anchor="middle">\(written(value))</text>
      """
    }
    pieces.append(
      """
      <text class="axis" x="\((plot.left + plot.right) / 2)" y="\(Self.height - 5)" text-anchor="middle">\(axis)</text>
      """)
    if let mark {
      let nearRight = x(mark.x) > (plot.left + plot.right) / 2
      pieces.append(
        """
        <path class="mark" d="M\(x(mark.x)) \(plot.top)V\(plot.bottom)"/><text class="tick" \
        x="\(x(mark.x) + (nearRight ? -4 : 4))" y="\(plot.bottom - 5)" text-anchor="\(nearRight ? "end" : "start")">\
        \(mark.name)</text>
        """)
    }
    return Markup(joining: pieces)
  }

  private func curve(_ series: Series, _ number: Int) -> Markup {
    let places = places(of: series)
    let path: Markup =
      joinsPoints
      ? "<path class=\"line s\(number % 8)\" d=\"M\(Markup(joining: places.map { "\($0.x) \($0.y)" }, separator: "L"))\"/>"
      : ""
    let markers = zip(places, series.points).map { place, point -> Markup in
      """
      <g>\(Self.marker(number, place.x, place.y))<title>\(series.name), \(axis) \(written(point.x)): \
      \(Figures.fixed(point.y, 4))</title></g>
      """
    }
    return "\(path)\(markers)"
  }

  /// Shapes tell the curves apart where colours do not.
  private static func marker(_ number: Int, _ x: Double, _ y: Double) -> Markup {
    switch number % 4 {
    case 0: "<circle class=\"dot f\(number % 8)\" cx=\"\(x)\" cy=\"\(y)\" r=\"3.5\"/>"
    case 1: "<rect class=\"dot f\(number % 8)\" x=\"\(x - 3.2)\" y=\"\(y - 3.2)\" width=\"6.4\" height=\"6.4\"/>"
    case 2: "<path class=\"dot f\(number % 8)\" d=\"M\(x) \(y - 4.4)l4.2 7.4h-8.4z\"/>"
    default: "<path class=\"dot f\(number % 8)\" d=\"M\(x) \(y - 4.6)l4.6 4.6l-4.6 4.6l-4.6 -4.6z\"/>"
    }
  }
}
