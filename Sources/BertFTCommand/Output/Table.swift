/// A table in plain text: a header, rows, and aligned columns.
///
/// The first column is aligned left, columns of figures right. A width counts the columns of a terminal: combining
/// marks take none, wide East Asian characters two.
struct Table {
  private let header: [String]
  private let leftAligned: Set<Int>
  private var rows: [[String]] = []

  /// - Parameters:
  ///   - header: The titles of the columns.
  ///   - leftAligned: The indices of the columns that are aligned left.
  init(_ header: [String], leftAligned: Set<Int> = [0]) {
    self.header = header
    self.leftAligned = leftAligned
  }

  /// Adds a row; it has as many cells as the header, or fewer. Control characters are escaped.
  mutating func add(_ row: [String]) {
    rows.append(row.map { PlainText.shown($0).replacing("\n", with: "\\n") })
  }

  /// The table's lines, the header first.
  var lines: [String] {
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { $0.count > column ? Self.width($0[column]) : 0 }.max() ?? 0 }
    return all.map { row in
      var line = ""
      for (column, cell) in row.enumerated() where column < widths.count {
        if column > 0 { line += "  " }
        let gap = String(repeating: " ", count: widths[column] - Self.width(cell))
        line += leftAligned.contains(column) ? cell + gap : gap + cell
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// How many columns of a terminal a string takes.
  static func width(_ string: String) -> Int {
    string.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format, .control: return sum
      default: break
      }
      switch scalar.value {
      case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
        0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
        return sum + 2
      default: return sum + 1
      }
    }
  }
}
