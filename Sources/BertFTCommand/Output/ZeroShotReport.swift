import BertFT
import BertStorage

/// The note before zero-shot answers: how the model scores labels that it never learnt.
enum ZeroShotReport {
  /// - Parameters:
  ///   - classifier: The model.
  ///   - prior: The value of `--prior`.
  ///   - json: Whether the note is a JSON object.
  static func line(_ classifier: ZeroShotClassifier, prior: PriorArgument, json: Bool) -> String {
    json ? object(classifier, prior).line : words(classifier, prior)
  }

  private static func object(_ classifier: ZeroShotClassifier, _ prior: PriorArgument) -> JSONValue {
    [
      "method": "zero-shot", "evidence": .string(classifier.evidence.rawValue),
      "labels": .array(classifier.labels.map { .string($0) }),
      "templates": .array(classifier.templates.map { .string($0.text) }),
      "temperature": .double(classifier.temperature), "prior": .string(prior.description),
      "prompt": .string(classifier.prompt), "multi_label": .bool(classifier.rule.problem == .multiLabel),
    ]
  }

  private static func words(_ classifier: ZeroShotClassifier, _ prior: PriorArgument) -> String {
    let count = Figures.count(classifier.labels.count, "label")
    var text =
      switch classifier.evidence {
      case .cosine: "zero-shot: \(count) that were not learnt, by the cosine with their descriptions"
      case .entailment:
        "zero-shot: \(count) that were not learnt, by whether a sentence about them follows from the text"
      }
    if classifier.templates != [.description] {
      text += ", in " + classifier.templates.map { "'\($0.text)'" }.joined(separator: ", ")
    }
    text += "; temperature \(classifier.temperature)"
    if !classifier.prompt.isEmpty { text += "; the model's prompt '\(classifier.prompt)' before each text" }
    if prior != .none { text += "; prior \(prior.description), from all rows" }
    return text
  }
}
