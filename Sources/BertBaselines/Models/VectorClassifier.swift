package import BertData

/// The weighted mean of word vectors and a linear model: a logistic regression, one for each of several labels, or
/// ridge regression.
package struct VectorClassifier: BaselineClassifier {
  package let labels: [String]
  package let featurizer: VectorFeaturizer
  package let model: LinearModel
  package let rule: OutputRule

  package init(labels: [String], featurizer: VectorFeaturizer, model: LinearModel, rule: OutputRule) {
    self.labels = labels
    self.rule = rule
    self.featurizer = featurizer
    self.model = model.rounded
  }

  package init(
    labels: [String], options: BaselineOptions, content: BaselineContent, vectors: (any WordVectors)?
  ) throws(BaselineError) {
    guard let settings = options.vectors else { throw .optionsMissing(method: options.method) }
    guard let vectors else { throw .vectorsMissing(method: options.method) }
    self.labels = labels
    rule = try options.rule(labels: labels)
    featurizer = try VectorFeaturizer(settings, vectors: vectors, content: content)
    model = try content.linear("classifier", classes: labels.count, columns: vectors.dimensions)
  }

  package var content: BaselineContent {
    var content = BaselineContent()
    featurizer.store(in: &content)
    content.set("classifier", model)
    return content
  }

  package func logits(_ rows: [Example], isCancelled: () -> Bool) throws(PredictionInterrupted) -> [Double] {
    try logits(rows, isCancelled: isCancelled) { row in model.logits(featurizer.features(CollectionOfOne(row))) }
  }
}
