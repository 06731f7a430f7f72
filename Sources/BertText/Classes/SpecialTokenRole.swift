/// The roles that a special token may have, in the order in which transformers keeps them
/// (`PreTrainedTokenizerBase.SPECIAL_TOKENS_ATTRIBUTES`), which is that of the ids that new ones get.
enum SpecialTokenRole: String, CaseIterable {
  case begin = "bos_token"
  case end = "eos_token"
  case unknown = "unk_token"
  case separator = "sep_token"
  case pad = "pad_token"
  case classification = "cls_token"
  case mask = "mask_token"

  /// The role's name in messages.
  var name: String {
    switch self {
    case .begin: "begin"
    case .end: "end"
    case .unknown: "unknown"
    case .separator: "separator"
    case .pad: "padding"
    case .classification: "classification"
    case .mask: "mask"
    }
  }
}

extension [SpecialTokenRole: TokenDeclaration] {
  /// The tokens of fairseq's models: RoBERTa's, and all that came after it.
  static var fairseq: Self {
    [
      .begin: TokenDeclaration("<s>"), .end: TokenDeclaration("</s>"), .unknown: TokenDeclaration("<unk>"),
      .separator: TokenDeclaration("</s>"), .pad: TokenDeclaration("<pad>"),
      .classification: TokenDeclaration("<s>"), .mask: TokenDeclaration("<mask>"),
    ]
  }
}
