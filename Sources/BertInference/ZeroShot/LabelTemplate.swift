package import BertData

/// A sentence with a place for what a label means, such as `This text is about {}.`
public struct LabelTemplate: Sendable, Equatable {
  /// The sentence; `{}` is the place.
  public let text: String

  private static let place = "{}"

  /// The description alone.
  public static let description = LabelTemplate(verified: place)
  /// What transformers' zero-shot pipeline asks an entailment head.
  public static let example = LabelTemplate(verified: "This example is {}.")

  /// A sentence with the place in it.
  ///
  /// - Throws: `option` where there is no place.
  public init(_ text: String) throws(InferenceError) {
    guard text.contains(Self.place) else {
      throw .option(name: "template", value: "'\(text)'", rule: "must have {} where the label's description goes")
    }
    self.init(verified: text)
  }

  private init(verified text: String) { self.text = text }

  /// The sentence with a description in each place.
  func filled(with description: String) -> String { text.replacing(Self.place, with: description) }

  /// Every description of every label in every template, `[C][descriptions × templates]`.
  package static func sentences(_ labels: LabelDescriptions, _ templates: [LabelTemplate]) -> [[String]] {
    labels.texts.map { texts in texts.flatMap { text in templates.map { $0.filled(with: text) } } }
  }
}
