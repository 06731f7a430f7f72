/// Turns the labels that were read with the rows into targets, once all rows are read.
struct TargetBuilder {
  /// The rows with their targets, and the labels.
  struct Result {
    var examples: [Example]
    var labels: LabelSet
    /// Rows with a label that is not in the given set, which are left out.
    var unknown = RowTally()
    /// The first such label.
    var firstUnknown = ""
  }

  private let options: ReadingOptions
  private(set) var rows: [(example: Example, label: RowLabel)] = []

  init(_ options: ReadingOptions) { self.options = options }

  mutating func add(_ example: Example, _ label: RowLabel) { rows.append((example, label)) }

  /// The rows with their targets.
  ///
  /// - Parameters:
  ///   - index: the labels that were met while the rows were read; only given ones where a text has several labels.
  ///   - column: the name of the label column, where there is one.
  func build(_ index: LabelIndex, column: String?) -> Result {
    switch options.problem {
    case .singleLabel: singleLabel(index)
    case .multiLabel: options.labelColumns.isEmpty ? lists(index) : columns()
    case .regression:
      Result(
        examples: rows.map { row in
          var example = row.example
          if case .number(let number) = row.label { example.target = .number(number) }
          return example
        }, labels: LabelSet(names: [column ?? "score"]))
    }
  }

  private func singleLabel(_ index: LabelIndex) -> Result {
    let (labels, placeOf) = index.sorted()
    return Result(
      examples: rows.map { row in
        var example = row.example
        if case .index(let label) = row.label { example.target = .label(placeOf[label]) }
        return example
      }, labels: labels)
  }

  /// Targets from a column for each label.
  private func columns() -> Result {
    Result(
      examples: rows.map { row in
        var example = row.example
        if case .flags(let flags) = row.label { example.target = .labels(flags) }
        return example
      }, labels: options.labels ?? LabelSet(names: options.labelColumns))
  }

  /// Targets from one column with all labels of a text.
  private func lists(_ given: LabelIndex) -> Result {
    var index = given
    let separator =
      options.labelSeparator
      ?? LabelList.separator(of: rows.lazy.compactMap { if case .joined(let field) = $0.label { field } else { nil } })
    var found: [(example: Example, places: [Int])] = []
    var result = Result(examples: [], labels: LabelSet(names: []))
    for row in rows {
      let names: [String]
      switch row.label {
      case .joined(let field): names = LabelList.names(field, separator: separator)
      case .names(let list): names = list
      case .none, .empty, .index, .number, .flags: names = []
      }
      let places = names.map { index.resolve($0) }
      if let unknown = places.firstIndex(where: { $0 == nil }) {
        if result.unknown.count == 0 { result.firstUnknown = names[unknown] }
        result.unknown.add(line: row.example.line)
      } else {
        found.append((row.example, places.compactMap { $0 }))
      }
    }
    let (labels, placeOf) = index.sorted()
    result.labels = labels
    result.examples = found.map { example, places in
      var flags = [Bool](repeating: false, count: labels.count)
      for place in places { flags[placeOf[place]] = true }
      var example = example
      example.target = .labels(flags)
      return example
    }
    return result
  }
}
