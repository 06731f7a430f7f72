import BertEncoder
import Foundation
import Testing

@Suite struct ConfigurationTests {
  private func decode(_ json: String) throws(ModelError) -> EncoderConfiguration {
    try EncoderConfiguration.decode(from: Data(json.utf8))
  }

  @Test("An architecture that is not known is refused with those that are")
  func unknown() {
    #expect {
      try decode(#"{"model_type": "t5", "vocab_size": 9}"#)
    } throws: {
      guard let error = $0 as? ModelError, case .unknownArchitecture("t5", let known) = error else { return false }
      return known.contains("bert") && known.contains("xlnet") && error.description.contains("albert, mpnet, gpt2")
    }
  }

  @Test("Without a model_type the classes are a hint")
  func noModelType() throws {
    for (json, likely) in [
      (#"{"architectures": ["BertForSequenceClassification"]}"#, "bert"),
      (#"{"architectures": ["RobertaModel"]}"#, "roberta"),
      (#"{"architectures": ["XLMRobertaForMaskedLM"]}"#, "xlm-roberta"),
      (#"{"architectures": ["GPT2LMHeadModel"]}"#, "gpt2"), (#"{"architectures": ["BertweetModel"]}"#, nil),
      (#"{"architectures": [1]}"#, nil), (#"{"architectures": "BertModel"}"#, nil), ("{}", nil),
    ] {
      let error = try #require(throws: ModelError.self) { try decode(json) }
      guard case .noModelType(_, likely) = error else {
        Issue.record("\(json): \(error)")
        continue
      }
      #expect(error.description.contains("model_type is missing") && error.description.contains(likely ?? "origin"))
    }
  }

  @Test(
    "A document that is none says what it is",
    arguments: [
      (
        "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 570\n",
        ["Git LFS", "570 bytes", "git lfs pull"]
      ),
      ("<!DOCTYPE html><html></html>", ["HTML", "login"]), ("Entry not found", ["'Entry not found'"]),
      ("", ["an empty file"]), ("[1]", ["not a JSON object"]), ("{", ["not a JSON object"]),
    ])
  func noDocument(text: String, words: [String]) throws {
    let error = try #require(throws: ModelError.self) { try decode(text) }
    #expect(words.allSatisfy(error.description.contains), "\(error)")
    #expect(!error.description.contains("\n"))
  }

  /// transformers 5.24 refuses the same, but for a number that is not finite, which Python writes and no other reader of
  /// JSON takes.
  @Test(
    "A field of another type is named, with what it must be",
    arguments: [
      (#""hidden_size": "8""#, "hidden_size must be a whole number"),
      (#""hidden_size": 8.5"#, "hidden_size must be a whole number"),
      (#""hidden_size": null"#, "hidden_size must be a whole number"),
      (#""hidden_size": 1e40"#, "hidden_size must be a whole number"),
      (#""layer_norm_eps": "1e-12""#, "layer_norm_eps must be a number"),
      (#""hidden_act": 3"#, "hidden_act must be text"),
      (#""is_decoder": "false""#, "is_decoder must be true or false"),
      (#""layer_norm_eps": 1e400"#, "layer_norm_eps must be a number"),
      (#""layer_norm_eps": NaN"#, "'layer_norm_eps' is NaN"),
      (#""a \"b\": NaN": 1, "c": [1, -Infinity]"#, "'c' is -Infinity"),
      (#""initializer_range": Infinity"#, "'initializer_range' is Infinity"),
      (#""x": {"y": {"z": "NaN", "w": NaN}}"#, "'w' is NaN"),
    ])
  func types(field: String, words: String) throws {
    let sizes = [
      ("vocab_size", "9"), ("hidden_size", "8"), ("num_hidden_layers", "1"), ("num_attention_heads", "2"),
      ("intermediate_size", "5"),
    ].filter { !field.contains("\"\($0.0)\"") }.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ")
    let error = try #require(throws: ModelError.self) { try decode("{\"model_type\": \"bert\", \(sizes), \(field)}") }
    #expect(error.description.contains(words), "\(error)")
    #expect(!error.description.contains("\n"))
  }

  @Test("A byte order mark and a size with a point are taken for what they are")
  func harmless() throws {
    let json = #"""
      {"model_type": "bert", "vocab_size": 9, "hidden_size": 8.0, "num_hidden_layers": 1, "num_attention_heads": 2,
       "intermediate_size": 5}
      """#
    #expect(try decode("\u{FEFF}" + json) == decode(json))
    #expect(try decode(json).hiddenSize == 8)
  }

  @Test("Fields have the architecture's names or the usual ones, and its defaults")
  func fields() throws {
    let own = try decode(
      #"{"model_type": "distilbert", "vocab_size": 9, "dim": 8, "n_layers": 2, "n_heads": 2, "hidden_dim": 5}"#)
    let usual = try decode(
      #"""
      {"model_type": "distilbert", "vocab_size": 9, "hidden_size": 8, "num_hidden_layers": 2,
       "num_attention_heads": 2, "intermediate_size": 5}
      """#)
    #expect(own == usual)
    #expect(own.classifierDropout == 0.2 && own.maximumPositions == 512 && own.padTokenID == 0)
    let gpt2 = try decode(
      #"{"model_type": "gpt2", "vocab_size": 9, "n_embd": 8, "n_layer": 2, "n_head": 2, "n_inner": null}"#)
    #expect(gpt2.intermediateSize == 32 && gpt2.padTokenID == nil && gpt2.layerNormEpsilon == 1e-5)
    #expect(gpt2.hiddenActivation == "gelu_new" && gpt2.longestSequence == 1024)
  }

  @Test("Positions behind the padding's row are fewer by it")
  func positions() throws {
    let sizes =
      #""vocab_size": 9, "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 5"#
    let roberta = try decode("{\"model_type\": \"roberta\", \(sizes), \"max_position_embeddings\": 514}")
    #expect(roberta.longestSequence == 512)
    let mpnet = try decode(
      "{\"model_type\": \"mpnet\", \(sizes), \"max_position_embeddings\": 514, \"pad_token_id\": 7}")
    #expect(mpnet.longestSequence == 512)
  }

  @Test(
    "Values that mean another computation are refused",
    arguments: [
      (#""model_type": "xlnet", "attn_type": "uni""#, "attn_type"),
      (#""model_type": "xlnet", "bi_data": true"#, "bi_data"), (#""model_type": "xlnet", "d_head": 3"#, "d_head"),
      (#""model_type": "xlnet", "summary_type": "mean""#, "summary_type"),
      (#""model_type": "xlnet", "summary_activation": "wave""#, "summary_activation"),
      (#""model_type": "xlnet", "ff_activation": "wave""#, "ff_activation"),
      (#""model_type": "gpt2", "add_cross_attention": true"#, "add_cross_attention"),
      (#""model_type": "gpt2", "n_inner": -1"#, "n_inner"), (#""model_type": "gpt2", "n_positions": 0"#, "n_positions"),
    ])
  func refused(fields: String, field: String) {
    #expect {
      try decode(
        "{\(fields), \"vocab_size\": 9, \"d_model\": 8, \"n_embd\": 8, \"n_layer\": 1, \"n_head\": 2, \"d_inner\": 5}")
    } throws: {
      if case .configurationInvalid(field, _, _)? = $0 as? ModelError { true } else { false }
    }
  }

  private static func modernBERT(_ fields: String) -> String {
    #"""
    {"model_type": "modernbert", "vocab_size": 9, "hidden_size": 8, "num_hidden_layers": 4, "num_attention_heads": 2,
     "intermediate_size": 5\#(fields)}
    """#
  }

  @Test("A head of an odd number of values cannot be turned")
  func oddHeads() {
    let odd = Self.modernBERT("").replacing(#""num_attention_heads": 2"#, with: #""num_attention_heads": 8"#)
    #expect {
      try decode(odd)
    } throws: {
      if case .configurationInvalid("num_attention_heads", "8", _)? = $0 as? ModelError { true } else { false }
    }
  }

  @Test("ModernBERT's layers, angles and biases, as old files and new ones state them")
  func modernBERT() throws {
    let usual = try decode(Self.modernBERT(""))
    #expect(usual.rotary == RotaryPositions(theta: 160_000))
    #expect(
      usual.windows
        == WindowedLayers(radius: 64, rotary: .init(theta: 10_000), isWindowed: [false, true, true, false]))
    #expect(usual.padTokenID == 50283 && usual.longestSequence == 8192 && usual.layerNormEpsilon == 1e-5)
    let old = try decode(
      Self.modernBERT(
        #", "global_rope_theta": 700, "local_rope_theta": null, "global_attn_every_n_layers": 2, "local_attention": 9"#)
    )
    #expect(old.windows == .init(radius: 4, rotary: .init(theta: 700), isWindowed: [false, true, false, true]))
    let new = try decode(
      Self.modernBERT(
        #"""
        , "layer_types": ["sliding_attention", "full_attention", "full_attention", "sliding_attention"],
        "rope_parameters": {"full_attention": {"rope_type": "default", "rope_theta": 900.0},
        "sliding_attention": {"rope_type": "default"}}, "global_rope_theta": 5
        """#))
    #expect(new.rotary == .init(theta: 900))
    #expect(new.windows == .init(radius: 64, rotary: .init(theta: 10_000), isWindowed: [true, false, false, true]))
  }

  @Test(
    "What ModernBERT's file may say and is not computed is refused by name",
    arguments: [
      (#", "classifier_pooling": "max""#, "classifier_pooling"),
      (#", "classifier_activation": "wave""#, "classifier_activation"),
      (#", "layer_types": ["full_attention"]"#, "layer_types"),
      (#", "layer_types": ["full_attention", "linear", "full_attention", "full_attention"]"#, "layer_types"),
      (#", "global_attn_every_n_layers": 0"#, "global_attn_every_n_layers"),
      (#", "local_attention": -1"#, "local_attention"),
      (#", "rope_scaling": {"rope_type": "yarn", "factor": 2.0}"#, "rope_scaling.rope_type"),
      (
        #", "rope_parameters": {"full_attention": {"rope_type": "linear", "factor": 2.0}}"#,
        "rope_parameters.full_attention.rope_type"
      ),
      (#", "rope_parameters": {"rope_theta": 10.0}"#, "rope_parameters.rope_theta"),
      (#", "global_rope_theta": 0"#, "rope_theta"),
    ])
  func modernBERTRefused(fields: String, field: String) {
    #expect {
      try decode(Self.modernBERT(fields))
    } throws: {
      if case .configurationInvalid(field, _, _)? = $0 as? ModelError { true } else { false }
    }
  }

  @Test(
    "Numbers that would overflow, compute without end or not fit each other are refused",
    arguments: [
      (#""model_type": "albert", "num_hidden_layers": 4611686018427387907, "inner_group_num": 4"#, "num_hidden_layers"),
      (
        #"""
        "model_type": "deberta-v2", "num_hidden_layers": 1, "relative_attention": true, "position_buckets": 4,
        "max_position_embeddings": -9223372036854775808
        """#, "max_position_embeddings"
      ),
      (#""model_type": "xlnet", "n_layer": 1, "d_model": 9, "n_head": 3"#, "d_model"),
      (
        #""model_type": "modernbert", "num_hidden_layers": 1, "initializer_cutoff_factor": 0.0"#,
        "initializer_cutoff_factor"
      ),
      (
        #""model_type": "modernbert", "num_hidden_layers": 1, "initializer_cutoff_factor": 1e-9"#,
        "initializer_cutoff_factor"
      ),
    ])
  func hostileNumbers(fields: String, field: String) {
    #expect {
      try decode(
        "{\(fields), \"vocab_size\": 9, \"hidden_size\": 8, \"num_attention_heads\": 2, \"intermediate_size\": 5}")
    } throws: {
      if case .configurationInvalid(field, _, _)? = $0 as? ModelError { true } else { false }
    }
  }

  @Test(
    "Sizes that overflow or share unevenly are refused",
    arguments: [
      (#""num_hidden_groups": 0"#, "num_hidden_groups"), (#""num_hidden_groups": 5"#, "num_hidden_groups"),
      (#""inner_group_num": 9223372036854775807"#, "num_hidden_layers"),
      (#""inner_group_num": -1"#, "num_hidden_layers"),
      (#""embedding_size": 0"#, "embedding_size"),
      (#""pad_token_id": null, "hidden_dropout_prob": 1"#, "hidden_dropout_prob"),
    ])
  func sharing(fields: String, field: String) {
    #expect {
      try decode(
        #"""
        {"model_type": "albert", "vocab_size": 9, "hidden_size": 8, "num_hidden_layers": 4, "num_attention_heads": 2,
         "intermediate_size": 5, \#(fields)}
        """#)
    } throws: {
      if case .configurationInvalid(field, _, _)? = $0 as? ModelError { true } else { false }
    }
  }
}
