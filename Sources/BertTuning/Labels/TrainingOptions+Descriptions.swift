public import BertData
import BertReport

extension TrainingOptions {
  static let descriptionsName = "label-descriptions"

  /// The methods that learn from descriptions of the labels.
  static let describedMethods: [TrainingMethod] = [.features, .setfit]

  /// Whether the method learns from descriptions of the labels.
  var learnsFromDescriptions: Bool { Self.describedMethods.contains(method) }

  /// Checks that every label of the rows is described, and no other.
  ///
  /// - Parameter labels: The labels of the rows.
  /// - Throws: ``TuningError/option(name:value:rule:)`` for a label without a description, and for a description of a
  ///   label that the rows do not have.
  public func validate(descriptionsOf labels: LabelSet) throws(TuningError) {
    guard let descriptions = labelDescriptions else { return }
    let known = labels.names.prefix(8).map { "'\(Excerpt.label($0))'" }.joined(separator: ", ")
    func check(_ name: String, _ isValid: Bool, _ rule: String) throws(TuningError) {
      try Self.check(Self.descriptionsName, "'\(Excerpt.label(name))'", isValid, rule)
    }
    for (place, name) in descriptions.names.enumerated() {
      try check(
        name, labels.place(of: name) != nil,
        "is no label of the rows, which have \(known)\(labels.count > 8 ? " and others" : ""); describe these")
      let texts = descriptions.texts.indices.contains(place) ? descriptions.texts[place] : []
      try check(name, !texts.isEmpty && !texts.contains(""), "has no description; give it one")
    }
    for name in labels.names {
      let isDescribed = descriptions.names.contains { $0.utf8.elementsEqual(name.utf8) }
      try check(name, isDescribed, "is a label of the rows and has no description; give it one, or describe none")
    }
  }

  /// Refuses options that cannot be joined with descriptions of the labels.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  func validateDescriptions() throws(TuningError) {
    guard labelDescriptions != nil else { return }
    try Self.check(
      Self.descriptionsName, "", method == .auto || Self.describedMethods.contains(method),
      "are for the methods features and setfit, not \(method.rawValue); leave them out")
    try Self.check(
      Self.descriptionsName, "", adaptationNames == nil,
      "cannot be joined with an adaptation to another domain; leave out one")
  }
}
