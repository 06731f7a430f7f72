extension TokenizerClass {
  /// The tokenizer class of an architecture in transformers 5.24 (`TOKENIZER_MAPPING_NAMES` of
  /// `models/auto/tokenization_auto.py`). `nil` for architectures whose `tokenizer.json` is taken as it is, and for
  /// unknown ones.
  static func name(ofModelType type: String) -> String? { names[type] }

  /// Whether an architecture's `tokenizer.json` is taken as it is, whatever class its files name
  /// (`MODELS_WITH_INCORRECT_HUB_TOKENIZER_CLASS`, and those mapped to `TokenizersBackend`).
  static func takesFileAsItIs(modelType type: String) -> Bool { asFile.contains(type) }

  private static let asFile: Set<String> = [
    "arctic", "bigbird_pegasus", "chatlm", "cohere_asr", "ernie4_5", "ernie4_5_moe", "flex_olmo", "fuyu", "glm", "glm4",
    "gpt_bigcode", "granite", "granitemoe", "h2ovl_chat", "hyperclovax", "internlm2", "internlm3", "iquestcoder",
    "jamba", "llava", "llava_next", "minicpm3", "minicpmv", "minimax_m2", "ministral", "ministral3", "mistral",
    "mistral3", "mixtral", "modernbert", "modernbert-decoder", "molmo", "molmo2", "nemotron", "nvfp4", "nystromformer",
    "olmo2", "olmo3", "opencua", "openvla", "paddleocr_vl", "pegasus_x", "persimmon", "phi3", "phi3_v", "phimoe",
    "smolvlm", "stablelm", "step3_vl", "umt5", "vipllava", "xlm-roberta-xl",
  ]

  private static let names: [String: String] = [
    "AlbertTokenizer": "albert yoso",
    "BertGenerationTokenizer": "bert-generation",
    "BertTokenizer": """
    align bark bert blip bros chinese_clip convbert distilbert electra ernie flava git grounding-dino layoutlm lxmert \
    megatron-bert mm-grounding-dino mobilebert nomic_bert squeezebert tvp vilt \
    visual_bert
    """,
    "BigBirdTokenizer": "big_bird",
    "BioGptTokenizer": "biogpt",
    "BlenderbotTokenizer": "blenderbot",
    "CamembertTokenizer": "camembert",
    "CanineTokenizer": "canine",
    "CLIPTokenizer": "aimv2 clip clipseg groupvit owlv2 owlvit xclip",
    "CTRLTokenizer": "ctrl",
    "DebertaTokenizer": "deberta",
    "DebertaV2Tokenizer": "deberta-v2",
    "DPRQuestionEncoderTokenizer": "dpr",
    "EsmTokenizer": "esm",
    "FlaubertTokenizer": "flaubert",
    "FNetTokenizer": "fnet",
    "FunnelTokenizer": "funnel",
    "GemmaTokenizer": "gemma gemma2 gemma3 gemma3_text",
    "GPT2Tokenizer": "codegen dbrx emu3 gpt2 gpt_neo gptj jais2 opt phi starcoder2",
    "GPTNeoXTokenizer": "gpt_neox mamba mamba2 mpt olmo olmoe rwkv xlstm",
    "LayoutLMv2Tokenizer": "layoutlmv2",
    "LayoutLMv3Tokenizer": "layoutlmv3",
    "LayoutXLMTokenizer": "layoutxlm",
    "LukeTokenizer": "luke",
    "M2M100Tokenizer": "m2m_100",
    "MarianTokenizer": "marian",
    "MarkupLMTokenizer": "markuplm",
    "MBartTokenizer": "mbart",
    "MPNetTokenizer": "mpnet",
    "NllbTokenizer": "nllb-moe",
    "OpenAIGPTTokenizer": "openai-gpt",
    "PegasusTokenizer": "pegasus",
    "PerceiverTokenizer": "perceiver",
    "PLBartTokenizer": "plbart",
    "ProphetNetTokenizer": "prophetnet",
    "Qwen2Tokenizer": "qwen2_moe qwen3 qwen3_moe qwen3_next",
    "ReformerTokenizer": "reformer",
    "RemBertTokenizer": "rembert",
    "RobertaTokenizer": """
    bart bridgetower clap data2vec-text florence2 ibert led lilt longformer mra mvp roberta roberta-prelayernorm
    """,
    "RoCBertTokenizer": "roc_bert",
    "RoFormerTokenizer": "roformer",
    "SplinterTokenizer": "splinter",
    "T5Tokenizer": "mt5 musicgen switch_transformers t5",
    "TapasTokenizer": "tapas",
    "UdopTokenizer": "udop",
    "XGLMTokenizer": "xglm",
    "XLMRobertaTokenizer": "gte jina_embeddings_v3 metaclip_2 trocr xlm-roberta xmod",
    "XLMTokenizer": "xlm",
    "XLNetTokenizer": "xlnet",
  ].reduce(into: [:]) { names, entry in
    for type in entry.value.split(separator: " ") { names[String(type)] = entry.key }
  }
}
