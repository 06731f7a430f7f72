/// The outputs of a natural language inference classifier for entailment and contradiction.
struct EntailmentOutputs: Equatable {
  let entailment: Int
  let contradiction: Int

  /// Finds the outputs by the labels' names in any case: `entailment` and `contradiction`, or `not_entailment` where
  /// there are two labels. Nil for other labels.
  init?(labels: [String]) {
    func only(_ prefixes: [String]) -> Int? {
      let found = labels.indices.filter { index in prefixes.contains { labels[index].lowercased().hasPrefix($0) } }
      return found.count == 1 ? found[0] : nil
    }
    guard (2...3).contains(labels.count), let entailment = only(["entail"]),
      let contradiction = only(["contradict"]) ?? (labels.count == 2 ? only(["not_entail", "not entail"]) : nil)
    else { return nil }
    self.entailment = entailment
    self.contradiction = contradiction
  }
}
