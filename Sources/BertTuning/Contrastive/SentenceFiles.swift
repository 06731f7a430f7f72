import BertInference
import BertStorage

/// sentence-transformers' files for an encoder that has none: mean pooling, then normalization to length 1, which is
/// also how this package embeds texts with such an encoder.
struct SentenceFiles {
  /// The encoder's hidden size.
  let hidden: Int
  /// Tokens of a text at the most.
  let maxLength: Int

  /// The files, by their paths in the directory.
  var files: [(place: String, content: JSONValue)] {
    let package = "sentence_transformers.models."
    let modes = ["cls_token", "max_tokens", "mean_sqrt_len_tokens", "weightedmean_tokens", "lasttoken"]
    var pooling: JSONValue = [
      "word_embedding_dimension": .integer(hidden), "pooling_mode_mean_tokens": true, "include_prompt": true,
    ]
    for mode in modes { pooling["pooling_mode_" + mode] = false }
    return [
      (
        "modules.json",
        [
          ["idx": 0, "name": "0", "path": "", "type": .string(package + "Transformer")],
          ["idx": 1, "name": "1", "path": "1_Pooling", "type": .string(package + "Pooling")],
          ["idx": 2, "name": "2", "path": "2_Normalize", "type": .string(package + "Normalize")],
        ]
      ),
      ("1_Pooling/config.json", pooling),
      ("2_Normalize/config.json", [:]),
      ("sentence_bert_config.json", ["max_seq_length": .integer(maxLength), "do_lower_case": false]),
      (
        "config_sentence_transformers.json",
        [
          "model_type": "SentenceTransformer", "prompts": ["query": "", "document": ""], "default_prompt_name": .null,
          "similarity_fn_name": "cosine",
        ]
      ),
    ]
  }
}
