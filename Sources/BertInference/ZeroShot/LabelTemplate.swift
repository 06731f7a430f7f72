package import BertData

/// A sentence with a placeholder for a label's description, such as `This text is about {}.`
public struct LabelTemplate: Sendable, Equatable {
  /// The sentence; `{}` is the placeholder.
  public let text: String

  private static let placeholder = "{}"

  /// The description alone.
  public static let description = LabelTemplate(verified: placeholder)
  /// The hypothesis of the zero-shot pipeline of transformers.
  public static let example = LabelTemplate(verified: "This example is {}.")

  /// A sentence with at least one placeholder.
  ///
  /// - Throws: `option` where there is none.
  public init(_ text: String) throws(InferenceError) {
    guard text.contains(Self.placeholder) else {
      throw .option(name: "template", value: "'\(text)'", rule: "must have {} where the label's description goes")
    }
    self.init(verified: text)
  }

  private init(verified text: String) { self.text = text }

  /// The sentence with a description in place of each placeholder.
  func filled(with description: String) -> String { text.replacing(Self.placeholder, with: description) }

  /// Every description of every label in every template, `[C][descriptions × templates]`.
  package static func sentences(_ labels: LabelDescriptions, _ templates: [LabelTemplate]) -> [[String]] {
    labels.texts.map { texts in texts.flatMap { text in templates.map { $0.filled(with: text) } } }
  }
}
