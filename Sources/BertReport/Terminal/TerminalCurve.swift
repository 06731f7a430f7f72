import BertData

/// A curve in a terminal, drawn with quarter blocks, or with ASCII characters where the terminal shows no others.
package struct TerminalCurve: Sendable {
  /// What the curve shows.
  package var name: String
  /// The values at 1, 2, 3, …
  package var values: [Double]

  package init(_ name: String, _ values: [Double]) {
    self.name = name
    self.values = values
  }

  static let columns = 26
  static let rows = 6

  /// The block characters by the sum of their lit quarters: 1 upper left, 2 upper right, 4 lower left, 8 lower right.
  private static let quarters = Array(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")

  /// The drawing: name, curve with the ticks of its axis, and the numbers of the first and last value. Values that are
  /// not finite are left out; fewer than two give no drawing.
  ///
  /// - Parameter isUnicode: whether the terminal shows more than ASCII.
  package func lines(isUnicode: Bool) -> [String] {
    let values = values.filter(\.isFinite)
    guard values.count > 1 else { return [] }
    let ticks = AxisTicks(from: values.min() ?? 0, to: values.max() ?? 1, count: 3)
    let grid = grid(values, ticks, isUnicode: isUnicode)
    let labels = [0: ticks.text(ticks.high), Self.rows - 1: ticks.text(ticks.low)]
    let width = labels.values.map(\.count).max() ?? 0
    var lines = [String(repeating: " ", count: width + 2) + name]
    for row in 0..<Self.rows {
      let label = labels[row] ?? ""
      let axis = isUnicode ? (labels[row] == nil ? "│" : "┤") : "|"
      lines.append(String(repeating: " ", count: width - label.count) + label + " " + axis + String(grid[row]))
    }
    let last = String(values.count)
    let gap = max(1, Self.columns - 1 - last.count)
    lines.append(String(repeating: " ", count: width + 2) + "1" + String(repeating: " ", count: gap) + last)
    return lines
  }

  private func grid(_ values: [Double], _ ticks: AxisTicks, isUnicode: Bool) -> [[Character]] {
    let fine = isUnicode ? 2 : 1
    let across = Self.columns * fine, down = Self.rows * fine
    let x = Scale((0, Double(values.count - 1)), to: (0, Double(across - 1)))
    let y = Scale((ticks.low, ticks.high), to: (Double(down - 1), 0))
    var lit = [[Bool]](repeating: [Bool](repeating: false, count: across), count: down)
    for column in 0..<across {
      // The value on the straight line between the two epochs beside this column.
      let place = Double(column) / (x(1) - x(0))
      let left = min(values.count - 2, Int(place))
      let value = values[left] + (values[left + 1] - values[left]) * min(1, place - Double(left))
      lit[min(down - 1, max(0, Int(y(value).rounded())))][column] = true
    }
    guard isUnicode else { return lit.map { $0.map { $0 ? "*" : " " } } }
    return (0..<Self.rows).map { row in
      (0..<Self.columns).map { column in
        let code =
          (lit[2 * row][2 * column] ? 1 : 0) + (lit[2 * row][2 * column + 1] ? 2 : 0)
          + (lit[2 * row + 1][2 * column] ? 4 : 0) + (lit[2 * row + 1][2 * column + 1] ? 8 : 0)
        return Self.quarters[code]
      }
    }
  }

  /// Drawings side by side, two in a row, which fit into 80 columns.
  package static func sideBySide(_ drawings: [[String]]) -> [String] {
    var lines: [String] = []
    let drawings = drawings.filter { !$0.isEmpty }
    for first in stride(from: 0, to: drawings.count, by: 2) {
      if first > 0 { lines.append("") }
      let left = drawings[first], right = first + 1 < drawings.count ? drawings[first + 1] : []
      for row in 0..<max(left.count, right.count) {
        var line = row < left.count ? left[row] : ""
        if row < right.count { line += String(repeating: " ", count: max(2, 40 - line.count)) + right[row] }
        while line.last == " " { line.removeLast() }
        lines.append(line)
      }
    }
    return lines
  }
}
