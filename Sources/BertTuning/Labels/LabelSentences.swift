public import BertData
import BertInference

/// Sentences about the labels that replace labelled training texts, like those of setfit's `get_templated_dataset`
/// (Tunstall et al., arXiv 2209.11055).
public struct LabelSentences: Sendable, Codable, Equatable {
  /// The descriptions of the labels.
  public var descriptions: LabelDescriptions
  /// Templates, at least one, in which `{}` is replaced by a description.
  public var templates: [String]
  /// How many times each sentence is repeated.
  public var copies: Int

  /// The default of ``copies``, as in setfit's guide to labels without texts.
  public static let usualCopies = 8

  /// - Parameters:
  ///   - descriptions: The descriptions of the labels.
  ///   - templates: Templates in which `{}` is replaced by a description; without any, the sentences are the
  ///     descriptions.
  ///   - copies: How many times each sentence is repeated.
  public init(_ descriptions: LabelDescriptions, templates: [String] = [], copies: Int = usualCopies) {
    self.descriptions = descriptions
    self.templates = templates.isEmpty ? [LabelTemplate.description.text] : templates
    self.copies = copies
  }

  /// The sentences as rows, label by label: each description in each template, ``copies`` times.
  ///
  /// - Parameter labels: The labels in order, all of which are described.
  /// - Throws: `inference` for a template without `{}`.
  func rows(_ labels: LabelSet) throws(TuningError) -> [Example] {
    let templates = try TuningError.translating { () throws(InferenceError) in
      try self.templates.map { text throws(InferenceError) in try LabelTemplate(text) }
    }
    let sentences = LabelTemplate.sentences(descriptions, templates)
    var rows: [Example] = []
    for (place, name) in labels.names.enumerated() {
      let own = zip(descriptions.names, sentences).first { $0.0.utf8.elementsEqual(name.utf8) }
      for sentence in own?.1 ?? [] {
        for _ in 0..<max(0, copies) { rows.append(Example(text: sentence, label: place, line: rows.count + 1)) }
      }
    }
    return rows
  }
}

extension TrainingOptions {
  static let sentencesName = "label-sentences"

  /// Checks the sentences about the labels, and refuses options that cannot be joined with them.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  func validateSentences() throws(TuningError) {
    guard let labelSentences else { return }
    try Self.check(
      "template-copies", labelSentences.copies, (1...1000).contains(labelSentences.copies), "must be from 1 to 1000")
    func check(_ isValid: Bool, _ rule: String) throws(TuningError) {
      try Self.check(Self.sentencesName, "", isValid, rule)
    }
    try check(
      Self.describedMethods.contains(method), "are for the methods features and setfit, not \(method.rawValue)")
    try check(
      labelDescriptions == nil, "are made of the descriptions, which are not learnt from a second time; leave out one")
    try check(adaptationNames == nil, "cannot be joined with an adaptation to another domain")
    try check(appendNearest == nil, "have no nearest text but their own copies; append nothing")
    try check(layer != .chosen, "are copies, by which no layer can be chosen; name one, or take the last")
    try check(
      earlyStopping == nil, "are copies, by which no epoch can be judged; leave out early stopping")
  }
}
