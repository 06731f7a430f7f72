import BertCheckpoint
import BertEncoder
import Foundation

extension ModelDirectory {
  /// The names of the classes in the order of the classifier's rows, by transformers' rules: `id2label`, or
  /// `LABEL_0`… for as many rows as the classifier has.
  ///
  /// - Throws: `unsupportedProblem` for regression and for several labels a text; `fileMalformed` where there is no
  ///   classifier, or the labels do not fit it.
  package func classifierLabels() throws(TuningError) -> [String] {
    let path = url.appendingPathComponent("config.json").path
    guard let rows = CheckpointNames.classifierRows(checkpoint, configuration) else {
      throw .fileMalformed(
        path: url.path, reason: "the weights hold no classifier; train one first with 'bertft train --model'")
    }
    if let problem = document["problem_type"]?.string, problem != "single_label_classification" {
      throw .unsupportedProblem(path: path, type: problem)
    }
    // transformers takes a single output for regression.
    guard rows > 1 else { throw .unsupportedProblem(path: path, type: "regression") }
    guard let names = document["id2label"]?.members else { return (0..<rows).map { "LABEL_\($0)" } }
    var labels: [String] = []
    for index in 0..<rows {
      guard let label = names["\(index)"]?.string else {
        throw .fileMalformed(path: path, reason: "id2label has no name for class \(index) of \(rows)")
      }
      labels.append(label)
    }
    guard names.count == rows else {
      throw .fileMalformed(path: path, reason: "id2label names \(names.count) classes, the classifier has \(rows)")
    }
    return labels
  }

  /// The longest sequence that model and tokenizer take.
  package var longestSequence: Int {
    var longest = configuration.longestSequence
    let file = url.appendingPathComponent("tokenizer_config.json")
    // transformers writes 1e30 where the tokenizer sets no limit, hence the comparison.
    if let data = try? Data(contentsOf: file), let tree = try? JSONDecoder().decode(JSONTree.self, from: data),
      let limit = tree.members?["model_max_length"]?.integer, limit >= 3
    {
      longest = min(longest, limit)
    }
    return longest
  }
}

extension ModelDirectory {
  /// Whether the weights hold a classifier.
  package var hasClassifier: Bool { CheckpointNames.classifierRows(checkpoint, configuration) != nil }
}
