package import BertData

/// Counts the known terms of an example.
package struct TermCounter: Sendable {
  package let analyzer: TermAnalyzer
  package private(set) var terms: TermTable
  /// The number of training rows with each term, [terms]; empty in a counter that was read from a bundle.
  package private(set) var rowsOfTerm: [Int] = []

  package init(analyzer: TermAnalyzer, terms: TermTable) {
    self.analyzer = analyzer
    self.terms = terms
  }

  /// Collects the terms that occur in at least `minimumRows` rows, in the order of their bytes.
  package init(analyzer: TermAnalyzer, learning rows: [Example], minimumRows: Int) {
    var table = TermTable()
    var counts: [Int] = []
    var lastRow: [Int] = []
    for (index, row) in rows.enumerated() {
      analyzer.forEachTerm(of: (row.text, row.pair)) { term in
        let number = table.insert(term)
        if number == counts.count {
          counts.append(0)
          lastRow.append(-1)
        }
        if lastRow[number] != index {
          counts[number] += 1
          lastRow[number] = index
        }
      }
    }
    let (sorted, numbers) = table.sorted { counts[$0] >= minimumRows }
    self.init(analyzer: analyzer, terms: sorted)
    rowsOfTerm = [Int](repeating: 0, count: sorted.count)
    for (old, new) in numbers.enumerated() where new >= 0 { rowsOfTerm[new] = counts[old] }
  }

  /// The known terms of a row in ascending order, with their counts.
  package func counts(_ row: Example) -> [(column: Int, count: Int)] {
    var found: [Int] = []
    analyzer.forEachTerm(of: (row.text, row.pair)) { term in
      if let number = terms.number(of: term) { found.append(number) }
    }
    found.sort()
    var counts: [(column: Int, count: Int)] = []
    for number in found {
      if counts.last?.column == number {
        counts[counts.count - 1].count += 1
      } else {
        counts.append((number, 1))
      }
    }
    return counts
  }
}
