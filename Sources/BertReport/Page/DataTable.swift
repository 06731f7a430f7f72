import BertData

/// A table whose first column is the heading of the row.
struct DataTable {
  /// The content of a cell.
  enum Cell {
    case text(String)
    /// Aligned to the right.
    case number(String)
    /// A share from 0 to 1 as a figure and a bar.
    case bar(Double, String)
  }

  var header: [String]
  var rows: [[Cell]] = []
  /// Columns of figures, whose headings are aligned to the right.
  private var numeric: Set<Int> {
    Set(rows.first?.indices.filter { if case .number = rows[0][$0] { true } else { false } } ?? [])
  }

  init(_ header: [String]) { self.header = header }

  /// The table; one with many rows scrolls in its own box.
  var markup: Markup {
    """
    <div class="scroll\(rows.count > 25 ? " tall" : "")" tabindex="0"><table class="wide"><thead><tr>\
    \(header.enumerated().map { column, name -> Markup in
      "<th scope=\"col\"\(numeric.contains(column) ? " class=\"num\"" as Markup : "")>\(name)</th>"
    })</tr></thead><tbody>
    \(rows.map { row in "<tr>\(row.enumerated().map { Self.markup($0.element, isHeading: $0.offset == 0) })</tr>" as Markup })
    </tbody></table></div>
    """
  }

  private static func markup(_ cell: Cell, isHeading: Bool) -> Markup {
    switch cell {
    case .text(let text):
      isHeading ? "<th scope=\"row\"><bdi>\(text)</bdi></th>" : "<td><bdi>\(text)</bdi></td>"
    case .number(let text): "<td class=\"num\">\(text)</td>"
    case .bar(let share, let text):
      """
      <td><span class="bar"><span class="num">\(text)</span><i style="--v:\(Figures.fixed(min(max(share, 0), 1), 4))">\
      </i></span></td>
      """
    }
  }
}
