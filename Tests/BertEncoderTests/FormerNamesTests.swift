import BertCheckpoint
import BertEncoder
import BertKernels
import BertStorage
import BertText
import Foundation
import Testing
import _TestSupport

/// Files of GTE, Nomic's BERT and EuroBERT as the models' own code wrote them, before transformers had the architectures.
@Suite struct FormerNamesTests {
  private struct Figures: Decodable {
    let cases: [String: Case]
  }
  struct Case: Decodable {
    let config: JSONValue
    let shapes: [String: [Int]]
    let sequences: [GoldenModel.Sequence]
    let logits: [[Float]]
  }

  private func load(_ name: String) throws -> Case {
    let figures = try Golden.load(Figures.self, "former-names.json", target: "BertEncoderTests")
    return try #require(figures.cases[name])
  }

  private func decode(_ document: JSONValue) throws(ModelError) -> EncoderConfiguration {
    try EncoderConfiguration.decode(from: Data(document.line.utf8))
  }

  @Test("Names and fields of the models' own code give transformers' logits", arguments: ["new", "nomic", "eurobert"])
  func logits(name: String) throws {
    let golden = try load(name), scratch = try Scratch(), compute = Compute(threads: 2)
    let url = scratch.url.appendingPathComponent("model.safetensors")
    defer { withExtendedLifetime(scratch) {} }
    try GoldenWeights.write(golden.shapes, to: url)
    let model = try SequenceClassifier(
      checkpoint: Checkpoint(at: url), configuration: decode(golden.config), classes: 3, seed: 1)
    #expect(model.freshParameters.isEmpty)
    let batch = TokenBatch(golden.sequences.map { Encoding(ids: $0.ids, typeIDs: $0.types) })
    let logits = model.logits(batch, compute: compute)
    for (row, expected) in golden.logits.enumerated() {
      expectValues(logits.rows(row..<row + 1).toArray(), expected, largest: 1e-4, typical: 1e-5, "sequence \(row)")
    }
  }

  @Test("Every tensor has a place under transformers' names, and no encoder is looked for behind another's prefix")
  func places() throws {
    for name in ["new", "nomic", "eurobert"] {
      let golden = try load(name), scratch = try Scratch(), configuration = try decode(golden.config)
      let url = scratch.url.appendingPathComponent("model.safetensors")
      defer { withExtendedLifetime(scratch) {} }
      try GoldenWeights.write(golden.shapes, to: url)
      let checkpoint = try Checkpoint(at: url).spelled(for: configuration.architecture)
      let names = try CheckpointNames(checkpoint, configuration: configuration, classes: 3)
      #expect(names.missing.isEmpty && names.fresh.isEmpty && names.unused.isEmpty, "\(name)")
      // Spelled once, nothing changes any more.
      let again = checkpoint.spelled(for: configuration.architecture)
      #expect(again.tensors == checkpoint.tensors)
    }
  }

  @Test("What is written has transformers' fields, and means the same")
  func written() throws {
    for (name, type) in [("new", "gte"), ("nomic", "nomic_bert"), ("eurobert", "eurobert")] {
      let golden = try load(name), configuration = try decode(golden.config)
      let document = configuration.written(golden.config)
      #expect(document["model_type"]?.string == type && document["auto_map"] == nil)
      var again = try decode(document)
      // Frequencies that are scaled in two ways may be rounded in two.
      if let own = configuration.rotary, let other = again.rotary {
        #expect(own.theta == other.theta && abs(own.frequencyDivisor / other.frequencyDivisor - 1) < 1e-6)
        again.rotary = own
      }
      // A dropout of embeddings that transformers' class does not have apart.
      #expect(again.embeddingDropout == nil || again.embeddingDropout == again.hiddenDropout)
      again.embeddingDropout = configuration.embeddingDropout
      #expect(again == configuration, "\(name)")
      #expect(configuration.written(document).line == document.line)
    }
    let gte = try load("new")
    let classes = try decode(gte.config).written(gte.config)["architectures"]?.elements?.compactMap(\.string)
    #expect(classes == ["GteForSequenceClassification"])
  }

