extension PublishedFiles {
  /// paraphrase-MiniLM-L3-v2: all-MiniLM-L6-v2 with half the layers and without the normalization of vectors.
  static let paraphraseMiniLM = PublishedFiles(
    sizes: Sizes(
      hidden: 384, layers: 3, heads: 12, intermediate: 1536, vocabulary: 30_522, positions: 512, types: 2),
    tokenizerClass: "BertTokenizer",
    tokenizer: """
      {
        "tokenizer_class": "BertTokenizer",
        "do_lower_case": true,
        "strip_accents": null,
        "tokenize_chinese_chars": true,
        "model_max_length": 512,
        "unk_token": "[UNK]",
        "sep_token": "[SEP]",
        "pad_token": "[PAD]",
        "cls_token": "[CLS]",
        "mask_token": "[MASK]"
      }

      """,
    longest: 128, isNormalized: false, prompts: [:])

  /// multilingual-e5-small: mean pooling, vectors of length 1, and a prompt before each text.
  static func e5(_ encoder: FourBitEncoder) -> PublishedFiles {
    PublishedFiles(
      sizes: Sizes(
        hidden: encoder.hidden, layers: encoder.layers, heads: encoder.heads, intermediate: encoder.intermediate,
        vocabulary: encoder.vocabulary, positions: encoder.positions, types: encoder.types),
      tokenizerClass: "XLMRobertaTokenizer",
      tokenizer: """
        {
          "tokenizer_class": "XLMRobertaTokenizer",
          "clean_up_tokenization_spaces": true,
          "model_max_length": 512,
          "bos_token": "<s>",
          "cls_token": "<s>",
          "eos_token": "</s>",
          "sep_token": "</s>",
          "pad_token": "<pad>",
          "unk_token": "<unk>",
          "mask_token": {
            "__type": "AddedToken",
            "content": "<mask>",
            "lstrip": true,
            "normalized": false,
            "rstrip": false,
            "single_word": false
          }
        }

        """,
      longest: 512, isNormalized: true, prompts: ["query": "query: ", "passage": "passage: "])
  }
}
