public import BertData

/// The answers for the test rows: the true ones, or a classifier's predictions.
public enum ComparedAnswers: Sendable, Equatable {
  /// The index of the label of each row.
  case labels([Int])
  /// The indices of the labels of each row, ascending.
  case sets([[Int]])
  /// The number of each row.
  case numbers([Double])
  /// The entities of each row: ranges of its words, or of the Unicode scalars of its text.
  case entities([[LabelledRange]])

  /// The true answers.
  ///
  /// - Parameters:
  ///   - targets: Those of the rows, all of the kind of `problem`.
  ///   - problem: The kind of labels.
  package init(_ targets: [Target], _ problem: ProblemType) {
    switch problem {
    case .singleLabel: self = .labels(targets.map { if case .label(let label) = $0 { label } else { 0 } })
    case .multiLabel:
      self = .sets(targets.map { if case .labels(let flags) = $0 { flags.indices.filter { flags[$0] } } else { [] } })
    case .regression: self = .numbers(targets.map { if case .number(let number) = $0 { number } else { 0 } })
    }
  }

  /// The predictions of a classifier.
  init(_ predictions: [Prediction], _ problem: ProblemType) {
    switch problem {
    case .singleLabel: self = .labels(predictions.map(\.index))
    case .multiLabel: self = .sets(predictions.map { $0.chosen.sorted() })
    case .regression: self = .numbers(predictions.map { $0.scores[0] })
    }
  }

  /// The number of rows.
  public var count: Int {
    switch self {
    case .labels(let labels): labels.count
    case .sets(let sets): sets.count
    case .numbers(let numbers): numbers.count
    case .entities(let rows): rows.count
    }
  }

  /// The answers as those of a task; nil where they do not fit it. Answers that were read from a file need this, since
  /// whole numbers may be labels or the numbers of a regression.
  ///
  /// - Parameter labels: C.
  func fitted(to task: ComparedTask, labels count: Int) -> ComparedAnswers? {
    switch (self, task) {
    case (.labels(let labels), .singleLabel): labels.allSatisfy((0..<count).contains) ? self : nil
    case (.sets(let sets), .multiLabel): sets.joined().allSatisfy((0..<count).contains) ? self : nil
    case (.numbers(let numbers), .regression): numbers.allSatisfy(\.isFinite) ? self : nil
    case (.labels(let whole), .regression): .numbers(whole.map(Double.init))
    case (.entities, .tokens): self
    // Empty lists are read as sets of labels: where no row has an entity, they mean no entities.
    case (.sets(let sets), .tokens): sets.allSatisfy(\.isEmpty) ? .entities(sets.map { _ in [] }) : nil
    default: nil
    }
  }

  /// For each row, whether two answers are equal; nil for numbers, where equality means nothing.
  func equal(to others: ComparedAnswers) -> [Bool]? {
    switch (self, others) {
    case (.labels(let own), .labels(let other)): zip(own, other).map { $0 == $1 }
    case (.sets(let own), .sets(let other)): zip(own, other).map { $0 == $1 }
    case (.entities(let own), .entities(let other)): zip(own, other).map { Set($0) == Set($1) }
    default: nil
    }
  }
}

extension ComparedAnswers: Codable {
  /// An entity, with the members of `spans`.
  private struct Entity: Codable {
    let start, end: Int
    let label: String
  }

  /// Reads a list of whole numbers, of lists of them, of numbers, or of lists of entities.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let labels = try? container.decode([Int].self) {
      self = .labels(labels)
    } else if let sets = try? container.decode([[Int]].self) {
      self = .sets(sets)
    } else if let numbers = try? container.decode([Double].self) {
      self = .numbers(numbers)
    } else {
      self = .entities(
        try container.decode([[Entity]].self).map { row in
          try row.map { entity in
            guard 0 <= entity.start, entity.start < entity.end else {
              throw DecodingError.dataCorruptedError(in: container, debugDescription: "an entity is not in its row")
            }
            return LabelledRange(entity.label, entity.start..<entity.end)
          }
        })
    }
  }

  /// Writes the list.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .labels(let labels): try container.encode(labels)
    case .sets(let sets): try container.encode(sets)
    case .numbers(let numbers): try container.encode(numbers)
    case .entities(let rows):
      try container.encode(
        rows.map { row in
          row.map { Entity(start: $0.range.lowerBound, end: $0.range.upperBound, label: $0.label) }
        })
    }
  }
}
