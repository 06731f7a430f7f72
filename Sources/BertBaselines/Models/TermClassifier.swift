package import BertData

/// TF-IDF features and a linear model: a logistic regression, one for each of several labels, or ridge regression.
package struct TermClassifier: BaselineClassifier {
  package let labels: [String]
  package let vectorizer: TermVectorizer
  package let model: LinearModel
  package let rule: OutputRule

  package init(
    labels: [String], vectorizer: TermVectorizer, model: LinearModel, rule: OutputRule = .singleLabel
  ) {
    self.labels = labels
    self.rule = rule
    self.vectorizer = vectorizer
    self.model = model.rounded
  }

  package init(labels: [String], options: BaselineOptions, content: BaselineContent) throws(BaselineError) {
    guard let terms = options.terms else { throw .optionsMissing(method: options.method) }
    self.labels = labels
    rule = try options.rule(labels: labels)
    vectorizer = try TermVectorizer(terms, content: content)
    model = try content.linear("classifier", classes: labels.count, columns: vectorizer.columns)
  }

  package var content: BaselineContent {
    var content = BaselineContent()
    vectorizer.store(in: &content)
    content.set("classifier", model)
    return content
  }

  package func logits(_ rows: [Example], isCancelled: () -> Bool) throws(PredictionInterrupted) -> [Double] {
    try logits(rows, isCancelled: isCancelled) { row in model.logits(vectorizer.features(CollectionOfOne(row))) }
  }
}
