/// A tokenizer class of transformers that is known, but not implemented.
enum UnbuiltTokenizerClass {
  /// Its pipeline can be saved as a `tokenizer.json`.
  case hasBackend
  /// It processes texts in Python code.
  case isPython

  /// - Parameter name: without `Fast`.
  init?(name: String) {
    if Self.withBackend.contains(name) {
      self = .hasBackend
    } else if Self.inPython.contains(name) {
      self = .isPython
    } else {
      return nil
    }
  }

  /// What the user can do instead.
  var remedy: String {
    switch self {
    case .hasBackend:
      "save its pipeline in Python with `tokenizer.backend_tokenizer.save(\"tokenizer.json\")`, and set \"tokenizer_class\" of tokenizer_config.json to \"PreTrainedTokenizerFast\""
    case .isPython:
      "it changes or splits texts in Python code that no tokenizer.json holds; use a model with a tokenizer of another class"
    }
  }

  private static let withBackend: Set<String> = [
    "BlenderbotTokenizer", "CLIPTokenizer", "CodeGenTokenizer", "CodeLlamaTokenizer", "CohereTokenizer",
    "ConvBertTokenizer", "DPRContextEncoderTokenizer", "DPRQuestionEncoderTokenizer", "DPRReaderTokenizer",
    "DebertaTokenizer", "EsmcTokenizer", "FunnelTokenizer", "GPTNeoXTokenizer", "GemmaTokenizer", "HerbertTokenizer",
    "LasrTokenizer", "LayoutLMv2Tokenizer", "LayoutLMv3Tokenizer", "LayoutXLMTokenizer", "LlamaTokenizer",
    "LukeTokenizer", "MBart50Tokenizer", "MBartTokenizer", "MLukeTokenizer", "MarkupLMTokenizer", "NllbTokenizer",
    "NougatTokenizer", "OpenAIGPTTokenizer", "PegasusTokenizer", "Qwen2Tokenizer", "Qwen3_5Tokenizer",
    "ReformerTokenizer", "RemBertTokenizer", "RoFormerTokenizer", "SeamlessM4TTokenizer", "Siglip2Tokenizer",
    "SplinterTokenizer", "Tipsv2Tokenizer", "UdopTokenizer", "VideoPrismTokenizer", "WhisperTokenizer",
    "XGLMTokenizer",
  ]

  private static let inPython: Set<String> = [
    "BartphoTokenizer", "BertGenerationTokenizer", "BertJapaneseTokenizer", "BertTokenizerLegacy", "BertweetTokenizer",
    "BioGptTokenizer", "BlenderbotSmallTokenizer", "ByT5Tokenizer", "CTRLTokenizer", "CanineTokenizer",
    "ClvpTokenizer", "CpmAntTokenizer", "CpmTokenizer", "DiaTokenizer", "EsmTokenizer", "FSMTTokenizer",
    "FastSpeech2ConformerTokenizer", "FlaubertTokenizer", "GPTNeoXJapaneseTokenizer", "GPTSw3Tokenizer",
    "M2M100Tokenizer", "MarianTokenizer", "MgpstrTokenizer", "MyT5Tokenizer", "PLBartTokenizer", "PerceiverTokenizer",
    "PhobertTokenizer", "Pop2PianoTokenizer", "ProphetNetTokenizer", "RagTokenizer", "RoCBertTokenizer",
    "SiglipTokenizer", "Speech2TextTokenizer", "SpeechT5Tokenizer", "TapasTokenizer", "VitsTokenizer",
    "Wav2Vec2CTCTokenizer", "Wav2Vec2PhonemeCTCTokenizer", "XLMTokenizer",
  ]
}
