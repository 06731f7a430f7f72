package import BertData

/// Sentence vectors from a table of token vectors, and a linear model: a logistic regression, one for each of several
/// labels, or ridge regression.
package struct SentenceClassifier: BaselineClassifier {
  package let labels: [String]
  package let sentences: any SentenceVectors
  package let model: LinearModel
  package let rule: OutputRule

  package init(labels: [String], sentences: any SentenceVectors, model: LinearModel, rule: OutputRule) {
    self.labels = labels
    self.rule = rule
    self.sentences = sentences
    self.model = model.rounded
  }

  package init(
    labels: [String], options: BaselineOptions, content: BaselineContent, sentences: (any SentenceVectors)?
  ) throws(BaselineError) {
    guard let sentences else { throw .tableMissing(method: options.method) }
    self.labels = labels
    rule = try options.rule(labels: labels)
    self.sentences = sentences
    model = try content.linear("classifier", classes: labels.count, columns: sentences.dimensions)
  }

  package var content: BaselineContent {
    var content = BaselineContent()
    content.set("classifier", model)
    return content
  }

  package func logits(_ rows: [Example], isCancelled: () -> Bool) throws -> [Double] {
    model.logits(try sentences.features(rows, isCancelled: isCancelled))
  }
}
