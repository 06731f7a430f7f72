import BertCheckpoint
import BertStorage
import Foundation

/// The small files beside the weights of a converted encoder, with the values of the published model.
struct PublishedFiles {
  /// The sizes of a BERT encoder.
  struct Sizes {
    let hidden: Int
    let layers: Int
    let heads: Int
    let intermediate: Int
    let vocabulary: Int
    let positions: Int
    let types: Int
  }

  let sizes: Sizes
  /// The tokenizer's class in transformers.
  let tokenizerClass: String
  /// The content of `tokenizer_config.json`.
  let tokenizer: String
  /// The greatest number of tokens of a text, special ones included.
  let longest: Int
  /// Whether vectors are scaled to length 1.
  let isNormalized: Bool
  /// The prompts that are put before texts, by their names.
  let prompts: KeyValuePairs<String, String>

  /// The content of each file, by its path in the model's directory.
  var contents: [(path: String, content: String)] {
    var contents = [
      ("config.json", configuration), ("tokenizer_config.json", tokenizer), ("modules.json", modules),
      ("1_Pooling/config.json", pooling),
      ("sentence_bert_config.json", "{\n  \"max_seq_length\": \(longest),\n  \"do_lower_case\": false\n}\n"),
    ]
    if !prompts.isEmpty { contents.append(("config_sentence_transformers.json", uses)) }
    return contents
  }

  private var configuration: String {
    """
    {
      "architectures": ["BertModel"],
      "attention_probs_dropout_prob": 0.1,
      "hidden_act": "gelu",
      "hidden_dropout_prob": 0.1,
      "hidden_size": \(sizes.hidden),
      "initializer_range": 0.02,
      "intermediate_size": \(sizes.intermediate),
      "layer_norm_eps": 1e-12,
      "max_position_embeddings": \(sizes.positions),
      "model_type": "bert",
      "num_attention_heads": \(sizes.heads),
      "num_hidden_layers": \(sizes.layers),
      "pad_token_id": 0,
      "position_embedding_type": "absolute",
      "tokenizer_class": "\(tokenizerClass)",
      "torch_dtype": "float32",
      "type_vocab_size": \(sizes.types),
      "use_cache": true,
      "vocab_size": \(sizes.vocabulary)
    }

    """
  }

  private var modules: String {
    let steps = [("", "Transformer"), ("1_Pooling", "Pooling")] + (isNormalized ? [("2_Normalize", "Normalize")] : [])
    let lines = steps.enumerated().map { place, step in
      #"  {"idx": \#(place), "name": "\#(place)", "path": "\#(step.0)", "type": "sentence_transformers.models.\#(step.1)"}"#
    }
    return "[\n\(lines.joined(separator: ",\n"))\n]\n"
  }

  private var pooling: String {
    """
    {
      "word_embedding_dimension": \(sizes.hidden),
      "pooling_mode_cls_token": false,
      "pooling_mode_mean_tokens": true,
      "pooling_mode_max_tokens": false,
      "pooling_mode_mean_sqrt_len_tokens": false
    }

    """
  }

  private var uses: String {
    let lines = prompts.map { "    \(JSONValue.quoted($0.key)): \(JSONValue.quoted($0.value))" }
    return """
      {
        "prompts": {
      \(lines.joined(separator: ",\n"))
        },
        "default_prompt_name": null,
        "similarity_fn_name": "cosine"
      }

      """
  }
}