  @Test(
    "What the fields may say and is not computed is refused by name",
    arguments: [
      ("new", "position_embedding_type", "\"absolute\"", "position_embedding_type"),
      ("new", "logn_attention_scale", "true", "logn_attention_scale"), ("new", "pack_qkv", "false", "pack_qkv"),
      ("new", "layer_norm_type", "\"rms_norm\"", "layer_norm_type"),
      ("new", "rope_scaling", #"{"type": "ntk", "factor": 2.0, "mixed_b": 0.9}"#, "rope_scaling.mixed_b"),
      ("new", "rope_scaling", #"{"type": "yarn", "factor": 2.0}"#, "rope_scaling.type"),
      ("new", "rope_scaling", #"{"type": "ntk", "factor": 0.5}"#, "rope_scaling.factor"),
      ("nomic", "prenorm", "true", "prenorm"), ("nomic", "num_experts", "8", "num_experts"),
      ("nomic", "qkv_proj_bias", "true", "qkv_proj_bias"), ("nomic", "mlp_fc1_bias", "null", "mlp_fc1_bias"),
      ("nomic", "rotary_emb_fraction", "0.5", "rotary_emb_fraction"), ("nomic", "use_rms_norm", "true", "use_rms_norm"),
      ("nomic", "rotary_emb_interleaved", "true", "rotary_emb_interleaved"), ("nomic", "causal", "true", "causal"),
      ("nomic", "activation_function", "\"gelu\"", "activation_function"),
      ("nomic", "rotary_emb_scale_base", "512", "rotary_emb_scale_base"),
      ("eurobert", "clf_pooling", "\"max\"", "clf_pooling"),
      ("eurobert", "num_key_value_heads", "4", "num_key_value_heads"),
      ("eurobert", "num_key_value_heads", "0", "num_key_value_heads"), ("eurobert", "head_dim", "9", "head_dim"),
      ("eurobert", "rope_scaling", #"{"rope_type": "llama3", "factor": 8.0}"#, "rope_scaling.rope_type"),
      ("eurobert", "rope_parameters", #"{"rope_type": "ntk", "factor": 8.0}"#, "rope_parameters.rope_type"),
      ("eurobert", "partial_rotary_factor", "0.5", "partial_rotary_factor"),
      (
        "eurobert", "rope_parameters", #"{"full_attention": {"rope_type": "default", "rope_theta": 9.0}}"#,
        "rope_parameters.full_attention"
      ),
    ])
  func refused(name: String, field: String, value: String, named: String) throws {
    var document = try load(name).config
    document[field] = try JSONValue(parsing: [UInt8](value.utf8))
    #expect {
      try decode(document)
    } throws: {
      if case .configurationInvalid(named, _, _)? = $0 as? ModelError { true } else { false }
    }
  }

  @Test("θ and its scaling, as new files and old ones state them")
  func angles() throws {
    let sizes =
      #""vocab_size": 9, "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 5"#
    func rotary(_ fields: String) throws -> RotaryPositions? {
      try EncoderConfiguration.decode(from: Data("{\(fields), \(sizes)}".utf8)).rotary
    }
    #expect(try rotary(#""model_type": "gte""#) == RotaryPositions(theta: 160_000))
    #expect(try rotary(#""model_type": "new""#) == RotaryPositions(theta: 10_000))
    #expect(try rotary(#""model_type": "nomic_bert""#) == RotaryPositions(theta: 1000))
    #expect(try rotary(#""model_type": "eurobert", "rope_theta": 250000"#) == RotaryPositions(theta: 250_000))
    #expect(
      try rotary(#""model_type": "eurobert", "rope_parameters": {"rope_type": "linear", "factor": 4, "rope_theta": 7}"#)
        == RotaryPositions(theta: 7, frequencyDivisor: 4))
    #expect(
      try rotary(#""model_type": "eurobert", "rope_theta": 9, "rope_scaling": {"type": "dynamic", "factor": 4}"#)
        == RotaryPositions(theta: 9))
    // θ·8, and frequencies divided by 8^(2/4).
    let scaled = try rotary(#""model_type": "new", "rope_theta": 200, "rope_scaling": {"type": "ntk", "factor": 8}"#)
    #expect(scaled == RotaryPositions(theta: 1600, frequencyDivisor: powf(8, 0.5)))
  }

  @Test("Beyond the trained length Nomic's angles would depend on the text, so that texts are cut there")
  func trainedLength() throws {
    var document = try load("nomic").config
    #expect(try decode(document).longestSequence == 96)
    document["rotary_scaling_factor"] = 2
    #expect(try decode(document).longestSequence == 48)
  }
}
