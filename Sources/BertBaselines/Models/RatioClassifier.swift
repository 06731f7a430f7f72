package import BertData
import Foundation

/// NB-SVM (Wang and Manning, "Baselines and Bigrams", 2012) with logistic loss in the place of the hinge loss, so that
/// it gives probabilities.
///
/// For each class against the rest: x is 1 for each term in the row, r = ln((p / ‖p‖₁) / (q / ‖q‖₁)) with p and q the
/// smoothed numbers of rows with the term in the class and in the rest, and a linear model is fitted on r ∘ x. The
/// probabilities of the classes are divided by their sum, as in scikit-learn's `OneVsRestClassifier`; not so where a
/// text may have several labels.
package struct RatioClassifier: BaselineClassifier {
  package let labels: [String]
  package let counters: [TermCounter]
  /// The models of each class against the rest, [C, columns] and [C]; the ratios are multiplied into the weights.
  package let model: LinearModel
  package let rule: OutputRule

  package init(labels: [String], counters: [TermCounter], model: LinearModel, rule: OutputRule) {
    self.labels = labels
    self.rule = rule
    self.counters = counters
    self.model = model.rounded
  }

  package init(labels: [String], options: BaselineOptions, content: BaselineContent) throws(BaselineError) {
    guard let terms = options.terms else { throw .optionsMissing(method: options.method) }
    if let fault = terms.fault { throw fault }
    self.labels = labels
    rule = try options.rule(labels: labels)
    var counters: [TermCounter] = []
    for (analyzer, name) in zip(terms.analyzers, TermVectorizer.names) {
      counters.append(TermCounter(analyzer: analyzer, terms: try content.vocabulary(name)))
    }
    self.counters = counters
    model = try content.linear(
      "classifier", classes: labels.count, columns: counters.reduce(0) { $0 + $1.terms.count })
  }

  package var content: BaselineContent {
    var content = BaselineContent()
    for (counter, name) in zip(counters, TermVectorizer.names) { content.vocabularies[name] = counter.terms }
    content.set("classifier", model)
    return content
  }

  package func logits(_ rows: [Example], isCancelled: () -> Bool) throws(PredictionInterrupted) -> [Double] {
    try logits(rows, isCancelled: isCancelled) { row in
      let logits = model.logits(Self.presence(CollectionOfOne(row), counters))
      return rule.problem == .multiLabel ? logits : logits.map(Self.logSigmoid)
    }
  }

  /// 1 for each term that occurs in a row, [rows, columns].
  static func presence(_ rows: some Sequence<Example>, _ counters: [TermCounter]) -> SparseMatrix {
    var matrix = SparseMatrix(columns: counters.reduce(0) { $0 + $1.terms.count })
    for row in rows {
      var entries: [(column: Int, value: Float)] = []
      var first = 0
      for counter in counters {
        entries += counter.counts(row).map { (first + $0.column, 1) }
        first += counter.terms.count
      }
      matrix.append(entries)
    }
    return matrix
  }

  /// ln(1 / (1 + e⁻ˣ)). The softmax of these values gives the probabilities divided by their sum.
  static func logSigmoid(_ x: Double) -> Double { min(x, 0) - log1p(exp(-abs(x))) }
}
