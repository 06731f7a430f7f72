/// What a model should answer for a row: its label, its labels, or its number.
public enum Target: Sendable, Equatable {
  /// The index of the one label in the label set.
  case label(Int)
  /// Whether each label of the set holds, `[C]`.
  case labels([Bool])
  /// The number.
  case number(Double)

  /// The problem whose targets are of this kind.
  public var problem: ProblemType {
    switch self {
    case .label: .singleLabel
    case .labels: .multiLabel
    case .number: .regression
    }
  }
}

extension Target {
  /// How many rows each label has, `[C]`; 0 for rows with numbers.
  ///
  /// - Parameters:
  ///   - examples: the rows.
  ///   - labels: C.
  package static func counts(_ examples: [Example], labels: Int) -> [Int] {
    counts(examples.lazy.compactMap(\.target), labels: labels)
  }

  /// How many of the targets have each label, `[C]`; 0 for numbers.
  ///
  /// - Parameters:
  ///   - targets: the targets.
  ///   - labels: C.
  package static func counts(_ targets: some Sequence<Target>, labels: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: labels)
    for target in targets {
      switch target {
      case .label(let label) where counts.indices.contains(label): counts[label] += 1
      case .labels(let flags): for (label, holds) in flags.enumerated() where holds { counts[label] += 1 }
      case .label, .number: break
      }
    }
    return counts
  }
}

extension Target {
  /// The same target in another set of labels; nil where that set lacks a label of the target.
  ///
  /// - Parameters:
  ///   - places: the index of each label in the other set; nil for a label that it lacks.
  ///   - count: the number of labels of the other set.
  package func mapped(to places: [Int?], _ count: Int) -> Target? {
    switch self {
    case .label(let label): return places.indices.contains(label) ? places[label].map(Target.label) : nil
    case .number: return self
    case .labels(let flags):
      guard flags.count == places.count else { return nil }
      var mapped = [Bool](repeating: false, count: count)
      for (place, flag) in zip(places, flags) where flag {
        guard let place else { return nil }
        mapped[place] = true
      }
      return .labels(mapped)
    }
  }
}

extension Target {
  /// Whether the target fits a set of labels, or its number is finite.
  ///
  /// - Parameter labels: the number of labels of the set.
  package func fits(_ labels: Int) -> Bool {
    switch self {
    case .label(let label): (0..<labels).contains(label)
    case .labels(let flags): flags.count == labels
    case .number(let number): number.isFinite
    }
  }
}
