/// What a row is held against: its label, its labels, or its number.
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
  /// How many rows each label has, `[C]`; of numbers none has any.
  ///
  /// - Parameter labels: C.
  package static func counts(_ examples: [Example], labels: Int) -> [Int] {
    counts(examples.lazy.compactMap(\.target), labels: labels)
  }

  /// The same of the targets themselves.
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
  /// The same target by the labels of another set; nil where it has a label that the other set does not have.
  ///
  /// - Parameters:
  ///   - places: the place of each label in the other set; nil for one that it lacks.
  ///   - count: the labels of the other set.
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
  /// Whether the labels are of a set.
  ///
  /// - Parameter labels: how many the set has.
  package func fits(_ labels: Int) -> Bool {
    switch self {
    case .label(let label): (0..<labels).contains(label)
    case .labels(let flags): flags.count == labels
    case .number(let number): number.isFinite
    }
  }
}
