import BertData

/// How a head uses the descriptions of the labels.
package struct DescriptionUse: Sendable, Equatable, Codable {
  /// The kinds of use.
  package enum Form: String, Sendable, Codable {
    /// They are not used.
    case none
    /// They are labelled texts beside the training texts, as setfit's `get_templated_dataset` adds them (Tunstall et
    /// al., arXiv 2209.11055).
    case texts
    /// The penalty pulls the weights of each label towards the direction of its descriptions instead of zero: a normal
    /// prior with that mean (Chelba and Acero, "Adaptation of maximum entropy capitalizer", 2004).
    case start
  }

  package let form: Form
  /// For ``Form/texts``, the number of training texts that the descriptions of a label count for together; for
  /// ``Form/start``, the factor that turns cosines with the descriptions into logits; 0 for ``Form/none``.
  package let factor: Double

  package static let none = DescriptionUse(form: .none, factor: 0)

  package static func texts(_ count: Double) -> DescriptionUse { DescriptionUse(form: .texts, factor: count) }

  package static func start(_ scale: Double) -> DescriptionUse { DescriptionUse(form: .start, factor: scale) }

  /// The uses to try with a frozen encoder.
  static let tried = [texts(1), texts(4), texts(16), start(3), start(10)]
  /// The uses to try where the encoder learns from the descriptions too.
  static let triedAsTexts = tried.filter { $0.form == .texts }

  /// The end of a sentence that begins with "the label descriptions are".
  var words: String {
    switch form {
    case .none: "not used"
    case .texts: "used as texts, those of a label counting for \(Figures.fixed(factor, 0)) together"
    case .start: "used as the start of the head, with \(Figures.fixed(factor, 0)) times the cosine"
    }
  }
}
