/// The tokenizer classes of transformers that this package implements.
enum TokenizerClass: String, CaseIterable {
  case bert = "BertTokenizer"
  case distilBERT = "DistilBertTokenizer"
  case mpnet = "MPNetTokenizer"
  case albert = "AlbertTokenizer"
  case xlnet = "XLNetTokenizer"
  case camembert = "CamembertTokenizer"
  case xlmRoberta = "XLMRobertaTokenizer"
  case roberta = "RobertaTokenizer"
  case gpt2 = "GPT2Tokenizer"
  case debertaV2 = "DebertaV2Tokenizer"
  case t5 = "T5Tokenizer"
  case barthez = "BarthezTokenizer"
  case bigBird = "BigBirdTokenizer"

  /// Names of classes that transformers has merged into another one.
  private static let aliases: [String: TokenizerClass] = [
    "ElectraTokenizer": .bert, "LxmertTokenizer": .bert, "MobileBertTokenizer": .bert, "SqueezeBertTokenizer": .bert,
    "BartTokenizer": .roberta, "LEDTokenizer": .roberta, "LongformerTokenizer": .roberta, "MvpTokenizer": .roberta,
  ]

  /// - Parameter name: without `Fast`.
  init?(name: String) {
    guard let found = TokenizerClass(rawValue: name) ?? Self.aliases[name] else { return nil }
    self = found
  }

  func recipe(_ options: ClassOptions) throws(TokenizerError) -> any TokenizerRecipe {
    switch self {
    case .bert: try BertRecipe(options, className: rawValue, givesTokenTypes: true)
    case .distilBERT: try BertRecipe(options, className: rawValue, givesTokenTypes: false)
    case .mpnet: try MPNetRecipe(options)
    case .albert: try AlbertRecipe(options)
    case .xlnet: try XLNetRecipe(options)
    case .camembert: try CamembertRecipe(options)
    case .xlmRoberta: try XLMRobertaRecipe(options)
    case .roberta: try RobertaRecipe(options)
    case .gpt2: try GPT2Recipe(options)
    case .debertaV2: try DebertaV2Recipe(options)
    case .t5: try T5Recipe(options)
    case .barthez: try BarthezRecipe(options)
    case .bigBird: try BigBirdRecipe(options)
    }
  }
}
