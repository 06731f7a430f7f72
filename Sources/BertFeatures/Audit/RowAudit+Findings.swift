extension RowAudit {
  /// What is doubtful about a row.
  package enum Kind: String, Sendable, CaseIterable {
    /// The label is likely wrong.
    case label
    /// The row is a near-duplicate of an earlier row of its part.
    case duplicate
    /// The row is a near-duplicate of a row that a model would learn from.
    case leak
    /// The row is unlike all others.
    case outlier
  }

  /// A row to look at.
  package struct Finding: Sendable, Equatable {
    package let kind: Kind
    /// The row, and the part that it is in.
    package let row, part: Int
    /// From 0 to 1, the higher the more doubtful: 1 minus the probability of the given label, the cosine of two rows,
    /// or 1 minus the outlier score.
    package let score: Double
    /// The label that the model gives, and its probability; nil where a finding is not about the label.
    package var suggestion: (label: Int, probability: Double)?
    /// The row that this one is a near-duplicate of.
    package var other: Int?

    package static func == (a: Finding, b: Finding) -> Bool {
      a.kind == b.kind && a.row == b.row && a.part == b.part && a.score == b.score && a.other == b.other
        && a.suggestion?.label == b.suggestion?.label && a.suggestion?.probability == b.suggestion?.probability
    }
  }

  /// All findings: labels, duplicates, leaks, outliers, of each the most doubtful first.
  package var findings: [Finding] { Kind.allCases.flatMap(findings) }

  /// Whether the finding is about near-duplicates with different labels.
  package func conflict(_ finding: Finding) -> Bool {
    finding.other.map { labels[finding.row] != labels[$0] } ?? false
  }

  /// The findings of a kind, the most doubtful first.
  package func findings(_ kind: Kind) -> [Finding] {
    switch kind {
    case .label:
      issues.ranked.map { place in
        let label = issues.suggestions[place]
        return Finding(
          kind: kind, row: judged[place], part: part(of: judged[place]), score: 1 - issues.selfConfidence[place],
          suggestion: (label, probabilities[place * classes + label]))
      }
    case .duplicate:
      sorted(
        duplicates.enumerated().flatMap { part, found in
          found.duplicateOf.enumerated().compactMap { place, other in
            guard let other else { return nil }
            let first = parts[part].lowerBound
            return Finding(
              kind: kind, row: first + place, part: part, score: Double(min(1, found.similarities[place] ?? 1)),
              other: first + other)
          }
        })
    case .leak:
      sorted(
        leaks.enumerated().compactMap { row, leak in
          leak.map { Finding(kind: kind, row: row, part: part(of: row), score: $0.cosine, other: $0.row) }
        })
    case .outlier:
      outliers.apart.map { Finding(kind: kind, row: $0, part: part(of: $0), score: 1 - outliers.scores[$0]) }
    }
  }

  private func sorted(_ findings: [Finding]) -> [Finding] {
    findings.sorted { ($1.score, $0.row) < ($0.score, $1.row) }
  }

  private func part(of row: Int) -> Int { parts.firstIndex { $0.contains(row) } ?? 0 }
}
