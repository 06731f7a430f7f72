import BertCheckpoint
package import BertStorage
import BertText

extension InferenceError: CustomStringConvertible {
  /// One or two lines: what is wrong, where, and what to do next.
  public var description: String { wording.plain }
}

extension InferenceError: Worded {
  package var wording: Wording {
    switch self {
    case .option(let name, let value, let rule):
      "\(name: name) \(value): \(rule)"
    case .unsupportedProcessor(let requirement):
      "this processor is not supported\nbertft needs \(requirement)."
    case .fileMissing(let path, let remedy):
      "\(path): not found; \(remedy)"
    case .file(let error):
      "\(error)"
    case .fileMalformed(let path, let reason):
      "\(path): \(reason)"
    case .checkpoint(let error):
      "\(error)"
    case .tokenizer(_, let error):
      "\(error)"
    case .model(let path, let error):
      "\(path): \(error)"
    case .noEncoder(let path):
      """
      \(path): this is a table of token vectors, which has no encoder; \
      \(library: "open it with TextEmbedder", command: "bertft embed, search and serve take it, and \(option: "method") features")
      Or give the directory of an encoder.
      """
    case .headNotTrained(let path, let absent, let purpose):
      """
      \(path): this is a checkpoint for \(purpose); \(Self.absence(absent))
      Train a classifier on it first\(Self.training(on: path))\(command: """
      ; or say what labels mean: bertft predict \(path) DATA \(option: "labels", "'a=…,b=…'")
      """)
      """
    case .labelsTokens(let path, let purpose):
      """
      \(path): this is a checkpoint for \(purpose), not for labels of texts; \
      \(library: "open it as a classifier of tokens", command: "bertft predict, evaluate and serve run it")
      Or train a classifier of texts on it\(Self.training(on: path))
      """
    case .labelsTexts(let path, let purpose):
      """
      \(path): this is a checkpoint for \(purpose); a classifier of tokens is needed here, such as \
      BertForTokenClassification under architectures of config.json
      """
    case .answersSeveral(let path, let questions):
      """
      \(path): this bundle answers \(Self.list(questions)), and one question is needed here; \
      make one of them a bundle of its own\(command: """
      : bertft export \(path) \(option: "task", questions.first ?? "NAME") \(option: "out", "DIR")
      """)
      """
    case .hasOwnLabels(let path, let labels):
      """
      \(path): this model has learnt to answer \(Self.list(labels)) and knows no other labels
      Leave out \(options: ["labels", "label-descriptions"], "and"), or give an encoder without a classifier, or a \
      classifier of entailment.
      """
    case .oneLabelEach(let path):
      """
      \(path): an encoder compares a text with each label and finds the nearest one; several labels a text need a \
      classifier of entailment (labels entailment and contradiction in config.json)
      """
    case .tooFewForPrior(let rows):
      """
      \(name: "prior"): scores are corrected by their mean over many texts, and there \(rows == 1 ? "is one" : "are none")
      Give the texts together, or leave out \(option: "prior").
      """
    case .priorOfSeveral:
      "\(name: "prior"): it is for one label a text, and several are asked for; leave it out"
    case .cascadeUnfit(let path, let reason):
      "\(path): it cannot predict before another model: \(reason)"
    case .cascadeUnknown(let path):
      """
      \(path): the bundle has no score from which it predicts in place of another model
      Train it with \(option: "cascade-to", "BUNDLE"), or give the score with \(option: "cascade-below", "P").
      """
    case .unsupportedProblem(let path, let type):
      """
      \(path): the model's problem is '\(type)'; supported are single_label_classification, \
      multi_label_classification and regression of one number
      """
    case .unsupportedModule(let path, let module, let reason):
      "\(path): \(module) \(reason); choose another model"
    case .unknownPrompt(let name, let known):
      """
      \(name: "prompt-name") \(name): \
      \(known.isEmpty ? "the model has no prompts" : "the model's prompts are \(known.sorted().joined(separator: ", "))"); \
      give the text itself with \(option: "prompt")
      """
    case .tokenizerChanged(let path):
      "\(path): the file differs from the one the model was trained with; restore it, or train again"
    case .newerFormat(let path, let found, let known):
      "\(path): bundle format \(found) is newer than this program's \(known); use a newer bertft"
    case .noRows(let part):
      "the \(part) data has no usable row; check the file and its columns"
    case .unlabelledRow(let line):
      "\(Self.place(line))the row has no label; name the label column with \(option: "label-column")"
    case .labelsDiffer(let data, let classifier):
      """
      the data has the labels \(Self.list(data)), the classifier knows \(Self.list(classifier)); \
      name the values with \(option: "labels"), in the classifier's order
      """
    case .pairMissing(let line):
      """
      \(Self.place(line))the model was trained on pairs of texts, and this is one text; \
      name the column of the second text with \(option: "text-pair-column")
      """
    case .pairUnexpected(let line):
      """
      \(Self.place(line))the model was trained on single texts, and this is a pair; \
      leave out \(option: "text-pair-column")
      """
    case .unreadableTokens(let reason, let line):
      "\(Self.place(line))\(reason)"
    case .notFinite(let line):
      """
      \(Self.place(line))the model's output is not a number: the weights are damaged, or overflow on this text; \
      fetch or train the model again
      """
    case .interrupted:
      "interrupted"
    }
  }

  /// The line of a row; empty for a row that comes from no file.
  private static func place(_ line: Int) -> String { line > 0 ? "line \(line): " : "" }

  /// The command that trains a classifier; it is only in the wording of the command line.
  private static func training(on path: String) -> Wording {
    "\(command: ": bertft train DATA \(option: "model", path)")"
  }

  private static func absence(_ tensors: [String]) -> String {
    if tensors.isEmpty { return "it has no classifier of texts" }
    let shown = tensors.prefix(4).joined(separator: ", ") + (tensors.count > 4 ? ", …" : "")
    return "a classifier of texts needs \(shown), which \(tensors.count == 1 ? "is" : "are") missing"
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }
}
