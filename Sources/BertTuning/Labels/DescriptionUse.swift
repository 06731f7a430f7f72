import BertData

/// What part the descriptions of labels have in a head.
package struct DescriptionUse: Sendable, Equatable, Codable {
  /// The kinds of it.
  package enum Form: String, Sendable, Codable {
    /// They have none.
    case none
    /// They are labelled texts beside the others, as setfit's `get_templated_dataset` adds them (Tunstall et al., arXiv
    /// 2209.11055).
    case texts
    /// The penalty pulls the weights of each label to the direction of its descriptions, and not to zero: a normal prior with
    /// that mean, as in adaptation by a prior (Chelba and Acero, "Adaptation of maximum entropy capitalizer", 2004).
    case start
  }

  package let form: Form
  /// Of texts how many labelled ones the descriptions of a label count for together; of a start what cosines with the
  /// descriptions are multiplied by to be logits. 0 for none.
  package let factor: Double

  package static let none = DescriptionUse(form: .none, factor: 0)

  package static func texts(_ count: Double) -> DescriptionUse { DescriptionUse(form: .texts, factor: count) }

  package static func start(_ scale: Double) -> DescriptionUse { DescriptionUse(form: .start, factor: scale) }

  /// What is tried where the encoder stays as it is.
  static let tried = [texts(1), texts(4), texts(16), start(3), start(10)]
  /// What is tried where the texts teach the encoder too.
  static let triedAsTexts = tried.filter { $0.form == .texts }

  /// Goes on behind "the label descriptions are".
  var words: String {
    switch form {
    case .none: "not used"
    case .texts: "used as texts, those of a label counting for \(Figures.fixed(factor, 0)) together"
    case .start: "used as the start of the head, with \(Figures.fixed(factor, 0)) times the cosine"
    }
  }
}
