package import BertData

/// The weighted mean of a row's word vectors, and a logistic regression.
package struct VectorClassifier: BaselineClassifier {
  package let labels: [String]
  package let featurizer: VectorFeaturizer
  package let model: LinearModel

  package init(labels: [String], featurizer: VectorFeaturizer, model: LinearModel) {
    self.labels = labels
    self.featurizer = featurizer
    self.model = model.rounded
  }

  package init(
    labels: [String], options: BaselineOptions, content: BaselineContent, vectors: (any WordVectors)?
  ) throws(BaselineError) {
    guard let settings = options.vectors else { throw .optionsMissing(method: options.method) }
    guard let vectors else { throw .vectorsMissing(method: options.method) }
    self.labels = labels
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
