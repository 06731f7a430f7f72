import BertData

/// Figures with their intervals, one below the other, as SVG.
package struct IntervalChart: Sendable {
  /// A figure with its interval.
  package struct Row: Sendable {
    package var name: String
    package var value: Double
    /// The ends of the interval; equal to the value where there is none.
    package var low, high: Double

    package init(name: String, value: Double, low: Double, high: Double) {
      self.name = name
      self.value = value
      self.low = low
      self.high = high
    }
  }

  /// What the figures are.
  package var title: String
  package var rows: [Row]

  package init(title: String, rows: [Row]) {
    self.title = title
    self.rows = rows
  }

  static let width = 360.0
  static let rowHeight = 34.0
  static let plot = (left: 14.0, right: 346.0, top: 8.0)

  /// The ticks of the axis.
  package var ticks: AxisTicks {
    AxisTicks(from: rows.map(\.low).min() ?? 0, to: rows.map(\.high).max() ?? 1, count: 5)
  }

  private var x: Scale { Scale((ticks.low, ticks.high), to: (Self.plot.left, Self.plot.right)) }

  /// The x of a row's low end, value and high end, and the y of the row, in pixels.
  package func places(_ number: Int) -> (low: Double, value: Double, high: Double, y: Double) {
    let x = x, row = rows[number]
    return (x(row.low), x(row.value), x(row.high), Self.plot.top + Double(number) * Self.rowHeight + 24)
  }

  /// The figure.
  package var markup: Markup {
    let bottom = Self.plot.top + Double(rows.count) * Self.rowHeight, x = x, ticks = ticks
    var pieces = ticks.values.map { value -> Markup in
      """
      <path class="grid" d="M\(x(value)) \(Self.plot.top)V\(bottom)"/><text class="tick" x="\(x(value))" \
      y="\(bottom + 15)" text-anchor="middle">\(ticks.text(value))</text>
      """
    }
    for (number, row) in rows.enumerated() {
      let places = places(number)
      pieces.append(
        """
        <g><text class="name" x="\(Self.plot.left)" y="\(places.y - 9)">\(Excerpt.cut(row.name, to: 40))</text>\
        <path class="line s0" d="M\(places.low) \(places.y)H\(places.high)M\(places.low) \(places.y - 4)v8M\
        \(places.high) \(places.y - 4)v8"/><circle class="dot f0" cx="\(places.value)" cy="\(places.y)" r="4.5"/>\
        <title>\(row.name): \(Figures.fixed(row.value, 4)), \(Figures.fixed(row.low, 4)) to \
        \(Figures.fixed(row.high, 4))</title></g>
        """)
    }
    return """
      <figure><figcaption>\(title)</figcaption>
      <svg viewBox="0 0 \(Self.width) \(bottom + 22)" role="img" aria-label="\(title)">
      \(pieces)
      </svg></figure>
      """
  }
}
