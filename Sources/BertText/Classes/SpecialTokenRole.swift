/// The roles of special tokens, in transformers' order (`PreTrainedTokenizerBase.SPECIAL_TOKENS_ATTRIBUTES`), in which
/// new tokens get their ids.
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
  /// The tokens of RoBERTa and other models from fairseq.
  static var fairseq: Self {
    [
      .begin: TokenDeclaration("<s>"), .end: TokenDeclaration("</s>"), .unknown: TokenDeclaration("<unk>"),
      .separator: TokenDeclaration("</s>"), .pad: TokenDeclaration("<pad>"),
      .classification: TokenDeclaration("<s>"), .mask: TokenDeclaration("<mask>"),
    ]
  }
}
