import BertExport
import BertInference
import BertStorage
import Foundation
import Testing
import _TestSupport

/// Files beside a model that are broken, or say what cannot be done here.
struct ModelFileTests {
  private enum Expected { case usage, badData, inputMissing }

  private func kind(_ files: [String: String], _ options: EmbeddingOptions = EmbeddingOptions()) throws
    -> (ErrorCode, String)?
  {
    let all = try GoldenEmbeddings.load(), scratch = try Scratch()
    let base = try #require(all.cases.first { $0.name == "mean" })
    let model = try scratch.model(all, base.files)
    for (path, text) in files { _ = try scratch.write(text, as: "model/\(path)") }
    do {
      _ = try TextEmbedder(contentsOf: model, options: options, threads: 1)
      return nil
    } catch {
      return (error.code, error.description)
    }
  }

  private static let transformer = #"{"idx": 0, "path": "", "type": "sentence_transformers.models.Transformer"}"#
  private static let pooling = #"{"idx": 1, "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}"#
  private static func modules(_ entries: String...) -> String { "[" + entries.joined(separator: ",") + "]" }

  static let broken: [(path: String, text: String)] = [
    ("modules.json", "{"), ("modules.json", "[]"), ("modules.json", "{}"), ("modules.json", modules(transformer)),
    ("modules.json", modules(pooling, transformer.replacing("0", with: "2"))),
    ("modules.json", modules(transformer, pooling, #"{"idx": 2, "path": "2", "type": "x.models.LSTM"}"#)),
    ("modules.json", modules(transformer, #"{"idx": 1, "path": "../1_Pooling", "type": "x.Pooling"}"#)),
    ("modules.json", modules(transformer, #"{"idx": 1, "path": "/1_Pooling", "type": "x.Pooling"}"#)),
    ("1_Pooling/config.json", "[]"), ("1_Pooling/config.json", #"{"pooling_mode": "median"}"#),
    ("1_Pooling/config.json", #"{"pooling_mode": []}"#), ("1_Pooling/config.json", #"{"pooling_mode": 3}"#),
    ("sentence_bert_config.json", #"{"max_seq_length": -1}"#), ("sentence_bert_config.json", "no JSON"),
    ("config_sentence_transformers.json", #"{"prompts": [1]}"#), ("config.json", "{}"), ("config.json", ""),
    ("tokenizer.json", "{"),
  ]

  @Test(arguments: broken) func brokenFileIsBadData(path: String, text: String) throws {
    let (kind, message) = try #require(try self.kind([path: text]))
    #expect(kind == .badData)
    #expect(message.contains(path.split(separator: "/").last ?? ""), "\(message)")
  }

  @Test func missingFilesOfAModuleAreNamed() throws {
    let dense = #"{"idx": 2, "path": "2_Dense", "type": "sentence_transformers.models.Dense"}"#
    let list = ["modules.json": Self.modules(Self.transformer, Self.pooling, dense)]
    let missing = try #require(try kind(list))
    #expect(missing.0 == .inputMissing && missing.1.contains("2_Dense/config.json"), "\(missing.1)")
    let settings = #"{"in_features": 24, "out_features": 8, "activation_function": "torch.nn.modules.activation.Tanh"}"#
    let weights = try #require(try kind(list.merging(["2_Dense/config.json": settings]) { $1 }))
    #expect(weights.0 == .inputMissing && weights.1.contains("2_Dense"), "\(weights.1)")
    let other = settings.replacing("Tanh", with: "PReLU")
    let unknown = try #require(try kind(list.merging(["2_Dense/config.json": other]) { $1 }))
    #expect(unknown.0 == .badData && unknown.1.contains("activation.PReLU', which has weights"), "\(unknown.1)")
    let wide = settings.replacing("24", with: "25")
    let misfit = try #require(try kind(list.merging(["2_Dense/config.json": wide]) { $1 }))
    #expect(misfit.0 == .badData && misfit.1.contains("25"), "\(misfit.1)")
  }

  /// Each is named in full, with the reason, and nothing in the message says that it is known.
  @Test(arguments: [
    ("my_package.Pooling", "code of the model's author"), ("custom_st.Transformer", "code of the model's author"),
    ("Pooling", "code of the model's author"), ("sentence_transformersx.models.Dense", "code of the model's author"),
    ("sentence_transformers.models.WeightedLayerPooling", "all layers"),
    ("sentence_transformers.models.CNN", "convolves"),
    ("sentence_transformers.models.LSTM", "recurrent"), ("sentence_transformers.models.BoW", "counts words"),
    ("sentence_transformers.models.WordEmbeddings", "a table"), ("sentence_transformers.models.WordWeights", "weighs"),
    ("sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding", "a table"),
    ("sentence_transformers.models.Asym", "queries and documents"),
    ("sentence_transformers.models.CLIPModel", "images"),
    ("sentence_transformers.base.modules.router.Router", "queries and documents"),
    ("sentence_transformers.sparse_encoder.models.SpladePooling", "sparse"),
    ("sentence_transformers.models.Median", "not supported"),
    ("sentence_transformers.models.Transformer", "second encoder"),
    ("sentence_transformers.models.Pooling", "after another step"),
  ]) func modulesThatAreNotComputed(type: String, reason: String) throws {
    let list = Self.modules(Self.transformer, Self.pooling, #"{"path": "1_Pooling", "type": "\#(type)"}"#)
    let (kind, message) = try #require(try self.kind(["modules.json": list]))
    #expect(kind == .badData)
    #expect(message.contains(" \(type) ") && message.contains(reason) && !message.contains("known"), "\(message)")
  }

  /// Settings that make something else of the model than what is computed here.
  @Test(arguments: [
    ("config_sentence_transformers.json", #"{"model_type": "CrossEncoder"}"#, "CrossEncoder reads two texts"),
    ("config_sentence_transformers.json", #"{"model_type": "SparseEncoder"}"#, "SparseEncoder gives sparse"),
    ("config_sentence_transformers.json", #"{"truncate_dim": 0}"#, "truncate_dim"),
    ("2_Normalize/config.json", #"{"module_input_name": "token_embeddings"}"#, "'token_embeddings'"),
    ("sentence_bert_config.json", #"{"transformer_task": "fill-mask"}"#, "fill-mask"),
    ("sentence_bert_config.json", #"{"modality_config": {"image": {}}}"#, "reads no texts"),
    ("sentence_bert_config.json", #"{"query_length": 8}"#, "query_length"),
    ("sentence_bert_config.json", #"{"config_args": {"num_hidden_layers": 1}}"#, "config_kwargs.num_hidden_layers"),
    ("sentence_bert_config.json", #"{"tokenizer_args": {"model_max_length": -4}}"#, "-4"),
  ]) func settingsOfAnotherModel(path: String, text: String, reason: String) throws {
    let (kind, message) = try #require(try self.kind([path: text]))
    #expect(kind == .badData && message.contains(reason), "\(message)")
  }

  /// Without the list of steps what lies beside it cannot be used, and is not passed over either.
  @Test func listOfModulesIsMissing() throws {
    let all = try GoldenEmbeddings.load(), scratch = try Scratch()
    let model = try scratch.model(all, try #require(all.cases.first { $0.name == "mean" }).files)
    try FileManager.default.removeItem(at: model.appendingPathComponent("modules.json"))
    #expect {
      try TextEmbedder(contentsOf: model, threads: 1)
    } throws: { error in
      (error as? InferenceError)?.code == .inputMissing && "\(error)".contains("modules.json")
    }
  }

  /// Prompts that are named as the model's can be asked for.
  @Test func promptsThatAreNamedAreUsable() throws {
    let prompts = #"{"prompts": {"a": "A: ", "b": null, "c": ""}}"#
    let shared = ["config_sentence_transformers.json": prompts]
    let found = try #require(try kind(shared, EmbeddingOptions(prompt: .named("none"))))
    #expect(found.0 == .usage && found.1.contains("prompts are a;"), "\(found.1)")
    for name in ["a", "b", "c", "query", "document"] {
      #expect(try kind(shared, EmbeddingOptions(prompt: .named(name))) == nil, "\(name)")
    }
  }

  @Test func optionsThatCannotBe() throws {
    for length in [2, 0, -1, 65] {
      let found = try #require(try kind([:], EmbeddingOptions(maxLength: length)))
      #expect(found.0 == .usage && found.1.hasPrefix("max-length"), "\(found.1)")
    }
    for dimensions in [0, -1, 25] {
      let found = try #require(try kind([:], EmbeddingOptions(dimensions: dimensions)))
      #expect(found.0 == .usage && found.1.hasPrefix("dimensions"), "\(found.1)")
    }
    let prompt = try #require(try kind([:], EmbeddingOptions(prompt: .named("none"))))
    #expect(prompt.0 == .usage && prompt.1.hasPrefix("prompt-name"), "\(prompt.1)")
  }

  /// No length is right for a model with fewer positions than a text with its special tokens needs.
  @Test func lengthsForTooFewPositions() throws {
    let all = try GoldenEmbeddings.load(), scratch = try Scratch()
    var files = try #require(all.cases.first { $0.name == "mean" }).files
    files["config.json"] = try #require(files["config.json"])
      .replacing(#""max_position_embeddings": 64"#, with: #""max_position_embeddings": 2"#)
    let model = try scratch.model(all, files)
    for length in [2, 3, 64] {
      #expect {
        try TextEmbedder(contentsOf: model, options: EmbeddingOptions(maxLength: length), threads: 1)
      } throws: { error in
        (error as? InferenceError)?.code == .usage && "\(error)".contains("the model has 2")
      }
    }
  }

  @Test func directoryWithoutModel() throws {
    let scratch = try Scratch()
    #expect {
      try TextEmbedder(contentsOf: scratch.url, threads: 1)
    } throws: { ($0 as? InferenceError)?.code == .inputMissing }
  }
}
